"""An answer that nobody has confirmed stands, and counts as not reviewed."""

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.gates import gates
from readiness_app.domain.measures import measures
from readiness_app.domain.review import LookAgain
from readiness_app.domain.vocabulary import GateReason, GateState, Knowledge, LookAgainReason, Verdict
from tests.builders import NOW, a_claim, a_review, an_answer

WAITING = LookAgain(reason=LookAgainReason.INHERITED, since=NOW, note="Round 1")
GOOD = {"knowledge": Knowledge.KNOWN, "verdict": Verdict.ACCEPTABLE, "claims": (a_claim(),)}


@pytest.fixture
def waiting():
    return a_review(answers={"QST-01": an_answer(**GOOD, look_again=WAITING)})


def test_it_counts_as_not_reviewed(waiting):
    found = measures(waiting)
    assert (found.reviewed, found.unconfirmed, found.knowledge[Knowledge.KNOWN]) == (0, 1, 0)


def test_it_is_not_ready_today_and_may_become_so(waiting):
    found = measures(waiting).range
    assert (found.low, found.high) == (0.0, 1.0)


def test_its_gate_is_open_until_somebody_looks(waiting):
    gate = next(gate for gate in gates(waiting) if gate.item.id == "QST-01")
    assert (gate.state, gate.reason) == (GateState.OPEN, GateReason.UNCONFIRMED)


def test_a_new_verdict_confirms_it(waiting):
    change = change_answer(waiting, "QST-01", "Ada Byron", verdict=Verdict.NOT_ACCEPTABLE)
    assert change.after.look_again is None and change.after.reviewed_by == ("Ada Byron",)


def test_a_note_does_not(waiting):
    assert change_answer(waiting, "QST-01", "Ada Byron", note="To be read again").after.look_again == WAITING


def test_its_verdict_is_undecided_until_then():
    held = a_review(answers={"QST-01": an_answer(verdict=Verdict.NOT_ACCEPTABLE, look_again=WAITING)})
    found = measures(held)
    assert (found.verdict[Verdict.NOT_ACCEPTABLE], found.verdict[Verdict.UNDECIDED], found.range.high) == (0, 3, 1.0)

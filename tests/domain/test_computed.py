"""Items that the program answers: from gates and acceptances, never from signatures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from readiness_app.domain.checklist import Gate
from readiness_app.domain.computed import answer_to
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import Knowledge, Tier, Verdict
from tests.builders import TODAY, a_checklist, a_review, a_section, an_acceptance, an_answer, an_item, an_unknown

GATE = an_item(1, gate=Gate(tier=Tier.INTERNAL))
CARRIED = an_unknown(acceptance=an_acceptance())


def holds(item_id, answer, on=None):
    item = replace(an_item(2, computed=True), id=item_id)
    review = a_review(checklist=a_checklist(sections=(a_section(GATE, item),)), answers={"QST-01": answer})
    found = answer_to(item, review, on)
    assert found in (Answer(), Answer(knowledge=Knowledge.KNOWN, verdict=Verdict.ACCEPTABLE))
    return found.answered


@pytest.mark.parametrize(
    ("answer", "looked_at", "closed"),
    [(Answer(), False, False), (an_unknown(), True, False), (CARRIED, True, True), (an_answer(), True, True)],
)
def test_gates_are_looked_at_and_closed(answer, looked_at, closed):
    assert (holds("DEC-01", answer), holds("DEC-02", answer), holds("DEC-05", answer)) == (looked_at, closed, False)


def test_what_expired_meanwhile_no_longer_holds():
    later = TODAY + timedelta(days=4000)
    assert (holds("DEC-01", an_answer(), later), holds("DEC-02", CARRIED, later)) == (False, False)


def test_what_people_answer_is_their_answer():
    assert answer_to(GATE, a_review(answers={"QST-01": CARRIED})) == CARRIED

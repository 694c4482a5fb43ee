"""Honest reports, whatever they say: none of them is ever refused."""

import datetime as dt
import hashlib
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality, Knowledge, Outcome, Verdict
from tests.builders import NOW, a_decision, a_frame, a_full_review, a_subject, an_answer, an_evidence, an_unknown
from tests.forgeries.making import FILES, FIRST, SECOND, Case, built, signed, verified

TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1, max_size=200).filter(str.strip)
TRICKY = (b"%PDF-1.7\nstartxref\n9\n%%EOF\n", b"endstream endobj\n3 0 obj\n<< >>", b"%%EOF")
DATA = st.binary(min_size=1, max_size=400) | st.sampled_from(TRICKY)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[dict[str, object], Mapping[str, bytes]]:
    """Parts of a sealed review with any words and files in it, and the files."""
    data = draw(st.lists(DATA, max_size=3, unique=True))
    held: list[Evidence] = []
    for content in data:
        level = draw(st.sampled_from(Confidentiality))
        held.append(an_evidence(content, name=draw(TEXT), title=draw(TEXT), confidentiality=level))
    answers = dict(a_full_review().answers)
    answers["QST-02"] = an_unknown(note=draw(TEXT))
    answers["QST-05"] = an_answer(note=draw(TEXT), knowledge=Knowledge.PARTLY_KNOWN, verdict=draw(st.sampled_from(Verdict)))
    decision = a_decision(outcome=draw(st.sampled_from([Outcome.DEFER, Outcome.REJECT])), rationale=draw(TEXT))
    frame = a_frame(subject=a_subject(vendor=draw(TEXT), model=draw(TEXT)))
    evidence = (*a_full_review().evidence, *held)
    parts = {"answers": answers, "decision": decision, "frame": frame, "evidence": evidence}
    return parts, {**FILES, **{hashlib.sha256(content).hexdigest(): content for content in data}}


def _check(case: Case, made: tuple[dict, Mapping[str, bytes]], minutes: int) -> None:
    parts, files = made
    data = case.sealed(built(case.planned(**parts), files))
    for role in (FIRST, SECOND):
        data = signed(data, role, case.people[role], NOW + dt.timedelta(minutes=minutes))
    found = verified(data)
    assert found.valid and not found.warnings, found.summary


_ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.slow
@settings(max_examples=25, **_ANY)
@given(made=reviews(), minutes=st.integers(0, 500_000))
def test_no_honest_report_is_refused(case: Case, made: tuple[dict, Mapping[str, bytes]], minutes: int) -> None:
    _check(case, made, minutes)


@pytest.mark.long
@settings(max_examples=1000, **_ANY)
@given(made=reviews(), minutes=st.integers(0, 2_000_000))
def test_none_of_a_thousand_honest_reports_is_refused(case: Case, made: tuple[dict, Mapping[str, bytes]], minutes: int) -> None:
    _check(case, made, minutes)

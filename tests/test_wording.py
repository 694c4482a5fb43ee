"""Every member of every closed list has its word."""

import inspect
from datetime import date
from enum import StrEnum
from gettext import NullTranslations
from typing import Any

import pytest

from readiness_app import wording
from readiness_app.domain import vocabulary
from readiness_app.domain.lapses import Lapse
from readiness_app.domain.review import Resolution
from readiness_app.domain.strength import Strength
from readiness_app.domain.vocabulary import Answerer, Knowledge, LapseKind, LapseState, Role, SourceKind, Verdict
from tests.builders import NOW, TODAY, a_claim, an_answer

LISTS = [cls for _, cls in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(cls, StrEnum) and cls is not StrEnum]


@pytest.mark.parametrize("closed_list", LISTS)
def test_words_match_the_vocabulary(closed_list: type[StrEnum]) -> None:
    assert list(wording.WORDS[closed_list]) == [member.value for member in closed_list]


@pytest.mark.parametrize("closed_list", list(wording.MEANINGS))
def test_meanings_match_the_vocabulary(closed_list: type[StrEnum]) -> None:
    assert list(wording.MEANINGS[closed_list]) == [member.value for member in closed_list]


def test_no_words_for_lists_that_do_not_exist() -> None:
    assert set(wording.WORDS) | set(wording.MEANINGS) == set(LISTS)


@pytest.mark.parametrize("closed_list", LISTS)
def test_two_members_never_share_a_word(closed_list: type[StrEnum]) -> None:
    words = [wording.word(member) for member in closed_list]
    assert len(set(words)) == len(words)


def test_equal_values_of_two_lists_keep_their_own_words() -> None:
    assert Answerer.BUSINESS_OWNER == Role.BUSINESS_OWNER
    assert wording.word(Knowledge.PARTLY_KNOWN) == "Partly known"
    assert wording.word(Verdict.ACCEPTABLE_WITH_CONTROL) == "Acceptable with control"


def test_words_come_from_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shouting(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

    monkeypatch.setattr(wording, "_catalogue", Shouting())
    assert wording.word(Knowledge.KNOWN) == "KNOWN"


def test_a_list_without_meanings_gives_an_empty_text() -> None:
    assert wording.meaning(Role.CHAIR) == ""


@pytest.mark.parametrize(("share", "whole"), [(0.9999, 99), (1, 100), (0.0001, 1), (0, 0), (0.555, 55), (0.29, 29)])
def test_nearly_all_is_not_all_and_a_little_is_not_nothing(share: float, whole: int) -> None:
    assert wording.percent(share) == whole


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "3 claims, 2 independent sources, strongest: contract"),
        ({"claims": 1, "independent": 1}, "1 claim, 1 source, strongest: contract"),
        ({"expired": 1, "against": 1}, "3 claims (1 expired), 2 independent sources, strongest: contract; 1 claim against it"),
        ({"expired": 3, "strongest": None}, "3 claims, expired"),
        ({"not_found": 1}, "3 claims, 2 independent sources, strongest: contract, 1 quote not found"),
        ({"claims": 2, "not_found": 2, "strongest": None}, "2 claims, 2 quotes not found"),
        ({"expired": 1, "not_found": 2, "strongest": None, "against": 1}, "3 claims (1 expired), 2 quotes not found; 1 claim against it"),
        ({"claims": 0, "strongest": None}, ""),
        ({"claims": 0, "strongest": None, "against": 2}, "2 claims against it"),
    ],
)
def test_strength_is_told_in_one_line(parts: dict[str, Any], words: str) -> None:
    values: dict[str, Any] = {"claims": 3, "expired": 0, "independent": 2, "strongest": SourceKind.CONTRACT, "against": 0}
    assert wording.strength_words(Strength(**(values | parts))) == words


@pytest.mark.parametrize(
    ("prevails", "won"),
    [
        (("c1",), "the contract (Master agreement) prevails"),
        (("c1", "c2", "c3"), "these prevail: contract (Master agreement); press (Daily)"),
    ],
)
def test_a_resolution_says_who_what_and_why(prevails: tuple[str, ...], won: str) -> None:
    contract = a_claim(id="c1", source="Master agreement", source_kind=SourceKind.CONTRACT)
    press = [a_claim(id=name, source="Daily", source_kind=SourceKind.PRESS) for name in ("c2", "c3")]
    resolution = Resolution(prevails=prevails, why="It binds.", by="Ada Byron", at=NOW)
    answer = an_answer(claims=(contract, *press), resolution=resolution)
    assert wording.resolution_words(answer, "29 Mar 2026") == f"Resolved by Ada Byron on 29 Mar 2026: {won}, because: It binds."


def test_what_is_not_resolved_is_not_told() -> None:
    assert wording.resolution_words(an_answer(), "today") == ""


def a_lapse(**parts: Any) -> Lapse:
    values = {"kind": LapseKind.EVIDENCE, "state": LapseState.SOON, "day": TODAY, "what": "The card.", "owner": "Ada", "item": "QST-01"}
    return Lapse(**(values | parts))


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "Ends on 2026-03-29: the evidence of QST-01 (The card)"),
        ({"state": LapseState.LAPSED, "reopens": True}, "Ended on 2026-03-29: the evidence of QST-01 (The card)"),
        ({"kind": LapseKind.ACCEPTANCE, "reopens": True}, "Ends on 2026-03-29: the risk acceptance of QST-01 (Ada); its gate opens again"),
        ({"kind": LapseKind.CONDITION}, "Due on 2026-03-29: The card (condition on QST-01, Ada)"),
        ({"kind": LapseKind.DECISION, "item": ""}, "Ends on 2026-03-29: the decision"),
        ({"kind": LapseKind.QUESTIONS, "state": LapseState.LAPSED, "item": ""}, "Was due on 2026-03-29: The card (Ada)"),
    ],
)
def test_what_lapses_is_told_in_a_sentence(parts: dict[str, Any], line: str) -> None:
    assert wording.lapse_lines([a_lapse(**parts)], date.isoformat) == [line]


def test_evidence_of_several_items_is_told_once_a_state() -> None:
    found = [a_lapse(state=LapseState.LAPSED), a_lapse(), a_lapse(item="QST-02"), a_lapse(item="QST-03")]
    assert wording.lapse_lines(found, date.isoformat) == [
        "Ended on 2026-03-29: the evidence of QST-01 (The card)",
        "Evidence of 3 items ends, of QST-01 first, on 2026-03-29",
    ]


def test_people_s_words_are_never_read_as_places_to_fill() -> None:
    assert "{day}" in wording.lapse_lines([a_lapse(kind=LapseKind.CONDITION, what="{day}")], date.isoformat)[0]

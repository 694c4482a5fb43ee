"""Every member of every closed list has its word."""

import inspect
from enum import StrEnum
from gettext import NullTranslations
from typing import Any

import pytest

from readiness_app import wording
from readiness_app.domain import vocabulary
from readiness_app.domain.review import Resolution
from readiness_app.domain.strength import Strength
from readiness_app.domain.vocabulary import Answerer, Knowledge, Role, SourceKind, Verdict
from tests.builders import NOW, a_claim, an_answer

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

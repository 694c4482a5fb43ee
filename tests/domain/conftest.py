"""Whatever the rules refuse or hold against something, they say in whole sentences: looked at in every test of theirs."""

import re
from collections.abc import Callable

import pytest

from readiness_app.domain.errors import ReadinessError

_NAMES = re.compile(r"\b(?:[A-Z]{3}-\d+|PDF|MB|NDA|ada byron|joan clarke|lead person)\b")  # of items, people and the like
_SHOUTED = re.compile(r"[A-Z]{2}")
_BEGUN_SMALL = re.compile(r"(?:^|[.!?] )[a-z]+ ")
_SAYING = ("problems_of_", "warnings_of_")


def _check(text: str) -> None:
    said = _NAMES.sub("Name", text)
    assert said[-1] in ".!?" and not _SHOUTED.search(said) and not _BEGUN_SMALL.search(said), f"no sentence for people: {text}"


@pytest.fixture(autouse=True)
def what_is_said_are_sentences(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReadinessError, "__init__", lambda error, text: _check(text))
    for name, function in [(name, one) for name, one in vars(request.module).items() if name.startswith(_SAYING)]:
        monkeypatch.setattr(request.module, name, _heard(function))


def _heard(function: Callable[..., tuple[str, ...]]) -> Callable[..., tuple[str, ...]]:
    def heard(*given: object, **named: object) -> tuple[str, ...]:
        found = function(*given, **named)
        for text in found:
            _check(text)
        return found

    return heard

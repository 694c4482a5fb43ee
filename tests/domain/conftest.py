"""Whatever the rules refuse, they say it in whole sentences."""

import re

import pytest

from readiness_app.domain.errors import ReadinessError

_NAMES = re.compile(r"\b[A-Z]{3}-\d+\b|\bPDF\b|\bMB\b")  # of items and the like
_SHOUTED = re.compile(r"[A-Z]{2}")
_BEGUN_SMALL = re.compile(r"(?:^|[.!?] )[a-z]+ ")


@pytest.fixture(autouse=True)
def refusals_are_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    def heard(error: ReadinessError, text: str) -> None:
        said = _NAMES.sub("", text)
        assert said[-1] in ".!?" and not _SHOUTED.search(said) and not _BEGUN_SMALL.search(said), f"no sentence for people: {text}"

    monkeypatch.setattr(ReadinessError, "__init__", heard)

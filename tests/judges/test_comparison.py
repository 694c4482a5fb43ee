"""The same judges say that a comparison as PDF is good, with texts from anywhere in it."""

from pathlib import Path

import pytest

from readiness_app.domain.comparison import compare
from readiness_app.report.comparison import build_comparison
from readiness_app.services import comparing
from tests.builders import a_claim, a_frame, a_review, a_subject, an_answer, an_unknown
from tests.judges.conftest import FLAVOURS
from tests.judges.outside import outloud_findings, vera

HOSTILE = "<b>\u202eevil\u202c & \x00\x07 \ud83d\ude00 \U0001f600 \u05e9\u05dc\u05d5\u05dd =1+1 " + "w" * 400


def hostile() -> bytes:
    subject = a_subject(vendor=HOSTILE, model=HOSTILE)
    claims = tuple(a_claim(id=f"c{n}", statement=f"{n} {HOSTILE}", source=HOSTILE) for n in range(12))
    before = a_review(frame=a_frame(subject=subject), answers={"QST-01": an_unknown(), "QST-02": an_answer(claims=claims)})
    after = a_review(frame=a_frame(subject=subject), answers={"QST-01": an_answer(claims=claims), "QST-02": an_unknown()})
    return build_comparison(compare(before, after, ("a" * 64, "b" * 64)))


@pytest.fixture(scope="module")
def comparisons() -> dict[str, bytes]:
    packs = comparing.compare_packs("claude-mythos-2026-03-29", "claude-mythos-preview-2026-05-31")
    return {
        "packs": build_comparison(packs),
        "same": build_comparison(compare(a_review(), a_review())),
        "hostile": hostile(),
    }


@pytest.mark.slow
def test_comparisons_pass(comparisons: dict[str, bytes], tmp_path: Path) -> None:
    for verdict in vera(tmp_path, FLAVOURS, comparisons).values():
        assert verdict.broken == () and verdict.passed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["packs", "same", "hostile"])
def test_a_second_opinion_on_reading_finds_no_error(comparisons: dict[str, bytes], tmp_path: Path, name: str) -> None:
    (tmp_path / "comparison.pdf").write_bytes(comparisons[name])
    assert [rule for severity, rule in outloud_findings(tmp_path / "comparison.pdf") if severity == "error"] == []

"""veraPDF, the reference judge of archival and accessible PDFs, and two more, say that our reports are good."""

from pathlib import Path

import pytest

from tests.builders import a_sealing, big_review
from tests.judges.conftest import FLAVOURS
from tests.judges.outside import Verdict, need, outloud_findings, said, vera
from tests.report.conftest import make

NAMES = ("empty", "unanswered", "base", "sealed", "once", "twice", "hostile", "everything", "letter", "questions")
RULES = {"3a": 155, "ua1": 106}


@pytest.mark.slow
@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", NAMES)
def test_the_report_passes(verdicts: dict[tuple[str, str], Verdict], name: str, flavour: str) -> None:
    verdict = verdicts[name, flavour]
    assert verdict.broken == ()
    assert verdict.passed and verdict.rules == RULES[flavour] and verdict.checks > 10_000


@pytest.mark.slow
def test_the_signed_report_passes_as_searchable_too(reports: dict[str, bytes], tmp_path: Path) -> None:
    verdict = vera(tmp_path, ["3u"], {"twice": reports["twice"]})["twice", "3u"]
    assert verdict.passed and verdict.rules == 148


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_second_opinion_on_reading_finds_no_error(reports: dict[str, bytes], tmp_path: Path, name: str) -> None:
    (tmp_path / "report.pdf").write_bytes(reports[name])
    errors = [rule for severity, rule in outloud_findings(tmp_path / "report.pdf") if severity == "error"]
    assert errors == []


@pytest.mark.parametrize("name", NAMES)
def test_the_syntax_is_sound(reports: dict[str, bytes], tmp_path: Path, name: str) -> None:
    need("qpdf")
    (tmp_path / "report.pdf").write_bytes(reports[name])
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", tmp_path / "report.pdf")


@pytest.mark.parametrize("name", ["base", "twice"])
def test_signing_does_not_raise_the_version(reports: dict[str, bytes], tmp_path: Path, name: str) -> None:
    need("pdfinfo")
    (tmp_path / "report.pdf").write_bytes(reports[name])
    assert "PDF version:     1.7" in said("pdfinfo", tmp_path / "report.pdf")


@pytest.mark.long
def test_a_report_of_two_thousand_items_passes(tmp_path: Path) -> None:
    pdf = make(big_review(2000, sealing=a_sealing()), {}).pdf
    for verdict in vera(tmp_path, FLAVOURS, {"large": pdf}).values():
        assert verdict.passed and not verdict.broken

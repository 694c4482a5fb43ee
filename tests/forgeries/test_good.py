"""The report that all forgeries are made from is good, and so is everything honest about it."""

from dataclasses import replace
from pathlib import Path

from readiness_app.report.package_versions import made_with
from tests.forgeries.making import Case, built, edited, verified


def test_the_good_report_passes_every_check(case: Case) -> None:
    found = verified(case.twice)
    assert found.valid and all(check.ok and not check.warning for check in found.checks), found.summary


def test_a_report_packed_differently_is_the_same_report(case: Case) -> None:
    found = verified(case.both(edited(case.plain, lambda pdf: None)))
    assert found.valid and not found.warnings, found.summary


def test_a_report_of_a_newer_version_passes_with_a_warning(case: Case) -> None:
    other = case.planned(sealing=case.sealing(made_with={"readiness": "9.0.1"}))
    newer = edited(built(other), lambda pdf: pdf.pages[0].contents_add(b" "))
    found = verified(case.both(newer))
    assert found.valid and [check.name for check in found.warnings] == ["pages"] and "9.0.1" in found.summary
    assert "as far as it could be checked" in found.summary and "The pages were not compared" in found.summary


def test_a_report_of_an_older_version_that_draws_the_same_passes(case: Case) -> None:
    older = {**made_with(), "readiness": "0.0.1", "pikepdf": "10.0.0"}
    found = verified(case.both(built(case.planned(sealing=case.sealing(made_with=older)))))
    assert found.valid and not found.warnings


FIRST_VERSION = Path(__file__).parent / "first_version.pdf"  # signed by both, as the first renderer and the first schema version made it


def test_a_report_of_the_first_version_still_verifies_and_says_what_was_not_compared() -> None:
    found = verified(FIRST_VERSION.read_bytes())
    assert found.valid and [check.name for check in found.warnings] == ["pages"], found.summary
    assert "made by renderer 1" in found.summary


def test_a_record_of_today_does_not_hide_behind_the_first_renderer(case: Case) -> None:
    other = case.planned(sealing=case.sealing(made_with={**made_with(), "renderer": "1"}))
    found = verified(case.both(edited(built(other), lambda pdf: pdf.pages[0].contents_add(b" "))))
    assert [check.name for check in found.checks if check.failed] == ["pages"]


def test_a_warning_is_neither_a_pass_nor_a_failure(case: Case) -> None:
    other = case.planned(sealing=case.sealing(made_with={"readiness": "9.0.1"}))
    check = verified(case.both(edited(built(other), lambda pdf: pdf.pages[0].contents_add(b" ")))).warnings[0]
    assert (check.ok, check.failed) == (False, False) and replace(check, warning=False).failed

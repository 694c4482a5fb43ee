"""The same judges say that extracts are good, with texts from anywhere in them."""

from pathlib import Path

import pytest

from readiness_app.domain.extract import PARTS, Origin
from readiness_app.domain.extracting import extract
from readiness_app.domain.vocabulary import Audience
from readiness_app.report.extract import build_extract
from tests.builders import a_hash
from tests.extract_markers import everything
from tests.judges.conftest import FLAVOURS, spoiled
from tests.judges.outside import outloud_findings, vera
from tests.report.conftest import mythos

ORIGIN = Origin(digest=a_hash("record"), report=a_hash("report"), signed_report=a_hash("signed"), superseded=True)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    reviews = {"mythos": mythos()[0], "hostile": spoiled(everything())}
    return {
        f"{name}-{audience}": build_extract(extract(review, ORIGIN, audience, PARTS[audience]))
        for name, review in reviews.items()
        for audience in Audience
    }


@pytest.mark.slow
def test_extracts_pass(made: dict[str, bytes], tmp_path: Path) -> None:
    found = vera(tmp_path, FLAVOURS, made)
    assert len(found) == len(made) * len(FLAVOURS)
    for verdict in found.values():
        assert verdict.broken == () and verdict.passed


@pytest.mark.slow
@pytest.mark.parametrize("audience", Audience)
def test_a_second_opinion_on_reading_finds_no_error(made: dict[str, bytes], tmp_path: Path, audience: Audience) -> None:
    (tmp_path / "extract.pdf").write_bytes(made[f"mythos-{audience}"])
    assert [rule for severity, rule in outloud_findings(tmp_path / "extract.pdf") if severity == "error"] == []

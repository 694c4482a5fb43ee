"""Time stamps and validation data are honest additions: a report keeps passing every check at every level."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness_app.signing.levels import Level, ValidationMaterial
from tests.forgeries import changes, document_changes
from tests.forgeries.making import FIRST, SECOND, Case, built, failed, planned, reason, signed, updated
from tests.signing.lab import TODAY, Lab, laboratory

LEVELS = [Level.B_T, Level.B_LT, Level.B_LTA]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    with laboratory(Path(tmp_path_factory.mktemp("lab"))) as made:
        yield made


def _signed(lab: Lab, *levels: Level) -> bytes:
    people = {FIRST: lab.person("Joan Clarke"), SECOND: lab.person("Grace Hopper")}
    data = built(planned(people))
    for level, (role, identity) in zip(levels, people.items(), strict=True):
        more = {"timestamp_url": lab.tsa, "level": level, "material": ValidationMaterial(fetch=True)}
        data = signed(data, role, identity, TODAY, **more)
    return data


@pytest.mark.parametrize("level", LEVELS)
def test_a_report_at_every_level_passes(lab: Lab, level: Level) -> None:
    data = _signed(lab, level, level)
    assert failed(data) == [], reason(data, "nothing_changed")


def test_validation_data_may_follow_the_last_signature(lab: Lab) -> None:
    data = _signed(lab, Level.B_T, Level.B_LTA)
    assert failed(data) == [] and "time stamp was added" in reason(data, "after_last")


@pytest.mark.parametrize("change", [document_changes.junk_among_certificates, document_changes.junk_in_the_store, changes.page_redrawn])
def test_validation_data_hide_nothing(case: Case, lab: Lab, change) -> None:
    assert {"nothing_changed", "after_last"} <= set(failed(updated(_signed(lab, Level.B_T, Level.B_LT), change)))

"""The judges bite: a good report with a single fault in it does not pass."""

import pytest

from tests.builders import a_sealed_review
from tests.judges.faults import FAULTS, Fault, file_without_date, with_fault
from tests.judges.outside import Verdict, vera
from tests.report.conftest import make

FLAVOURS = ("3a", "ua1")
BITTEN = [fault for fault in FAULTS if fault is not file_without_date]


@pytest.fixture(scope="session")
def small() -> bytes:
    return make(a_sealed_review(evidence=()), {}).pdf


@pytest.fixture(scope="session")
def judged(small: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Verdict]:
    files = {fault.__name__: with_fault(small, fault) for fault in FAULTS}
    return vera(tmp_path_factory.mktemp("faults"), FLAVOURS, files | {"good": with_fault(small, lambda document: None)})


def test_there_are_nineteen_faults() -> None:
    assert len(FAULTS) == 19


@pytest.mark.slow
def test_the_report_without_a_fault_passes(judged: dict[tuple[str, str], Verdict]) -> None:
    assert all(judged["good", flavour].passed for flavour in FLAVOURS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", BITTEN, ids=lambda fault: fault.__name__)
def test_veraPDF_notices(judged: dict[tuple[str, str], Verdict], fault: Fault) -> None:
    assert any(judged[fault.__name__, flavour].broken for flavour in FLAVOURS)


@pytest.mark.slow
def test_only_the_missing_date_of_a_file_is_left_to_our_own_tests(judged: dict[tuple[str, str], Verdict]) -> None:
    assert all(judged[file_without_date.__name__, flavour].passed for flavour in FLAVOURS)

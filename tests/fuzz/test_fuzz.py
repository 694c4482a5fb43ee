"""The parsers of foreign bytes: everything in the corpus at every run, a minute of fuzzing each on demand."""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.shaping import SHAPED
from tests.fuzz.targets import TARGETS, attempt

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path.relative_to(CORPUS) for path in CORPUS.rglob("*") if path.is_file())
SECONDS = 60


@pytest.mark.parametrize("path", FILES, ids=str)
def test_what_was_found_once_stays_known_trouble(path: Path) -> None:
    attempt(path.parts[0], (CORPUS / path).read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_each_parser_has_a_corpus(name: str) -> None:
    assert any(path.parts[0] == name for path in FILES)


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
def test_a_minute_of_fuzzing_finds_no_undeclared_exception(name: str, tmp_path: Path, told: Callable[..., None]) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is missing: pip install atheris")
    found = tmp_path / "found"
    shutil.copytree(CORPUS / name, found)
    command = [sys.executable, "-m", "tests.fuzz.fuzzer", name, str(SECONDS), str(found)]
    run = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False, timeout=SECONDS * 5)
    executions, edges = re.search(r"stat::number_of_executed_units:\s*(\d+)", run.stderr), re.findall(r"cov: (\d+)", run.stderr)
    seeds = len(list((CORPUS / name).iterdir()))
    told(
        "hostile",
        case=f"fuzzing: {name}",
        how=f"atheris for {SECONDS} s from {seeds} files, {SHAPED.get(name, 'any byte changed')}",
        must="taken or known trouble, never another exception, a crash or 20 s of silence",
        happened=f"{len(list(found.iterdir())) - seeds:,} new kinds of input, {edges[-1] if edges else 0} edges, "
        f"{'no finding' if run.returncode == 0 else 'a finding: ' + run.stderr[-200:]}",
        times=int(executions[1]) if executions else 0,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    assert executions and int(executions[1]) > 20  # a report to verify takes a while

"""Every write and every sync of everything that writes: the process is killed at it, or the disk refuses it."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from readiness_app.domain.errors import ReadinessError
from readiness_app.services import backups
from readiness_app.services.workspace import Workspace
from tests.durability.acts import ACTS, Act, length, says_restored, version
from tests.durability.conftest import Record

ROOT = Path(__file__).parents[2]
LAST = 600  # more calls of one kind than any act makes
WRITES = "pwrite64,write,fsync,fdatasync,ftruncate"
CALLS = f"{WRITES},unlink,unlinkat,rename,link,mkdir,rmdir"
HOW = {
    "kill": (CALLS, f"signal=SIGKILL:when={LAST}", "SIGKILL at each write, sync, truncation, rename and removal"),
    "EIO": (WRITES, f"error=EIO:when={LAST}", "EIO from each write, sync and truncation, once"),
    "ENOSPC": ("pwrite64,write,ftruncate", f"error=ENOSPC:when={LAST}+", "ENOSPC from each write and from every one after it"),
}
FAST = {"kill": ("save", "attach", "seal", "backup", "restore"), "EIO": ("save",), "ENOSPC": ("save",)}


def run(strace: str, how: str, act: str, source: Path, target: Path, *, stride: int, counts: dict[str, int]) -> list[dict[str, Any]]:
    calls, what, _ = HOW[how]
    fast = [] if how == "kill" else ["--seccomp-bpf"]  # with it, strace 6.1 delivers no signals
    tracing = ["-f", "-qq", "-o", "/dev/null", *fast, "-e", f"trace={calls}", "-e", "signal=none", "-e", f"inject={calls}:{what}"]
    server = [sys.executable, "-m", "tests.durability.server", act, str(source), str(target), str(LAST), str(stride), json.dumps(counts)]
    persistent = ["--persistent"] if what.endswith("+") else []
    done = subprocess.run([strace, *tracing, *server, *persistent], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads((target / f"{act}.json").read_text())


def count(strace: str, act: str, source: Path, target: Path) -> dict[str, int]:
    """How many calls of each kind the act makes."""
    log = target / "count"
    folder = target / "counted"
    folder.mkdir()
    server = [sys.executable, "-m", "tests.durability.server", act, str(source), str(folder), "1", "1", '{"link": 1}']
    tracing = [strace, "-f", "-qq", "--seccomp-bpf", "-o", str(log), "-e", f"trace={WRITES}", "-e", "signal=none"]
    subprocess.run([*tracing, *server], cwd=ROOT, capture_output=True, check=True)
    processes: dict[str, Counter[str]] = {}
    for line in log.read_text(errors="replace").splitlines():
        process, _, rest = line.partition(" ")
        call = rest.strip().partition("(")[0]
        if call in WRITES.split(","):
            processes.setdefault(process, Counter())[call] += 1
    server_itself = log.read_text(errors="replace").splitlines()[-1].partition(" ")[0]  # it ends with writing down what it saw
    (child,) = (process for process in processes if process != server_itself)
    return dict(processes[child])


def check_transaction(act: Act, before: int, target: Path, one: dict[str, Any]) -> str:
    """What the file holds: `before` or `after`; whatever was acknowledged or told must be true."""
    found = length(target / one["folder"] / act.file)
    assert found in (before, before + act.steps), one
    where = "after" if found > before else "before"
    if one["said"] == "acknowledged":
        assert where == "after", one
    if one["said"] == "told" and "not certain" not in one["words"]:
        assert where == "before", one
    return where


def check_files(act: Act, before: int, target: Path, one: dict[str, Any]) -> str:
    folder = target / one["folder"]
    if act.name == "upgrade":
        with_old = version(folder / act.file)
        assert with_old == version(folder / "work.readiness") and length(folder / act.file) == before, one
        return "new"
    path = folder / "work.readiness"
    sound = [backup for backup in backups.held(path) if _is_sound(backup)]
    assert len(sound) == len(backups.held(path)) >= 1, one
    entries, says_so = length(path), says_restored(path)
    if act.name == "backup":
        assert entries == before, one
        return f"{len(sound)} backups"
    assert entries in (before, before - 1), one  # as it was; or as the backup has it, with one more entry that says so or not yet
    if put_back := says_so or entries < before:
        (former,) = folder.glob("work.before-restore-*.readiness")
        assert length(former) == before, one
    elif one["said"] == "acknowledged":
        pytest.fail(f"restored without effect: {one}")
    return "after" if put_back else "before"


def _is_sound(backup: backups.Backup) -> bool:
    from readiness_app.store.backups import check

    try:
        check(backup)
    except ReadinessError:
        return False
    return True


def check(act: Act, source: Path, target: Path, runs: list[dict[str, Any]]) -> Counter[str]:
    before = length(source / ("work.readiness" if act.name == "upgrade" else act.file))
    seen: Counter[str] = Counter()
    for one in runs:
        assert one["said"] != "surprise", one
        assert one["end"] == "killed" or one["said"] != "nothing", one
        seen[(check_transaction if act.run else check_files)(act, before, target, one)] += 1
    return seen


def tried(strace: str, how: str, name: str, source: Path, target: Path, *, stride: int) -> tuple[int, Counter[str]]:
    target.mkdir()
    counts = {} if how == "kill" else count(strace, name, source, target)
    counts = {call: number for call, number in counts.items() if call in HOW[how][0].split(",")}
    runs = run(strace, how, name, source, target, stride=stride, counts=counts)
    hit = [one for one in runs if one["end"] == "killed"] if how == "kill" else runs
    assert len(hit) >= 5, "the calls were not hit"
    return len(hit), check(ACTS[name], source, target, runs)


@pytest.mark.slow
@pytest.mark.parametrize("how", HOW)
def test_at_any_call_nothing_acknowledged_is_lost(strace: str, templates: Path, tmp_path: Path, how: str) -> None:
    """Every sync, rename and removal, and every ninth write."""
    for name in FAST[how]:
        number, seen = tried(strace, how, name, templates, tmp_path / name, stride=9)
        print(f"{how} {name}: {number} hits, {dict(seen)}")


@pytest.mark.long
@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", ACTS)
def test_at_every_call_nothing_acknowledged_is_lost(
    strace: str, templates: Path, tmp_path: Path, how: str, name: str, record: Record
) -> None:
    number, seen = tried(strace, how, name, templates, tmp_path / name, stride=1)
    record(
        case=f"{how} during {name}",
        how=HOW[how][2],
        must="old or new and whole; what was acknowledged is there; else it is told",
        happened="0 lost, 0 corrupt; found " + ", ".join(f"{what} {times}" for what, times in sorted(seen.items())),
        times=number,
    )


def test_the_act_that_is_killed_is_the_act_that_is_meant(templates: Path, tmp_path: Path) -> None:
    """Without anybody who kills, each act does what it is named after."""
    from tests.durability.server import copy_all

    for name, act in ACTS.items():
        copy_all(templates, tmp_path / name)
        if act.run is not None:
            before = length(tmp_path / name / act.file)
            with Workspace.open(tmp_path / name / act.file) as workspace:
                act.run(workspace)
            assert length(tmp_path / name / act.file) == before + act.steps, name

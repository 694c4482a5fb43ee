"""Encrypting, decrypting and another passphrase while the process is killed, the disk refuses or the power goes: all old or all new."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.durability.acts import length
from tests.durability.conftest import Record
from tests.durability.crash_folders import CALLS, Disk, Event, events
from tests.durability.crash_images import Inode
from tests.durability.secret_acts import AFTER, BEFORE, MARKER, SECRET_ACTS, cheap, make_families, opened_next, with_marker
from tests.durability.test_every_call import HOW, ROOT, run
from tests.durability.test_every_call import count as counted

UNDONE = "Nothing was changed"
DONE_ALL_THE_SAME = ("The rest follows when it is opened next", "may not survive a power cut", "was changed, but its copy")
MUST = (
    "all files old or all new after the next opening, with a secret that opens them; every backup sound; no marker readable; told in words"
)


@pytest.fixture(scope="session")
def families(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("families")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_PASSES", "_MEMORY"):
            patch.setattr(f"readiness_app.store.keys.{name}", 1)  # put back afterwards
        cheap()
        make_families(folder)
    return folder


@pytest.fixture
def record(told: Callable[..., None]) -> Record:
    return partial(told, "confidential")


def check(name: str, entries: int, target: Path, one: dict[str, Any]) -> str:
    """What the folder is after the next opening; whatever was acknowledged or told must be true."""
    assert one["said"] != "surprise", one
    assert one["end"] == "killed" or one["said"] != "nothing", one
    try:
        state = opened_next(target / one["folder"] / "work.readiness", entries)
    except BaseException as error:
        raise AssertionError(one) from error
    assert state in (BEFORE[name], AFTER[name]), one
    where = "new" if state == AFTER[name] else "old"
    if one["said"] == "acknowledged":
        assert where == "new", one
    if one["said"] == "told":
        assert (UNDONE in one["words"] and where == "old") or (
            where == "new" and any(text in one["words"] for text in DONE_ALL_THE_SAME)
        ), one
    return where


def tried(strace: str, how: str, name: str, families: Path, target: Path, *, stride: int) -> tuple[int, Counter[str]]:
    target.mkdir()
    counts = {} if how == "kill" else counted(strace, name, families, target)
    counts = {call: number for call, number in counts.items() if call in HOW[how][0].split(",")}
    runs = run(strace, how, name, families, target, stride=stride, counts=counts)
    hit = [one for one in runs if one["end"] == "killed"] if how == "kill" else runs
    assert len(hit) >= 2, "the calls were not hit"
    entries = length(families / "plain" / "work.readiness")
    return len(hit), Counter(check(name, entries, target, one) for one in runs)


@pytest.mark.slow
@pytest.mark.parametrize("how", HOW)
def test_another_passphrase_is_in_force_or_is_not(strace: str, families: Path, tmp_path: Path, how: str) -> None:
    number, seen = tried(strace, how, "passphrase", families, tmp_path / "t", stride=1)
    print(f"{how} passphrase: {number} hits, {dict(seen)}")


@pytest.mark.long
@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", SECRET_ACTS)
def test_at_every_call_all_is_old_or_all_is_new(strace: str, families: Path, tmp_path: Path, how: str, name: str, record: Record) -> None:
    number, seen = tried(strace, how, name, families, tmp_path / "t", stride=1)
    what = ", ".join(f"{where} {times}" for where, times in sorted(seen.items()))
    record(case=f"{how} during {name}", how=HOW[how][2], must=MUST, happened=f"0 lost, 0 mixed, 0 readable; found {what}", times=number)


def recorded(strace: str, name: str, families: Path, folder: Path) -> tuple[Disk, list[Event]]:
    """The disk before an act, and everything that was then done to it; "acknowledged" is its last event."""
    source, log = folder / "family", folder / "log"
    shutil.copytree(families / SECRET_ACTS[name].family, source)
    disk = Disk.holding(source)
    code = f"from tests.durability.secret_acts import *; cheap(); SECRET_ACTS[{name!r}].run_on(Path({str(source)!r}))"
    tracing = [strace, "-f", "-qq", "--seccomp-bpf", "-xx", "-s", "10000000", "-o", str(log), "-e", f"trace={CALLS}", "-e", "signal=none"]
    subprocess.run([*tracing, sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    return disk, [*events(log, str(source)), Event("acknowledged", "")]


def cut_often(strace: str, name: str, families: Path, folder: Path, *, images: int, seed: int) -> tuple[Counter[str], int]:
    """What was found on so many images, and how many events lie behind them."""
    disk, found = recorded(strace, name, families, folder)
    dice, done, seen = random.Random(seed), 0, Counter[str]()
    entries = length(families / "plain" / "work.readiness")
    late = range(len(found) * 4 // 5, len(found))  # where new files take the place of old ones: half of all images
    moments = sorted(dice.choices(range(len(found)), k=images // 2) + dice.choices(late, k=images - images // 2))
    for number, moment in enumerate(moments):
        for event in found[done:moment]:
            disk.take(event)
        done = moment
        target = folder / f"image-{number}"
        for file, content in disk.image(dice).items():
            place = target / Path(file).relative_to(folder / "family")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        state = opened_next(target / "work.readiness", entries)
        assert state in (BEFORE[name], AFTER[name]), f"image {number} at {moment}"
        assert state == AFTER[name] or found[moment].what != "acknowledged", f"image {number}: acknowledged, and not there"
        seen["new" if state == AFTER[name] else "old"] += 1
        shutil.rmtree(target)
    return seen, len(found)


@pytest.mark.slow
def test_a_few_power_cuts(strace: str, families: Path, tmp_path: Path) -> None:
    seen, _ = cut_often(strace, "passphrase", families, tmp_path, images=40, seed=1)
    assert sum(seen.values()) == 40


@pytest.mark.long
@pytest.mark.parametrize(("name", "images"), [("encrypt", 1000), ("decrypt", 1000), ("passphrase", 250), ("recover", 250)])
def test_power_cuts(strace: str, families: Path, tmp_path: Path, name: str, images: int, record: Record) -> None:
    seen, number = cut_often(strace, name, families, tmp_path, images=images, seed=2)
    what = ", ".join(f"{where} {times}" for where, times in sorted(seen.items()))
    record(
        case=f"power cut during {name}",
        how=f"disk images at random moments among {number:,} calls; of contents and names that were not flushed any part is there",
        must=MUST,
        happened=f"0 lost, 0 mixed, 0 readable; found {what}",
        times=images,
    )


def test_the_acts_do_what_they_are_named_after(families: Path, tmp_path: Path) -> None:
    entries = length(families / "plain" / "work.readiness")
    assert len(with_marker(families / "plain")) == 9
    for name, act in SECRET_ACTS.items():
        shutil.copytree(families / act.family, tmp_path / name)
        assert act.run_on is not None
        act.run_on(tmp_path / name)
        assert opened_next(tmp_path / name / "work.readiness", entries) == AFTER[name]


def test_the_model_forgets_names_that_were_not_flushed() -> None:
    one = Inode(bytearray(b"one"))
    disk = Disk({"f/a": one}, {"f"}, {"f/a": one}, {"f"})
    disk.take(Event("mkdir", "f/d"))
    disk.take(Event("create", "f/d/b"))
    disk.take(Event("write", "f/d/b", data=b"two"))
    disk.take(Event("rename", "f/a", "f/c"))
    images = [disk.image(random.Random(seed)) for seed in range(60)]
    assert {tuple(sorted(image)) for image in images} == {("f/a",), ("f/c",), ("f/a", "f/d/b"), ("f/c", "f/d/b")}
    disk.take(Event("flush", "f"))
    assert all("f/c" in disk.image(random.Random(seed)) for seed in range(20))


def test_a_marker_in_a_name_is_found(tmp_path: Path) -> None:
    (tmp_path / f"{MARKER}.txt").write_bytes(b"")
    assert with_marker(tmp_path) == [f"{MARKER}.txt"]

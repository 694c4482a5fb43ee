"""The power goes at any moment: what the disk may then hold always has every acknowledged edit and is whole."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.acts import length
from tests.durability.conftest import Record
from tests.durability.crash_images import CALLS, Disk, Event, Inode, events
from tests.durability.test_kills import found_in

ROOT = Path(__file__).parents[2]


def recorded(strace: str, templates: Path, folder: Path, edits: int, *how: str) -> tuple[bytes, list[Event], str]:
    """What the workspace held before, everything that was then done to it, and its name."""
    path = Path(shutil.copy(templates / "work.readiness", folder / "work.readiness"))
    before, log, acks = path.read_bytes(), folder / "log", folder / "acks"
    tracing = [strace, "-f", "-qq", "--seccomp-bpf", "-xx", "-s", "1000000", "-o", str(log), "-e", f"trace={CALLS}", "-e", "signal=none"]
    session = [sys.executable, "-m", "tests.durability.session", str(path), str(acks), str(edits), *how]
    subprocess.run([*tracing, *session], cwd=ROOT, check=True, capture_output=True)
    found = list(events(log, str(path), str(acks)))
    assert sum(event.what == "ack" for event in found) >= edits, "the log is not whole"
    return before, found, str(path)


def cut_often(strace: str, templates: Path, folder: Path, *how: str, images: int, edits: int, seed: int) -> tuple[int, int]:
    """How many images were looked at, and how many writes and flushes lie behind them."""
    before, found, name = recorded(strace, templates, folder, edits, *how)
    dice, made = random.Random(seed), 0
    moments = sorted(dice.choices(range(len(found)), k=images))
    disk, done = Disk.holding(name, before), 0
    target = folder / "image"
    for moment in moments:
        for event in found[done : moment + 1]:
            disk.take(event)
        done = moment + 1
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for file, content in disk.image(dice).items():
            (target / Path(file).name).write_bytes(content)
        path = target / "work.readiness"
        assert path.exists(), f"image {made} at {moment}: the workspace is gone"
        length(path)  # pages, evidence, every link
        note = found_in_or_none(path)
        assert disk.acknowledged <= note <= disk.acknowledged + 1, (
            f"image {made} at {moment}: {disk.acknowledged} was said, {note} is there"
        )
        made += 1
    return made, len(found)


def found_in_or_none(path: Path) -> int:
    try:
        return found_in(path)
    except ValueError:
        return 0  # the note is still that of the template


@pytest.mark.slow
def test_five_hundred_power_cuts_lose_nothing(strace: str, templates: Path, tmp_path: Path) -> None:
    assert cut_often(strace, templates, tmp_path, images=500, edits=36, seed=3)[0] == 500


@pytest.mark.long
def test_five_thousand_power_cuts_lose_nothing(strace: str, templates: Path, tmp_path: Path, record: Record) -> None:
    made, calls = cut_often(strace, templates, tmp_path, images=5000, edits=120, seed=4)
    record(
        case="power cut during edits",
        how=f"disk images at random moments among {calls:,} writes and flushes; what was not flushed is there in part, torn or not at all",
        must="every acknowledged edit is there, the file is whole",
        happened="0 lost, 0 corrupt",
        times=made,
    )


@pytest.mark.long
def test_with_fewer_flushes_the_images_show_the_loss(strace: str, templates: Path, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="was said"):
        cut_often(strace, templates, tmp_path, "careless", images=500, edits=36, seed=3)


def test_the_model_loses_what_was_not_flushed() -> None:
    """Without flushes an acknowledged edit is lost: the images do bite."""
    disk = Disk.holding("w", b"old")
    disk.take(Event("write", "w", 0, b"new"))
    seen = {disk.image(random.Random(seed))["w"] for seed in range(40)}
    assert seen == {b"old", b"new"}
    disk.take(Event("flush", "w"))
    assert {disk.image(random.Random(seed))["w"] for seed in range(40)} == {b"new"}


def test_the_model_tears_writes_and_forgets_names() -> None:
    disk = Disk({"w": (one := Inode())}, {"w": one})
    disk.take(Event("create", "w-wal"))
    disk.take(Event("write", "w-wal", 0, b"a" * 512 + b"b" * 512))
    images = [disk.image(random.Random(seed)) for seed in range(200)]
    assert any("w-wal" not in image for image in images)
    assert any(image.get("w-wal") == bytes(512) + b"b" * 512 for image in images)

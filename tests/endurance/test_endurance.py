"""A restless person for a long time, and windows that come and go: nothing fails, nothing grows."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SEED = 20261122
EVENTS, CYCLES = 100_000, 250
MOST_MB = 5.0


def run(*arguments: str, **environment: str) -> dict[str, Any]:
    """What a run in a process of its own saw; its log stands in the test's output."""
    known = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | environment
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, env=known, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("{"), done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_two_hundred_events(tmp_path: Path) -> None:
    told = run("tests.endurance.soak", "--seed", str(SEED), "--events", "200", "--small", "--folder", str(tmp_path / "soak"))
    assert sum(told["kinds"].values()) == 200 and not told["trouble"], "\n".join(told["trouble"])


@pytest.mark.long
def test_a_hundred_thousand_events(tmp_path: Path, told: Callable[..., None]) -> None:
    seen = run("tests.endurance.soak", "--seed", str(SEED), "--events", str(EVENTS), "--folder", str(tmp_path / "soak"))
    tell_events(told, seen)
    assert not seen["trouble"], "\n".join(seen["trouble"])
    assert seen["growth"] < MOST_MB


def tell_events(told: Callable[..., None], seen: dict[str, Any]) -> None:
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(seen["kinds"].items(), key=lambda one: -one[1]))
    told(
        "endurance",
        case="random events in a real window",
        how=f"seed {seen['seed']}: {kinds}; the file checked and the window at rest every 2,000 events",
        must=f"no exception, abort, hang or remark of Qt; every history holds; memory grows by less than {MOST_MB:g} MB",
        happened=f"{len(seen['trouble'])} exceptions or hangs; {seen['growth']:.1f} MB more in {seen['seconds']:,.0f} s; "
        f"{seen['written']:,} entries more in the histories, {seen['undone']:,} steps undone and done again",
        times=sum(seen["kinds"].values()),
    )


@pytest.mark.long
def test_windows_that_come_and_go(tmp_path: Path, told: Callable[..., None]) -> None:
    seen = run("tests.endurance.cycles", str(CYCLES), str(tmp_path / "cycles"))
    tell_cycles(told, seen)
    assert not seen["trouble"], "\n".join(seen["trouble"])
    assert seen["growth"] < MOST_MB and not seen["left"]["top-level widgets"]
    assert all(seen["left"][kind] <= seen["warm"][kind] for kind in seen["warm"])


def tell_cycles(told: Callable[..., None], seen: dict[str, Any]) -> None:
    left = ", ".join(f"{kind} {seen['left'][kind] - seen['warm'][kind]:+}" for kind in sorted(seen["left"]))
    told(
        "endurance",
        case="windows that come and go",
        how="a window with a review, every page, an edit and its undo; closed and gone, again and again in one process",
        must=f"memory grows by less than {MOST_MB:g} MB; no widget, thread or file stays",
        happened=f"{seen['growth']:.1f} MB more in {seen['seconds']:,.0f} s; since the warm-up: {left}",
        times=seen["cycles"],
    )

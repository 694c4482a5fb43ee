"""How long all built-in checklists and packs take to load beside reading and decoding the same JSON; a ratio is printed."""

import json

import pytest

from readiness_app import assets
from readiness_app.exchange.checklist_files import built_in_checklists
from readiness_app.exchange.pack_files import built_in_packs
from tests.benchmarks.timing import side_by_side

pytestmark = pytest.mark.benchmark


def load() -> None:
    built_in_checklists.cache_clear()
    built_in_packs.cache_clear()
    assert len(built_in_checklists()) + len(built_in_packs()) == 6


def decode() -> None:
    for folder in ("checklists", "packs"):
        for name in assets.names(folder, ".json"):
            json.loads(assets.resource_bytes(folder, name))


def test_built_in_content(capsys: pytest.CaptureFixture[str]) -> None:
    ours, raw = side_by_side(load, decode, rounds=5)
    with capsys.disabled():
        print(f"\nbuilt-in content: {ours:.0f} ms, {ours / raw:.1f}x decoding the same JSON (goal 100 ms)")

"""The preferences of an open window beside the same file written elsewhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from readiness_app.settings import Settings, load_settings, save_settings
from readiness_app.ui.preferences import Preferences


@pytest.fixture
def held(tmp_path: Path) -> tuple[Preferences, Path]:
    """The preferences of a window that was opened as Ada."""
    path = tmp_path / "settings.json"
    save_settings(Settings(me="Ada"), path)
    return Preferences(path), path


def test_what_was_changed_elsewhere_stays_when_the_window_writes(held: tuple[Preferences, Path]) -> None:
    preferences, path = held
    save_settings(Settings(me="Zed Q", trusted=("x.pem",)), path)
    preferences.change(last_item="PRV-02")
    assert load_settings(path) == Settings(me="Zed Q", trusted=("x.pem",), last_item="PRV-02")


def test_what_was_changed_elsewhere_holds_in_the_window_too(held: tuple[Preferences, Path]) -> None:
    preferences, path = held
    told: list[str] = []
    preferences.changed.connect(lambda: told.append(preferences.me()))
    save_settings(Settings(me="Zed Q"), path)
    preferences.change(last_item="PRV-02")
    assert told == ["Zed Q"]


def test_a_value_that_the_window_did_not_change_is_not_put_back(held: tuple[Preferences, Path]) -> None:
    preferences, path = held
    save_settings(Settings(me="Zed Q"), path)
    preferences.change(me="Ada", zoom=125)
    assert load_settings(path) == Settings(me="Zed Q", zoom=125)


def test_workspaces_opened_by_another_window_stay_among_the_recent_ones(held: tuple[Preferences, Path], tmp_path: Path) -> None:
    preferences, path = held
    save_settings(Settings(me="Ada", recent=("there.readiness",)), path)
    preferences.remember(tmp_path / "here.readiness")
    assert load_settings(path).recent == (str(tmp_path / "here.readiness"), "there.readiness")


def test_a_change_that_could_not_be_written_is_written_with_the_next(held: tuple[Preferences, Path]) -> None:
    preferences, path = held
    kept = load_settings(path)
    path.unlink()
    path.mkdir()
    preferences.change(zoom=150)
    path.rmdir()
    save_settings(kept, path)
    preferences.change(theme="dark")
    assert load_settings(path) == replace(kept, zoom=150, theme="dark")


def test_a_damaged_file_does_not_cost_the_window_its_preferences(held: tuple[Preferences, Path]) -> None:
    preferences, path = held
    path.write_text("{", encoding="utf-8")
    preferences.change(zoom=125)
    assert load_settings(path) == Settings(me="Ada", zoom=125)

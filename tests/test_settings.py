"""Preferences: kept whole, and never in anybody's way."""

import pytest

from readiness_app.settings import Settings, default_workspace, load_settings, save_settings, seals_folder


def test_settings_come_back(tmp_path):
    chosen = Settings(me="Ada Byron", theme="dark", zoom=150, recent=("a", "b"), token_library="x.so", identities=("a.p12",))
    save_settings(chosen, tmp_path / "s" / "settings.json")
    assert load_settings(tmp_path / "s" / "settings.json") == chosen


@pytest.mark.parametrize("content", ["", "[]", "{", '{"zoom": "big", "theme": 3, "recent": [1]}', '{"unheard": 1}'])
def test_damaged_settings_become_the_defaults(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_text(content)
    assert load_settings(path) == Settings()


def test_no_settings_are_the_defaults(tmp_path):
    assert load_settings(tmp_path / "none.json") == Settings()


def test_the_seals_lie_with_the_person_s_data(tmp_path, monkeypatch):
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path))
    assert (seals_folder(), default_workspace()) == (tmp_path / "seals", tmp_path / "reviews.readiness")

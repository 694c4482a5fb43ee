"""Preferences by command line."""

import json
from pathlib import Path

import pytest

from cli.conftest import Run
from readiness_app.settings import load_settings


def test_what_is_set_is_shown(run: Run) -> None:
    run("config", "set", "me", "Ada Byron")
    assert "me = Ada Byron" in run("config", "show").stdout.splitlines()
    assert json.loads(run("config", "show", "--json").stdout)["me"] == "Ada Byron"


def test_setting_one_keeps_the_others(run: Run) -> None:
    run("config", "set", "me", "Ada Byron")
    run("config", "set", "evidence_limit", "1000")
    assert (load_settings().me, load_settings().evidence_limit) == ("Ada Byron", 1000)


def test_an_empty_text_clears(run: Run) -> None:
    run("config", "set", "me", "Ada Byron")
    run("config", "set", "me", "")
    assert load_settings().me == ""


def test_trusted_files_are_kept_by_their_full_path(run: Run, sealed: Path) -> None:
    run("config", "set", "trusted", "tomas.pem", "ruth.pem")
    assert load_settings().trusted == (str(sealed / "tomas.pem"), str(sealed / "ruth.pem"))


def test_what_is_no_certificate_is_not_trusted(run: Run, sealed: Path) -> None:
    assert "cannot be read as a certificate" in run("config", "set", "trusted", "tomas.pem", "secret.txt", code=3).stderr
    assert load_settings().trusted == ()


@pytest.mark.parametrize(
    "words",
    [
        ("evidence_limit", "0"),
        ("evidence_limit", "-5"),
        ("evidence_limit", "1e9"),
        ("evidence_limit", "\u0661"),
        ("me", "Ada", "Byron"),
        ("timestamp_url", "ftp://example.com"),
        ("theme", "dark"),
    ],
)
def test_what_cannot_be_is_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    run("config", "set", "--", *words, code=2)
    assert load_settings() == type(load_settings())()

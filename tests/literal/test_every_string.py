"""Every hostile string in every text field, everywhere: what the quick tests do with a few of them."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from readiness_app.ui.theme import Theme
from tests.literal import test_commands, test_exports, test_screens
from tests.literal.filling import texts_of
from tests.literal.hostile import LONG_WORD, SPECIALS, Texts
from tests.literal.review import States, literal, states
from tests.literal.test_commands import at_home
from tests.literal.test_exports import renamed
from tests.literal.test_screens import own_places, rubbish_stays_here, theme_of_tests, themed

__all__ = ["at_home", "own_places", "rubbish_stays_here", "theme_of_tests", "themed"]

TURNS = [Texts(turn) for turn in range(1, len(SPECIALS))]


@pytest.fixture(scope="module", params=TURNS, ids=lambda texts: f"turn {texts.turn}")
def turned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> States:
    return states(literal(request.param), tmp_path_factory.mktemp("turned"))


@pytest.mark.long
def test_on_every_screen(turned: States, themed: Theme, own_places: Path, qtbot: QtBot) -> None:
    assert sorted(test_screens.visit(turned, themed, own_places, qtbot, thorough=True).problems) == []


@pytest.mark.long
def test_in_every_command(turned: States, tmp_path: Path, at_home: pytest.MonkeyPatch) -> None:
    assert sorted(set(test_commands.visit(turned, tmp_path, at_home, thorough=True)[0].problems)) == []


@pytest.mark.long
def test_in_every_file(turned: States, tmp_path: Path) -> None:
    assert test_exports.problems_of(test_exports.written(turned, tmp_path)) == []


@pytest.mark.long
def test_a_word_of_a_megabyte(themed: Theme, tmp_path: Path, own_places: Path, qtbot: QtBot) -> None:
    """In one text that stands on many screens: in every field at once it would be a hundred times as much."""
    made = literal(Texts())
    long = renamed(made.review, {text: text + LONG_WORD for path, text in texts_of(made.review) if path == "Answer.note"})
    shown = states(replace(made, review=long), tmp_path)
    assert sorted(test_screens.visit(shown, themed, own_places, qtbot).problems) == []
    assert test_exports.written(shown, tmp_path / "files")["report"].problems == []

"""Text of people and files is literal on every screen, in every tooltip and in every message of the window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from readiness_app.ui.theme import Theme
from tests.literal.filling import text_fields
from tests.literal.review import CONTENT, States, roots
from tests.literal.screens import Findings
from tests.literal.shows import FILE, FOLDER, MESSAGE, PAGES, RECIPES, SEALED_ONLY, dialog_kinds, tour
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed

__all__ = ["rubbish_stays_here", "theme_of_tests", "themed"]

Told = Callable[..., None]
MORE = {CONTENT, MESSAGE, FILE, FOLDER, "Entry.actor", "Entry.machine"}


@pytest.fixture
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("CONFIG", "DATA", "LOG"):
        monkeypatch.setenv(f"READINESS_{name}_DIR", str(tmp_path / name.lower()))
    yield tmp_path


def test_every_dialog_has_a_recipe_and_every_recipe_a_dialog() -> None:
    assert set(dialog_kinds()) == set(RECIPES)


def visit(states: States, theme: Theme, folder: Path, qtbot: QtBot, *, thorough: bool = False) -> Findings:
    found = Findings(states.made.texts)
    with tour(states, theme, folder, qtbot, found) as shown:
        shown.thorough = thorough
        shown.open("opened")
        for page in PAGES:
            shown.page(page, "opened")
        for name in RECIPES:
            if name not in SEALED_ONLY:
                shown.dialog(name)
        shown.messages()
        for state, pages in (("declined", ("decide", "history")), ("sealed", ("decide", "report")), ("signed", ("decide", "history"))):
            shown.open(state)
            for page in pages:
                shown.page(page, state)
            if state == "sealed":
                for name in sorted(SEALED_ONLY):
                    shown.dialog(name)
    return found


PRINTED, RECORDED = "stands in the report", "stands in the record and is told by commands"
# Texts that no screen shows, and where they are seen instead.
ON_NO_SCREEN = {
    "Section.intro": PRINTED,
    "Claim.id": RECORDED,
    "Claim.row": RECORDED,
    "Claim.added_by": PRINTED,
    "Review.created_by": PRINTED,
    "VendorReply.decided_by": PRINTED,
    "SignOff.name": "the window names the signatory, whose name it must be, or who holds the pinned certificate",
    "Checklist.summary": "shown of the built-in checklists, where a review begins",
    "Pack.summary": "shown of the built-in packs, where a review begins",
    "Pack.sources": "a pack's search log repeats them",
    "PackSubject.also_known_as": "compared with the review's subject, never shown",
    "PackSubject.snapshot": "compared with the review's subject, never shown",
    "PackSubject.route": "compared with the review's subject, never shown",
    "PackSubject.region": "compared with the review's subject, never shown",
    "Settings.token_library": "the field is filled in once somebody chooses to sign with a token",
}


@pytest.mark.slow
def test_every_screen_shows_every_text_as_it_was_written(
    made_states: States, themed: Theme, own_places: Path, qtbot: QtBot, told: Told
) -> None:
    found = visit(made_states, themed, own_places, qtbot)
    texts = made_states.made.texts
    shown = {path for path in texts.numbers if path in text_fields(*roots()) or path in MORE}
    nowhere = {path for path in shown if texts.numbers[path] not in found.whole}
    told(
        "hostile",
        case="every text on every screen",
        how="each text field holds a marker with HTML, entities, mnemonics, formats, formulas, addresses, control and direction characters",
        must="shown as it was written, what hides written out: drawn, in tooltips, titles, lists and names for screen readers",
        happened=(
            f"{len(shown)} fields, {len(found.screens)} screens, {found.widgets:,} widgets, {found.strings:,} texts, "
            f"{found.roles:,} of them in lists: {len(found.problems)} not literal; "
            f"{len(nowhere)} fields are on no screen, {len(nowhere - set(ON_NO_SCREEN))} of them without a reason"
        ),
        times=len(found.screens),
    )
    assert sorted(found.problems) == []
    assert nowhere == set(ON_NO_SCREEN)

"""Toast, banner, empty state, palette, side list and the place for files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from readiness_app.ui.widgets import toast as toast_module
from readiness_app.ui.widgets.banner import Banner
from readiness_app.ui.widgets.command_palette import CommandPalette, PaletteEntry, fuzzy_score, matching
from readiness_app.ui.widgets.drop_zone import DropZone
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.side_nav import NavEntry, SideNav
from readiness_app.ui.widgets.toast import Toast


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.edit = QLineEdit()  # type: ignore[attr-defined]
    QVBoxLayout(made).addWidget(made.edit)  # type: ignore[attr-defined]
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    yield made


def test_toast_offers_undo_once(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window)
    toast.show_text("PRV-02 marked Known", "Undo")
    with qtbot.waitSignal(toast.acted):
        qtbot.mouseClick(toast._button, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_toast_is_announced(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(toast_module, "announce", lambda speaker, text, **more: said.append(text))
    Toast(window).show_text("Saved <b>x</b>", "Undo")
    assert said == ["Saved <b>x</b>. Undo"]


def test_a_line_break_in_a_name_begins_no_sentence_of_ours(window: QWidget) -> None:
    toast, banner = Toast(window), Banner()
    toast.show_text("Attached a\nSaved.txt")
    banner.show_text("info", "Attached a\nSaved.txt")
    assert toast.text() == banner.text() == "Attached a‹U+000A›Saved.txt" and "\n" not in toast._text.text()


def test_toast_hides_itself(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window, seconds=0.02)
    toast.show_text("Done")
    qtbot.waitUntil(toast.isHidden)


def test_toast_stays_in_the_middle_of_a_window_that_grows(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_text("Done")
    window.resize(1200, 800)
    assert abs(toast.geometry().center().x() - 600) <= 1 and toast.geometry().bottom() < 800


def test_escape_hides_a_toast(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window)
    toast.show_text("Done", "Undo")
    toast._button.setFocus()
    qtbot.waitUntil(toast._button.hasFocus)
    qtbot.keyClick(toast._button, Qt.Key.Key_Escape)
    assert toast.isHidden()


def test_banner_tells_which_action(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_text("error", "<i>The file cannot be read.</i>", ("Retry", "Choose another"))
    with qtbot.waitSignal(banner.acted) as caught:
        banner.buttons()[1].click()
    assert caught.args == ["Choose another"] and banner.text() == "<i>The file cannot be read.</i>"


def test_banner_replaces_its_actions(qtbot: QtBot) -> None:
    banner = Banner("warning", "One", ("A", "B"))
    qtbot.addWidget(banner)
    banner.show_text("info", "Two", ("C",))
    assert [button.accessibleName() for button in banner.buttons()] == ["C"]


def test_empty_state_has_one_button(qtbot: QtBot) -> None:
    empty = EmptyState("search", "No items match", "Clear the filter.", "Clear filters")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.acted):
        empty.button.click()


@pytest.mark.parametrize(("query", "text"), [("ss", "Seal and sign"), ("prv2", "PRV-02"), ("EXP", "Export PDF"), ("", "anything")])
def test_letters_in_order_fit(query: str, text: str) -> None:
    assert fuzzy_score(query, text) is not None


@pytest.mark.parametrize(("query", "text"), [("xyz", "Export PDF"), ("gs", "sg")])
def test_other_letters_do_not_fit(query: str, text: str) -> None:
    assert fuzzy_score(query, text) is None


def entries(*texts: str) -> list[PaletteEntry]:
    return [PaletteEntry(text=text, run=print) for text in texts]


def test_better_matches_come_first() -> None:
    found = matching(entries("Reset page now", "Open settings", "Set knowledge: Unknown"), "set")
    assert found[0].text in ("Set knowledge: Unknown", "Open settings") and found[-1].text == "Reset page now"


def test_inside_of_a_word_is_found() -> None:
    assert [entry.text for entry in matching(entries("Mark unknown", "Other"), "known")] == ["Mark unknown"]


def test_palette_runs_what_is_chosen_and_gives_the_keyboard_back(window: QWidget, qtbot: QtBot) -> None:
    ran: list[str] = []
    palette = CommandPalette(window)
    edit: QLineEdit = window.edit  # type: ignore[attr-defined]
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    palette.open_with([PaletteEntry(text=text, run=lambda text=text: ran.append(text)) for text in ("Attach", "Seal", "Sign")])
    qtbot.keyClick(palette.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.closed):
        qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert ran == ["Seal"] and edit.hasFocus()


def test_palette_says_when_nothing_fits(window: QWidget, qtbot: QtBot) -> None:
    palette = CommandPalette(window)
    palette.open_with(entries("Attach"))
    qtbot.keyClicks(palette.edit, "zzz")
    assert palette._nothing.isVisible() and not palette.view.isVisible()


def test_escape_closes_the_palette(window: QWidget, qtbot: QtBot) -> None:
    palette = CommandPalette(window)
    palette.open_with(entries("Attach"))
    qtbot.keyClick(palette.edit, Qt.Key.Key_Escape)
    assert not palette.isVisible()


@pytest.fixture
def nav(qtbot: QtBot) -> SideNav:
    made = SideNav()
    qtbot.addWidget(made)
    privacy = NavEntry(id="PRV", text="Privacy", icon="lock", count="4/6", parts=(("known", 4),), total=6, blocks=True)
    made.set_groups([("Sections", [NavEntry(id="all", text="All items"), privacy]), ("Record", [NavEntry(id="history", text="History")])])
    made.show()
    return made


def test_arrow_keys_skip_titles(nav: SideNav, qtbot: QtBot) -> None:
    nav.choose("PRV")
    with qtbot.waitSignal(nav.picked) as caught:
        qtbot.keyClick(nav, Qt.Key.Key_Down)
    assert caught.args == ["history"]


def test_choosing_by_code_is_silent(nav: SideNav, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(nav.picked):
        nav.choose("PRV")
    assert nav.current() == "PRV"


def test_choice_survives_new_numbers(nav: SideNav, qtbot: QtBot) -> None:
    nav.choose("PRV")
    with qtbot.assertNotEmitted(nav.picked):
        nav.set_groups([("Sections", [NavEntry(id="PRV", text="Privacy", count="5/6")])])
    assert nav.current() == "PRV"


def test_entry_speaks_of_open_gates(nav: SideNav) -> None:
    index = nav.rows.index(2)
    assert nav.rows.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Privacy, 4/6, has open gates"


def test_side_list_keeps_the_rules_of_qt(nav: SideNav) -> None:
    tester = QAbstractItemModelTester(nav.rows, QAbstractItemModelTester.FailureReportingMode.Warning)
    nav.set_groups([("", [NavEntry(id="a", text="A")])])
    assert tester.model() is nav.rows


@pytest.fixture
def zone(qtbot: QtBot) -> DropZone:
    made = DropZone()
    qtbot.addWidget(made)
    return made


def data_of(*places: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place)) if isinstance(place, Path) else QUrl(place) for place in places])
    return data


def test_dropped_files_come_out(zone: DropZone, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "card.pdf"
    file.write_bytes(b"%PDF")
    with qtbot.waitSignal(zone.dropped) as caught:
        zone.take(data_of(file))
    assert caught.args == [[file]]


def test_folders_and_links_are_refused_with_a_sentence(zone: DropZone, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.assertNotEmitted(zone.dropped), qtbot.waitSignal(zone.refused):
        zone.take(data_of(tmp_path, "https://example.org/card.pdf"))


def test_pasted_text_comes_out(zone: DropZone, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText("<b>a sentence</b>")
    with qtbot.waitSignal(zone.pasted_text) as caught:
        zone.take(data)
    assert caught.args == ["<b>a sentence</b>"]


def test_pasted_picture_comes_out_as_png(zone: DropZone, qtbot: QtBot) -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QMimeData()
    data.setImageData(image)
    with qtbot.waitSignal(zone.pasted_image) as caught:
        zone.take(data)
    assert bytes(caught.args[0]).startswith(b"\x89PNG")


def test_empty_clipboard_says_so(zone: DropZone, qtbot: QtBot) -> None:
    with qtbot.waitSignal(zone.refused):
        zone.take(QMimeData())


def test_the_palette_closes_although_what_had_the_keyboard_is_gone(window: QWidget, qtbot: QtBot) -> None:
    palette, before = CommandPalette(window), QLineEdit(window)
    before.show()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    palette.open_with([PaletteEntry(text="Something", run=lambda: None)])
    Shiboken.delete(before)
    palette.dismiss()
    assert not palette.isVisible()

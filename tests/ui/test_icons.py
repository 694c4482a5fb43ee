"""Icons in the colours of the theme, and the fonts that are shipped."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QFontInfo, QIcon
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

import readiness_app.ui
from readiness_app.assets import names, resource_bytes, resource_text
from readiness_app.domain.vocabulary import GateState, Knowledge, Outcome, State, Verdict
from readiness_app.ui import fonts, icons
from readiness_app.ui.marks import mark
from readiness_app.ui.theme import Look, Theme
from readiness_app.ui.tokens import DARK, LIGHT


def colours_of(icon: QIcon) -> set[str]:
    image = icon.pixmap(72, 72).toImage()
    spots = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {spot.name().upper() for spot in spots if spot.alpha() == 255}


@pytest.mark.parametrize("name", icons.available())
def test_every_shipped_icon_is_painted(name: str) -> None:
    assert not icons.pixmap(name).toImage().isNull()
    assert "currentColor" in resource_text("icons", f"{name}.svg")


def test_icon_wears_the_colour_of_its_role() -> None:
    assert LIGHT.accent in colours_of(icons.icon("minus", "accent", 72))


def test_icons_of_another_look_are_let_go(themed: Theme) -> None:
    before = icons.pixmap("check", "text", 18).cacheKey()
    themed.choose(Look.DARK)
    themed.choose(Look.LIGHT)
    assert icons.pixmap("check", "text", 18).cacheKey() != before


def test_icon_is_drawn_once() -> None:
    assert icons.pixmap("check", "text", 18).cacheKey() == icons.pixmap("check", "text", 18).cacheKey()


def test_unknown_icon_and_role_are_errors() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
    with pytest.raises(KeyError):
        icons.icon("check", "no_such_role")


def test_icons_of_open_windows_follow_the_theme(themed: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button, action = QPushButton(window), QAction(window)
    icons.set_icon(button, "minus", size=72)
    icons.set_icon(action, "minus", size=72)
    themed.choose(Look.DARK)
    assert DARK.text in colours_of(button.icon()) and DARK.text in colours_of(action.icon())


@pytest.mark.parametrize("closed_list", [Knowledge, Verdict, GateState, State, Outcome])
def test_every_status_has_icon_and_tone(closed_list: type) -> None:
    looks = [mark(member) for member in closed_list]
    assert all(look.icon in icons.available() and LIGHT.tone(look.tone) for look in looks)
    assert len({look.icon for look in looks}) == len(looks)


def test_icons_named_in_the_code_exist() -> None:
    folder = Path(readiness_app.ui.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    named = set(re.findall(r'(?:set_icon\([^,()]+, |IconLabel\(|IconButton\(|pixmap\(|icon=)"([a-z0-9-]+)"', source))
    assert named and named <= set(icons.available())


@pytest.mark.parametrize("name", names("fonts", ".ttf"))
def test_fonts_have_truetype_outlines(name: str) -> None:
    data = resource_bytes("fonts", name)
    tables = {data[place : place + 4] for place in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16)}
    assert b"glyf" in tables and b"fvar" not in tables


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_inter_has_its_weights(weight: int) -> None:
    found = QFontInfo(fonts.sans(13, weight))
    assert (found.family(), found.weight()) == ("Inter", weight)


def test_mono_is_jetbrains_mono() -> None:
    assert QFontInfo(fonts.mono()).family().startswith("JetBrains Mono")


def test_licences_lie_beside_fonts_and_icons() -> None:
    assert {"Inter-LICENSE.txt", "JetBrainsMono-LICENSE.txt", "DejaVuSans-LICENSE.txt"} <= set(names("fonts", ".txt"))
    assert "ISC License" in resource_text("icons", "LICENSE.txt")


def test_every_shipped_icon_is_in_use() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(readiness_app.__file__).parent.rglob("*.py"))
    assert [name for name in icons.available() if f'"{name}"' not in code] == []

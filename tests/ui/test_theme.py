"""Colours that can be read, one style sheet, and a zoom for everything."""

import sys

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from readiness_app.assets import resource_text
from readiness_app.ui import theme
from readiness_app.ui.theme import Look, Theme
from readiness_app.ui.tokens import DARK, HIGH_CONTRAST, LIGHT, Metrics, Tokens

TONES = ("known", "partly", "unknown", "contested", "na", "pending", "info")
TABLES = (LIGHT, DARK, HIGH_CONTRAST)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("ink", ["text", "text_2", "text_3", "accent"])
@pytest.mark.parametrize("ground", ["bg", "surface", "sunken", "hover", "accent_tint"])
def test_words_can_be_read_on_every_ground(table: Tokens, ink: str, ground: str) -> None:
    colours = table.colours()
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("ground", ["tint", "soft"])
def test_status_words_can_be_read(table: Tokens, tone: str, ground: str) -> None:
    colours = table.colours()
    assert contrast(colours[tone], colours[f"{tone}_{ground}"]) >= 4.5
    assert contrast(colours["text_2"], colours[f"{tone}_{ground}"]) >= 4.5


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("tone", TONES)
def test_status_words_can_be_read_in_lists(table: Tokens, tone: str) -> None:
    colours = table.colours()
    assert min(contrast(colours[tone], colours[ground]) for ground in ("surface", "hover", "accent_tint")) >= 4.5


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_toast", "toast"), ("toast_link", "toast"), ("on_invert", "invert")],
)
def test_words_on_solid_colours_can_be_read(table: Tokens, ink: str, ground: str) -> None:
    assert contrast(table.colours()[ink], table.colours()[ground]) >= 4.5


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("shape", ["border_strong", "focus", "known_solid", "partly_solid", "unknown_solid", "contested_solid", "na_solid"])
def test_shapes_stand_out(table: Tokens, shape: str) -> None:
    assert contrast(table.colours()[shape], table.surface) >= 3


def test_high_contrast_reaches_seven_to_one() -> None:
    colours = HIGH_CONTRAST.colours()
    assert min(contrast(colours[ink], colours["surface"]) for ink in ("text", "text_2", "text_3", "accent", *TONES)) >= 7


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_style_sheet_is_rendered_completely(table: Tokens) -> None:
    sheet = theme.rendered(resource_text("styles", "app.qss"), table, Metrics(zoom=150))
    assert "@" not in sheet and "px(" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_unknown_role_in_the_style_sheet_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme.rendered("QLabel { color: @nosuch; }", LIGHT, Metrics())


@pytest.mark.parametrize(("zoom", "body"), [(100, 13), (150, 20), (200, 26)])
def test_zoom_scales_type(zoom: int, body: int) -> None:
    assert Metrics(zoom=zoom).px(13) == body


@pytest.mark.parametrize(("asked", "given"), [(50, 100), (125, 125), (900, 200)])
def test_zoom_stays_in_its_limits(asked: int, given: int) -> None:
    assert Theme(Look.DARK, asked).metrics.zoom == given


@pytest.mark.parametrize(("look", "table"), [(Look.LIGHT, LIGHT), (Look.DARK, DARK), (Look.HIGH_CONTRAST, HIGH_CONTRAST)])
def test_choice_dresses_the_application(themed: Theme, qapp: QApplication, look: Look, table: Tokens) -> None:
    themed.choose(look)
    assert theme.tokens() == table
    assert qapp.palette().window().color().name().upper() == table.bg


def test_system_without_a_desktop_is_light(qapp: QApplication) -> None:
    assert Theme(Look.SYSTEM).tokens in (LIGHT, DARK)


def test_zoom_reaches_open_windows(themed: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    theme.spaced(column, margin=16, gap=14)
    label = QLabel("x")
    column.addWidget(label)
    theme.sized(label, min_width=100)
    themed.choose(zoom=200)
    assert (column.contentsMargins().left(), column.spacing(), label.minimumWidth()) == (32, 28, 200)


def test_theme_tells_when_it_was_applied(themed: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(themed.applied):
        themed.choose(Look.DARK)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_calls_keep_the_references_of_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(2000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 50

"""Every text is shown literally, and every widget has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import Knowledge
from readiness_app.ui.theme import Theme
from readiness_app.ui.widgets.bars import Part, RangeBar, StackedBar, range_text
from readiness_app.ui.widgets.buttons import Button, IconButton, PrimaryButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import StatusChip
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import ElidedLabel, PlainLabel, breakable, tooltip
from readiness_app.ui.widgets.page import ScrollPage
from readiness_app.ui.widgets.ring import Ring

HOSTILE = ["<img src=x>", "<b>bold</b>", "<a href='file:///etc/passwd'>x</a>", "a & b", "[[[x]]]"]


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_show_markup_literally(qtbot: QtBot, text: str) -> None:
    label, line = PlainLabel(text), ElidedLabel(text)
    qtbot.addWidget(label)
    qtbot.addWidget(line)
    assert label.text() == text and {label.textFormat(), line.textFormat()} == {Qt.TextFormat.PlainText}


@pytest.mark.parametrize("text", HOSTILE)
def test_tooltips_show_markup_literally(text: str) -> None:
    assert QTextDocumentFragment.fromHtml(tooltip(text)).toPlainText() == text


def test_no_tooltip_for_no_text() -> None:
    assert tooltip("") == ""


def test_a_word_without_end_does_not_widen_the_window(qtbot: QtBot) -> None:
    label = PlainLabel("x" * 1_000_000)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 200 and len(label.text()) == 1_000_000


def test_very_long_text_is_cut_with_a_remark() -> None:
    assert breakable("ab " * 10_000, 30).endswith("more characters)")


def test_digest_that_can_be_copied_stays_unbroken() -> None:
    assert breakable("9f" * 32, 80) == "9f" * 32


def test_cut_line_offers_the_whole_text(qtbot: QtBot) -> None:
    label = ElidedLabel("one two three four five six seven")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert "seven" in label.toolTip()


def test_button_shows_an_ampersand(qtbot: QtBot) -> None:
    button = PrimaryButton("Export & sign")
    qtbot.addWidget(button)
    assert (button.text(), button.accessibleName(), button.shortcut().isEmpty()) == ("Export && sign", "Export & sign", True)


def test_icon_button_has_a_name(qtbot: QtBot) -> None:
    button = IconButton("ellipsis", "More")
    qtbot.addWidget(button)
    assert button.accessibleName() == "More" and button.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize(
    ("low", "high", "words"), [(0.12, 0.78, "12 to 78 %"), (0.5, 0.5, "50 %"), (0, 1, "0 to 100 %"), (0.001, 0.999, "1 to 99 %")]
)
def test_range_in_words(low: float, high: float, words: str) -> None:
    assert range_text(low, high) == words


def test_range_bar_speaks(qtbot: QtBot) -> None:
    bar = RangeBar(0.12, 0.78)
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Readiness 12 to 78 %"


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 1), (1, 1), (0.5, 0.5001), (0.99, 1)])
def test_range_bar_is_painted_at_its_limits(qtbot: QtBot, low: float, high: float) -> None:
    bar = RangeBar(low, high)
    qtbot.addWidget(bar)
    bar.resize(80, bar.sizeHint().height())
    assert not bar.grab().isNull()


def test_stacked_bar_speaks_and_leaves_out_nothings(qtbot: QtBot) -> None:
    bar = StackedBar([Part(tone="known", text="Known", amount=3), Part(tone="na", text="Not applicable", amount=0)], legend=True)
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Known 3"


def test_stacked_bar_without_parts_is_painted(qtbot: QtBot) -> None:
    bar = StackedBar()
    qtbot.addWidget(bar)
    assert not bar.grab().isNull()


def test_ring_speaks(qtbot: QtBot) -> None:
    ring = Ring()
    qtbot.addWidget(ring)
    ring.set_parts([("known", 38)], 58, "38", name="38 of 58 reviewed")
    assert ring.accessibleName() == "38 of 58 reviewed" and not ring.grab().isNull()


def test_chip_has_word_and_room_for_it(qtbot: QtBot, themed: Theme) -> None:
    chip = StatusChip(Knowledge.PARTLY_KNOWN)
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    themed.choose(zoom=200)
    assert chip.text() == "Partly known" and chip.sizeHint().width() > 1.8 * before


def test_card_takes_widgets_and_has_a_name(qtbot: QtBot) -> None:
    card = Card("Evidence", "paperclip", Button("Add"))
    qtbot.addWidget(card)
    card.add(PlainLabel("one"))
    assert card.accessibleName() == "Evidence" and card.body.count() == 1


def test_page_keeps_its_column_narrow(qtbot: QtBot) -> None:
    page = ScrollPage("Item")
    qtbot.addWidget(page)
    label = PlainLabel("words " * 200)
    page.add(label)
    page.resize(1600, 500)
    page.show()
    assert label.width() == 860


def test_flow_layout_wraps(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box)
    for number in range(8):
        flow.addWidget(Button(f"Button {number}"))
    assert flow.heightForWidth(200) > 2 * flow.heightForWidth(2000)
    assert flow.takeAt(99) is None and flow.itemAt(0) is not None


def test_what_is_cut_says_how_much_is_missing_and_where() -> None:
    whole = "ab " * 6667
    assert breakable(whole[:20_000], 30) == whole[:20_000]
    assert breakable(whole[:20_000] + "cd", 30) == whole[:20_000] + "… (2 more characters)"


@pytest.mark.parametrize(
    ("word", "pieces"), [("abc", "abc"), ("abcd", "abcd"), ("abcde", "abcd\u200be"), ("abcdefghi", "abcd\u200befgh\u200bi")]
)
def test_a_long_word_may_break_at_every_so_many_letters(word: str, pieces: str) -> None:
    assert breakable(f"x {word} y", 4) == f"x {pieces} y"

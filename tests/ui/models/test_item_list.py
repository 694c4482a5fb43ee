"""The list of items: a proper model, quick, and readable by eye and ear."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import Answerer, Knowledge, Verdict
from readiness_app.ui import fonts
from readiness_app.ui.models.item_delegate import ItemDelegate, facts, two_lines
from readiness_app.ui.models.item_list import ItemListModel, ItemRow
from readiness_app.ui.theme import Theme

LONG = "Is zero data retention available on every route that this deployment uses, and is it switched on by contract for all of them? " * 2


def row(number: int = 0, **changes: object) -> ItemRow:
    plain = ItemRow(
        id=f"PRV-{number:02}",
        question="Is zero data retention available?",
        section="PRV",
        knowledge=Knowledge.UNKNOWN,
        verdict=Verdict.UNDECIDED,
        gate_text="Blocks internal",
        blocks=True,
        evidence=0,
        claims=2,
        expired=False,
        weak=False,
        in_scope=True,
        answerer=Answerer.SECURITY,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[QListView]:
    made = QListView()
    qtbot.addWidget(made)
    made.setItemDelegate(ItemDelegate(made))
    made.setUniformItemSizes(True)
    made.resize(390, 700)
    yield made


def test_model_keeps_the_rules_of_qt(qtbot: QtBot) -> None:
    model = ItemListModel([row(1), row(2)])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_rows([row(1, knowledge=Knowledge.KNOWN), row(2)])
    model.set_rows([row(3)])
    model.update_row(row(3, claims=9))
    assert tester.model() is model


def test_row_speaks_a_whole_sentence() -> None:
    assert row(2).sentence() == "PRV-02, Is zero data retention available? Unknown. Blocks internal. 2 claims, 0 evidence"


def test_row_says_what_is_wrong_with_it() -> None:
    words = row(expired=True, weak=True, in_scope=False, verdict=Verdict.NOT_ACCEPTABLE).sentence()
    assert all(part in words for part in ("Out of scope", "Not acceptable", "Evidence expired", "Weak sources only"))


def test_list_speaks_the_sentence() -> None:
    model = ItemListModel([row(2)])
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == row(2).sentence()


def test_only_what_changed_is_repainted(qtbot: QtBot) -> None:
    model = ItemListModel([row(1), row(2), row(3)])
    places: list[int] = []
    model.dataChanged.connect(lambda first, last: places.append(first.row()))
    model.set_rows([row(1), row(2, claims=5), row(3)])
    assert places == [1]


def test_item_is_found_by_its_id() -> None:
    model = ItemListModel([row(1), row(2)])
    assert model.index_of("PRV-02").row() == 1 and not model.index_of("XXX-99").isValid()


def test_long_question_fills_two_lines_and_then_is_cut(qtbot: QtBot) -> None:
    lines = two_lines(LONG, fonts.sans(13, 500), 340)
    assert len(lines) == 2 and lines[1].endswith("…") and len(lines[1]) > 20


def test_short_question_stays_whole(qtbot: QtBot) -> None:
    assert two_lines("Is it on?", fonts.sans(13, 500), 340) == ("Is it on?",)


def test_one_word_without_end_still_shows(qtbot: QtBot) -> None:
    lines = two_lines("x" * 2000, fonts.sans(13, 500), 340)
    assert len(lines) == 2 and all(len(line) > 20 for line in lines)


def test_verdict_shows_as_icon_and_word() -> None:
    assert ("thumbs-down", "Not acceptable", "unknown") in facts(row(verdict=Verdict.NOT_ACCEPTABLE))


def test_all_rows_are_equally_high(view: QListView) -> None:
    view.setModel(ItemListModel([row(1), row(2, question=LONG)], view))
    assert view.sizeHintForIndex(view.model().index(0)) == view.sizeHintForIndex(view.model().index(1))


def test_markup_in_a_question_is_painted_literally(view: QListView) -> None:
    def picture(question: str) -> QImage:
        view.setModel(ItemListModel([row(question=question)], view))
        return view.grab().toImage()

    assert picture("<b>bold</b>") != picture("bold")


def test_zoom_makes_rows_higher(view: QListView, themed: Theme) -> None:
    view.setModel(ItemListModel([row()], view))
    before = view.sizeHintForRow(0)
    themed.choose(zoom=200)
    assert view.sizeHintForRow(0) == 2 * before


def test_of_ten_thousand_rows_those_are_looked_at_that_are_seen(view: QListView, qtbot: QtBot) -> None:
    asked = set()

    class Counting(ItemListModel):
        def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
            asked.add(index.row())
            return super().data(index, role)

    view.setModel(Counting([row(number, question=f"{number} {LONG}") for number in range(10_000)], view))
    view.show()
    view.scrollToBottom()
    view.grab()
    assert 9_999 in asked and len(asked) < 200

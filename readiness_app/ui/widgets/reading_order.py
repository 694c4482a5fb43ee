"""Tab in the order in which a window is read, found anew at each step: what was drawn, shown or hidden since stands where it is seen."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QMainWindow, QScrollArea, QSplitter, QStackedWidget, QWidget


class ReadingWindow(QMainWindow):
    """A main window through which Tab goes as it is read; Shift+Tab goes the other way, and both go round."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Put the keyboard on the next or previous stop; as Qt does it where the keyboard is on none of them."""
        return step(self, forward=forward) or super().focusNextPrevChild(forward)


def stops(ground: QWidget) -> list[QWidget]:
    """The widgets inside `ground` that Tab comes to, as they are read: through layouts, rows of a grid, splitters and what scrolls."""
    return [one for part in _parts(ground) for one in _stops_at(part)]


def step(ground: QWidget, *, forward: bool) -> bool:
    """Put the keyboard on the stop after (or before) the one that has it and scroll to it; False where it is on none."""
    every, here = stops(ground), ground.window().focusWidget()
    if here is None or not ground.isAncestorOf(here) or not every:
        return False
    chosen = _after(every, here) if forward else _before(every, here)
    chosen.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(chosen)
    return True


def bring_into_view(widget: QWidget) -> None:
    """Scroll every area that holds it so that it is seen."""
    outer = widget.parentWidget()
    while outer is not None:
        if isinstance(outer, QScrollArea):
            outer.ensureWidgetVisible(widget)
        outer = outer.parentWidget()


def _after(every: list[QWidget], here: QWidget) -> QWidget:
    inside = (one for one in every if here.isAncestorOf(one))
    return every[(_at(every, here) + 1) % len(every)] if here in every else next(inside, every[(_at(every, here) + 1) % len(every)])


def _before(every: list[QWidget], here: QWidget) -> QWidget:
    return every[(_at(every, here) - 1) % len(every)]


def _at(every: list[QWidget], here: QWidget) -> int:
    """Where it stands; a part of a field where the field does, and what only a click reaches where its first stop does."""
    outer: QWidget | None = here
    while outer is not None:
        if (found := next((at for at, one in enumerate(every) if one is outer or outer.isAncestorOf(one)), None)) is not None:
            return found
        outer = outer.parentWidget()
    return 0


def _stops_at(widget: QWidget) -> Iterator[QWidget]:
    if widget.isHidden() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for part in _parts(widget):
        yield from _stops_at(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """What stands directly inside a widget, as it is read."""
    if isinstance(widget, QMainWindow):
        over = (one for one in widget.children() if isinstance(one, QWidget) and not one.isWindow() and one is not widget.centralWidget())
        found: list[QWidget | None] = [widget.centralWidget(), *over]
    elif isinstance(widget, QScrollArea):
        found = [widget.widget()]
    elif isinstance(widget, QStackedWidget):
        found = [widget.currentWidget()]
    elif isinstance(widget, QSplitter):
        found = [widget.widget(at) for at in range(widget.count())]
    else:
        layout = widget.layout()
        yield from _laid_out(layout) if layout is not None else ()
        return
    yield from (one for one in found if one is not None)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda at: tuple(layout.getItemPosition(at))[:2])  # type: ignore[arg-type]  # row, column
    for item in (layout.itemAt(at) for at in places):
        if item is not None and (inner := item.widget()) is not None:
            yield inner
        elif item is not None and (below := item.layout()) is not None:
            yield from _laid_out(below)

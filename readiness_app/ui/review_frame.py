"""One open review in the window: top bar, navigation at the left, and the pages, made when they are first shown."""

from functools import partial

from PySide6.QtCore import QEvent, QLocale, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.deciding import problems_of_sealing
from readiness_app.domain.measures import measures
from readiness_app.domain.vocabulary import GateState, Knowledge, ReplyState, State
from readiness_app.ui import theme
from readiness_app.ui.dialogs.edit_review import EditReviewDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.models.finding import Found, find
from readiness_app.ui.models.review_rows import ALL, section_entries
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.page import Page
from readiness_app.ui.pages.walk import WalkPage
from readiness_app.ui.widgets.command_palette import PaletteEntry
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.fields import commit_pending
from readiness_app.ui.widgets.result_list import Result, ResultList
from readiness_app.ui.widgets.side_nav import NavEntry, SideNav
from readiness_app.ui.widgets.top_bar import TopBar
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

EVIDENCE, QUESTIONS, DECIDE = "evidence", "questions", "decide"
REPORT, HISTORY, COMPARE = "report", "history", "compare"
_ICONS = {
    EVIDENCE: "folder-check",
    QUESTIONS: "send",
    DECIDE: "gavel",
    REPORT: "file-text",
    HISTORY: "history",
    COMPARE: "arrow-right-left",
}
_SECTION, _PAGE = "section:", "page:"
_JUST_NOW_MS = 60_000
_ON_PAGES = {  # actions that a page does
    "seal": (DECIDE, "seal"),
    "sign": (DECIDE, "sign_next"),
    "decline": (DECIDE, "decline_next"),
    "reopen": (DECIDE, "reopen"),
    "extract": (REPORT, "extract"),
}
_WIDE_SIDE, _NARROW_SIDE, _RAIL = 264, 240, 56  # px at 100 %
_NARROW, _ICONS_ONLY = 1240, 1000  # below these widths of the window the navigation takes less


class ReviewFrame(QWidget):
    """`item_shown` and `page_shown` say where the person is; the other signals go up to the window, those of the pages among them."""

    page_shown = Signal(str)
    page_changed = Signal()
    item_shown = Signal(str)
    toast = Signal(str, bool)
    trouble = Signal(str)
    kept = Signal(object)
    start_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_review = open_review
        self._jobs = jobs
        self._pages: dict[str, Page] = {}
        self.top = TopBar()
        self.nav, self.record = SideNav(self.tr("Sections")), SideNav(self.tr("Record"))
        self.stack = QStackedWidget()
        self._just_now = QTimer(self, singleShot=True, interval=_JUST_NOW_MS)
        self._build()
        self.results = ResultList(self.top.search, self)
        self.walk = self._walk()
        self._connect()
        self._show_all()

    def _connect(self) -> None:
        self.open_review.changed.connect(self._on_changed)
        self.open_review.replaced.connect(self._show_all)
        self.open_review.saving.connect(self._on_saving)
        self.open_review.saved.connect(self._on_saved)
        self.walk.items_listed.connect(self._show_nav)
        self.walk.item_shown.connect(self.item_shown)
        self.walk.section_shown.connect(self._on_section_shown)
        self.walk.scope_wanted.connect(self._on_edit_review)
        self.nav.picked.connect(self._on_nav)
        self.record.picked.connect(self._on_nav)
        self.top.start_wanted.connect(self.start_wanted)
        self.top.draft_wanted.connect(self.export_wanted)
        self.top.next_step_wanted.connect(self._on_next_step)
        self.top.search.searched.connect(self._on_searched)
        self.results.picked.connect(self._on_result)
        self._just_now.timeout.connect(self._on_minute_over)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    def show_page(self, name: str) -> None:
        """Show a page by its name; unknown names show Walk."""
        page = self._page(name if name in _ICONS else WalkPage.name)
        if self.stack.currentWidget() is not page:
            self.commit_texts()
            self.stack.setCurrentWidget(page)
            self.page_changed.emit()
        self._choose(f"{_SECTION}{self.walk.section}" if page is self.walk else f"{_PAGE}{page.name}")
        self.page_shown.emit(page.name)

    def show_item(self, item_id: str) -> None:
        """Go to an item on Walk; an id that the checklist does not have is left alone."""
        if self.walk.show_item(item_id):
            self.show_page(WalkPage.name)

    def verify_file(self, path: object) -> None:
        """Show the Report page and let it verify a PDF (a Path)."""
        self.show_page(REPORT)
        self.page.verify_file(path)  # type: ignore[attr-defined]  # the Report page is in front

    def commit_texts(self) -> None:
        """Have every page hand over what is typed."""
        for page in self._pages.values():
            commit_pending(page)
            page.commit_texts()

    def unrecorded(self) -> str:
        """A sentence about what is typed and waits for a button, or an empty text."""
        return next((words for page in self._pages.values() if (words := page.unrecorded())), "")

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.top.focus_search()

    def run(self, action_id: str) -> None:
        """Do what an action of ui/actions.py says, on the page it belongs to."""
        kind, _, name = action_id.partition(":")
        if kind == "page":
            self.show_page(name)
            return
        here = {"edit-review": self._on_edit_review, "search": self.focus_search, "new-revision": self._on_new_revision}
        if action_id in here:
            here[action_id]()
            return
        if action_id in _ON_PAGES:
            page, method = _ON_PAGES[action_id]
            self.show_page(page)
            getattr(self.page, method)()
            return
        self.show_page(WalkPage.name)
        self.walk.run(action_id)

    def palette_items(self) -> list[PaletteEntry]:
        """Every item, for the command palette."""
        return [
            PaletteEntry(text=item.id, hint=item.question, run=partial(self.show_item, item.id), icon="clipboard-list")
            for item in self.open_review.review.checklist.items()
        ]

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            page = _page_kind(name)(self.open_review, self._jobs)
            page.item_wanted.connect(self.show_item)
            page.page_wanted.connect(self.show_page)
            page.toast.connect(self.toast)
            page.trouble.connect(self.trouble)
            page.kept.connect(self.kept)
            self._pages[name] = page
            self.stack.addWidget(page)
        return self._pages[name]

    def _walk(self) -> WalkPage:
        page = self._page(WalkPage.name)
        assert isinstance(page, WalkPage)
        return page

    def _build(self) -> None:
        self._side = QFrame()
        theme.dress(self._side, "side")
        theme.sized(self._side, width=_WIDE_SIDE)
        beside = QVBoxLayout(self._side)
        theme.spaced(beside, margin=(0, 6, 0, 6))
        beside.addWidget(self.nav, 1)
        beside.addWidget(self.record)
        row = QHBoxLayout()
        theme.spaced(row)
        row.addWidget(self._side)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addWidget(self.top)
        column.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The navigation takes less where room is short."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A larger zoom leaves less room in the same window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "walk"):
            self._fit()

    def _fit(self) -> None:
        rail = self.width() < theme.px(_ICONS_ONLY)
        theme.sized(self._side, width=_RAIL if rail else _NARROW_SIDE if self.width() < theme.px(_NARROW) else _WIDE_SIDE)
        for part in (self.nav, self.record):
            part.set_rail(rail)
        self.record.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.record.setFixedHeight(self.record.whole_height() + theme.px(4))

    def _choose(self, entry_id: str) -> None:
        self.nav.choose(entry_id)
        self.record.choose(entry_id)

    def _on_changed(self, change: object) -> None:
        self._show_top()
        self._show_nav()

    def _show_all(self) -> None:
        self._show_top()
        self._show_nav()
        self._on_minute_over()

    def _show_top(self) -> None:
        review = self.open_review.review
        figures = measures(review)
        about = f"{review.checklist.title} {review.checklist.version} · {word(review.tier)}"
        parts = [self.tr("as of {date}").format(date=date_text(review.as_of))]
        if review.round > 1:
            parts.append(self.tr("round {number}").format(number=review.round))
        if review.edition > 1:
            parts.append(self.tr("edition {number}").format(number=review.edition))
        self.top.show_subject(f"{review.subject.vendor} {review.subject.model}", review.state, about, " · ".join(parts))
        missing = problems_of_sealing(review) if review.state is State.OPEN and not self.open_review.workspace.read_only else ()
        self.top.allow_next_step(visible(" ".join(missing)))
        unknown, gates = figures.knowledge[Knowledge.UNKNOWN], figures.gates[GateState.OPEN]
        self.top.show_figures(figures.range.low, figures.range.high, unknown, gates)

    def _show_nav(self) -> None:
        sections = [
            NavEntry(
                id=f"{_SECTION}{entry.id}",
                text=entry.text,
                icon=entry.icon,
                count=entry.count,
                parts=entry.parts,
                total=entry.total,
                blocks=entry.blocks,
            )
            for entry in section_entries(self.open_review.review, self.walk.listed)
        ]
        self.nav.set_groups([(self.tr("Sections"), sections)])
        self.record.set_groups([(self.tr("Record"), self._record_entries())])

    def _record_entries(self) -> list[NavEntry]:
        review = self.open_review.review
        signed = {sign_off.role for sign_off in review.sign_offs}
        decided = word(review.decision.outcome) if review.decision else ""
        waiting = sum(reply.state is ReplyState.WAITING for reply in review.replies)
        signatures = self.tr("{done} of {all}").format(done=len(signed), all=len(review.required_roles))
        names = {
            EVIDENCE: self.tr("Evidence"),
            QUESTIONS: self.tr("Gaps and questions"),
            DECIDE: self.tr("Decide"),
            REPORT: self.tr("Report"),
            HISTORY: self.tr("History"),
            COMPARE: self.tr("Compare"),
        }
        counts = {
            EVIDENCE: QLocale().toString(len(review.evidence)) if review.evidence else "",
            QUESTIONS: self.tr("{count} to decide").format(count=QLocale().toString(waiting)) if waiting else "",
            DECIDE: decided if review.state is State.OPEN else signatures,
        }
        return [NavEntry(id=f"{_PAGE}{name}", text=names[name], icon=icon, count=counts.get(name, "")) for name, icon in _ICONS.items()]

    def _on_saving(self) -> None:
        self._just_now.stop()
        self.top.show_saved(self.tr("· Saving…"))

    def _on_saved(self) -> None:
        self.top.show_saved(self.tr("· Saved just now"))
        self._just_now.start()

    def _on_minute_over(self) -> None:
        if self.open_review.workspace.read_only:
            self.top.show_saved(self.tr("· Read-only"))
        elif self.open_review.all_saved:
            time = QLocale().toString(QTime.currentTime().addMSecs(-_JUST_NOW_MS), QLocale.FormatType.ShortFormat)
            self.top.show_saved(self.tr("· Saved at {time}").format(time=time) if self._was_saved() else self.tr("· Saved"))

    def _was_saved(self) -> bool:
        return self.open_review.undo_stack.count() > 0

    def _on_nav(self, entry_id: str) -> None:
        if entry_id.startswith(_SECTION):
            self.walk.show_section(entry_id.removeprefix(_SECTION))
            self.walk.show_list()
            self.show_page(WalkPage.name)
        else:
            self.show_page(entry_id.removeprefix(_PAGE))

    def _on_section_shown(self, section: str) -> None:
        if self.stack.currentWidget() is self.walk:
            self._choose(f"{_SECTION}{section}")

    def _on_edit_review(self) -> None:
        EditReviewDialog(self.open_review, self).open()

    def _on_new_revision(self) -> None:
        self.show_page(EVIDENCE)
        self.page.revise()  # type: ignore[attr-defined]  # the Evidence page is in front

    def _on_next_step(self) -> None:
        self.show_page(DECIDE)
        state = self.open_review.review.state
        if not self.open_review.workspace.read_only and state is not State.SIGNED:
            step = "seal" if state is State.OPEN else "sign_next"
            getattr(self.page, step)()

    def _on_searched(self, text: str) -> None:
        if not text:
            self.results.hide()
            return
        found = find(self.open_review.review, self.open_review.pack, text)
        self.results.show_results([self._result(hit) for hit in found])

    def _result(self, hit: Found) -> Result:
        return Result(
            id=f"item:{hit.item}" if hit.item else f"{_PAGE}{EVIDENCE}",
            code=hit.item,
            title=hit.title,
            hint=f"{self.tr(hit.where)}: {hit.words}",
        )

    def _on_result(self, result: str) -> None:
        kind, _, name = result.partition(":")
        if kind == "item":
            self.show_item(name)
        else:
            self.show_page(name)

    def show_first(self, page: str, item: str) -> None:
        """Where the person was the last time, or the first open item."""
        self.walk.show_section(ALL)
        if not self.walk.show_item(item):
            self.walk.show_first()
        self.show_page(page)
        (self.walk.list.view if self.page is self.walk else self.nav).setFocus()


def _page_kind(name: str) -> type[Page]:
    """The class of a page, imported when it is first shown: the window is painted sooner without signing and pictures."""
    match name:
        case "evidence":
            from readiness_app.ui.pages.evidence import EvidencePage

            return EvidencePage
        case "questions":
            from readiness_app.ui.pages.questions import QuestionsPage

            return QuestionsPage
        case "decide":
            from readiness_app.ui.pages.decide import DecidePage

            return DecidePage
        case "report":
            from readiness_app.ui.pages.report import ReportPage

            return ReportPage
        case "history":
            from readiness_app.ui.pages.history import HistoryPage

            return HistoryPage
        case "compare":
            from readiness_app.ui.pages.compare import ComparePage

            return ComparePage
        case _:
            return WalkPage

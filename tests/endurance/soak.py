"""A restless person at a real window for a long time; `python -m tests.endurance.soak --help` says how a failing run is played again."""

import argparse
import faulthandler
import json
import os
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from time import monotonic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from readiness_app.app import share_one_heap
from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.preferences import Preferences
from tests.endurance import stage
from tests.endurance.gestures import LOOKS, PAGES, Person
from tests.endurance.watching import Watch, grown, held, memory, objects, settle

SESSION = 2_000  # events in one workspace; then it is checked, closed and the next one begins as new
PATIENCE_S = 240  # a machine that others use takes its time


@dataclass
class Told:
    """What one run comes to."""

    seed: int
    kinds: Counter = field(default_factory=Counter)
    samples: list[float] = field(default_factory=list)  # MB after each session
    seconds: float = 0.0
    more: dict[str, int] = field(default_factory=dict)
    written: int = 0
    undone: int = 0

    def growth(self) -> float:
        """MB between the sessions after the first fifth, which are warm, and the last ones; medians, because single ones swing."""
        warm = self.samples[max(1, len(self.samples) // 5) :]
        part = max(1, len(warm) // 5)
        return median(warm[-part:]) - median(warm[:part]) if len(warm) > 1 else 0.0


class Soak:
    """One window, many sessions."""

    def __init__(self, template: Path, folder: Path, seed: int) -> None:
        self.template, self.folder, self.seed = template, folder, seed
        self.told = Told(seed=seed)
        self.files = stage.Files(folder)
        self.files.block_dialogs()
        self.watch = Watch(self._on_known)
        self.preferences = Preferences()
        self.log = (folder / "events.log").open("w", buffering=1)
        self._inside = QTimer(interval=40)
        self._inside.timeout.connect(self._on_inside)
        self._inside.start()
        self._new_window()

    def _new_window(self) -> None:
        from readiness_app.app import build_window

        self.window, self.jobs = build_window(self.preferences)
        self.window.resize(1360, 880)
        self.window.show()
        self.window.activateWindow()
        QApplication.processEvents()

    def _on_known(self, error: Exception) -> None:
        self.window.show_trouble(error)

    def warm_up(self) -> None:
        """Every page in every look and size once: what Qt keeps of drawn letters and pictures is bounded, and there from now on."""
        folder = self._fresh(-1)
        self.window.open_workspace(folder / "work.readiness")
        self.window.open_review(reviewing.review_ids(self.window.workspace)[-1])
        for look, zoom in (*((look, 100) for look in LOOKS), *(("theme:light", zoom) for zoom in range(100, 201, 10))):
            self.window.run(look)
            self.window.look.choose(zoom=zoom)
            for page in PAGES:
                self.window.run(page)
                QApplication.processEvents()
        self._come_to_rest()
        self._leave()
        shutil.rmtree(folder)

    def _on_inside(self) -> None:
        """A menu that waits for an answer, inside the event that opened it, gets one."""
        menu = QApplication.activePopupWidget()
        if menu is not None and self.watch.since() > 0.1:
            key = self.files.random.choice((Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return))
            QTest.keyPress(menu, key) if self.watch.since() < 2 else menu.close()

    def session(self, number: int, first: int, last: int) -> None:
        """Events `first` to `last` of one session, from a workspace as new to its check."""
        self.watch.at = f"session {number}"
        folder = self._fresh(number)
        self.preferences.change(me=stage.ME, theme="light", zoom=100)
        self.window.look.choose(zoom=100)
        self.window.open_workspace(folder / "work.readiness")
        there = reviewing.review_ids(self.window.workspace)
        self.entries = entries(self.window.workspace)
        self.window.open_review(there[number % len(there)])
        person = Person(lambda: self.window, self.files, f"{self.seed}/{number}")
        self.watch.doing = lambda: person.said
        for event in range(first, last):
            at = f"{number}:{event}"
            if event % 20 == 0:
                faulthandler.dump_traceback_later(PATIENCE_S, exit=True)
            self.watch.begin(at)
            kind = person.do(event)
            self.log.write(f"{at} {kind}: {person.said}\n")
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, 52)  # what an event loop would do: DeferredDelete
            self.watch.end()
            self.told.kinds[kind] += 1
            if not self.window.isVisible():
                self._end_window()
                self._new_window()
        faulthandler.cancel_dump_traceback_later()
        self.watch.at = f"end of session {number}"
        self._come_to_rest()
        self._undo_is_consistent()
        self._leave()
        self._check_chains(folder)

    def _fresh(self, number: int) -> Path:
        folder = self.folder / f"session-{number}"
        shutil.copytree(self.template, folder)
        shutil.rmtree(os.environ["READINESS_DATA_DIR"], ignore_errors=True)
        shutil.copytree(self.folder / "profile", os.environ["READINESS_DATA_DIR"])
        self.files.folder = folder
        return folder

    def _until(self, what: str, done) -> None:
        until = monotonic() + PATIENCE_S
        while not done():
            if monotonic() > until:
                top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
                waiting = [job._work for job in (*self.jobs._waiting, *self.jobs._apart)]
                self.watch.note(f"never came to an end: {what}; in front is {type(top).__name__}, at work {waiting}")
                return
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, 52)

    def _come_to_rest(self) -> None:
        def rest() -> bool:
            top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if top is not None:
                top.close()
            return top is None and not self.jobs.busy() and not self.jobs._apart

        self._until("dialogs and jobs", rest)

    def _undo_is_consistent(self) -> None:
        """Some steps back and the same steps forward: the review is what it was."""
        review = self.window.review
        if review is None or not review.editable:
            return
        self.window._warned = False
        if self.window.frame is not None:
            self.window.frame.commit_texts()
        self._until("saving", lambda: review.all_saved)
        before, back = review.review, 0
        while back < 10 and review.undo_stack.canUndo() and review.undo():
            back += 1
            self._until("undo", lambda: review.all_saved)
        for _ in range(back):
            review.redo()
            self._until("redo", lambda: review.all_saved)
        self.told.undone += back
        if back and review.review != before:
            self.watch.note(f"{back} steps back and forward gave another review")

    def _leave(self) -> None:
        self.key = self.window.workspace.key if self.window.workspace else None
        self.path = self.window.workspace.path if self.window.workspace else None
        for _ in range(3):  # it warns about what waits for a button, once
            self.window._warned = True
            if self.window._let_go():
                break
            self._until("saving", lambda: self.window.review is None or self.window.review.all_saved)
        else:
            self.watch.note("the review could not be closed")
        if self.window.keeper._closing is not None:
            self.window.keeper._closing.join()
            self.window.keeper._closing = None

    def _check_chains(self, folder: Path) -> None:
        for path in {folder / "work.readiness", *([self.path] if self.path else [])}:
            try:
                with Workspace.open(path, read_only=True, key=self.key if path == self.path else None) as workspace:
                    found = reviewing.check(workspace)
                    if path == folder / "work.readiness":
                        self.told.written += entries(workspace) - self.entries
                if not found.ok:
                    self.watch.note(f"{path.name}: {found}")
            except Exception as error:
                if "is encrypted" not in str(error):
                    self.watch.note(f"{path.name}: {error}")
        shutil.rmtree(folder)

    def _end_window(self) -> None:
        if self.window.keeper.afterwards is not None:
            self.window.keeper.afterwards()
        self.window.deleteLater()
        settle()

    def run(self, sessions: list[int], events: int, upto: int) -> Told:
        """Every session named; memory and objects are measured after each, with no review open."""
        begun, before = monotonic(), None
        for place, number in enumerate(sessions):
            last = min(upto or SESSION, events - sum(self.told.kinds.values()))
            self.session(number, 0, last)
            settle()
            self.told.samples.append(round(memory(), 2))
            if place == len(sessions) // 5:
                before = objects()
            elif before:
                print(grown(before, objects()), file=sys.stderr)
            print(f"session {number}: {self.told.samples[-1]:.1f} MB, {held()}, {monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
        self.told.more = grown(before, objects()) if before else {}
        self.told.seconds = round(monotonic() - begun, 1)
        return self.told


def entries(workspace: Workspace) -> int:
    """How many entries all its histories have."""
    return sum(reviewing.history_head(workspace, review)[0] for review in reviewing.review_ids(workspace))


def prepared(folder: Path, *, small: bool = False) -> Path:
    """Profile and files of a run below this folder; gives the template."""
    for name in ("CONFIG", "DATA", "LOG"):
        os.environ[f"READINESS_{name}_DIR"] = str(folder / name.lower())
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (stage.make_small_template if small else stage.make_template)(folder / "template")
    shutil.copytree(folder / "data", folder / "profile")  # the keys with which the template's reports are sealed
    return folder / "template"


def main() -> None:
    """Prints what happened as one line of JSON; exit code 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=SESSION)
    parser.add_argument("--only", type=int, help="one session of the run with this seed")
    parser.add_argument("--upto", type=int, default=0, help="only so many events of each session")
    parser.add_argument("--small", action="store_true", help="one open review is enough")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    faulthandler.enable()
    share_one_heap()
    folder = asked.folder or Path(mkdtemp(prefix="soak-"))
    print(f"seed {asked.seed}, folder {folder}", file=sys.stderr, flush=True)
    application = QApplication(["soak"])
    application.setQuitOnLastWindowClosed(False)
    template = prepared(folder, small=asked.small)
    from readiness_app.ui.rubbish import Rubbish

    rubbish = Rubbish(application)
    soak = Soak(template, folder, asked.seed)
    sessions = [asked.only] if asked.only is not None else list(range(-(-asked.events // SESSION)))
    if not asked.small:
        soak.warm_up()
    told = soak.run(sessions, asked.events, asked.upto)
    soak.window._warned = True
    soak.window.close()
    soak._end_window()
    soak.jobs.shutdown()
    rubbish.stop()
    soak.watch.stop()
    print(json.dumps(vars(told) | {"growth": round(told.growth(), 2), "trouble": soak.watch.trouble, "slowest": soak.watch.slowest}))
    sys.stdout.flush()
    sys.exit(1 if soak.watch.trouble else 0)


if __name__ == "__main__":
    main()

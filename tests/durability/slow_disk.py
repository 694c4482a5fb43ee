"""Works in a real window and measures how long it did not answer; test_slow_disk runs it where each flush takes two seconds."""

import gc
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from readiness_app.app import build_window, open_first
from readiness_app.domain.changes import change_answer
from readiness_app.services import reviewing
from readiness_app.ui.dialogs.new_review import NewReviewDialog
from readiness_app.ui.preferences import Preferences


class Pulse:
    """The longest time between two turns of the event loop, in milliseconds."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, monotonic()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def beat(self) -> None:
        now = monotonic()
        self.longest, self._last = max(self.longest, (now - self._last) * 1000), now

    def start(self) -> None:
        QApplication.processEvents()
        gc.collect()
        self.longest, self._last = 0.0, monotonic()


def until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = monotonic() + seconds
    while not done():
        assert monotonic() < end, "took too long"
        QApplication.processEvents()


def note(window, text: str) -> None:
    review = window.review
    review.do(change_answer(review.review, "MOD-02", review.me, note=text))


def steps(window, folder: Path):
    """Name and act, one after the other; each is measured from its beginning until everything is on disk."""

    def edit() -> None:
        note(window, "one")
        note(window, "two")
        until(lambda: window.review.all_saved)

    def undo() -> None:
        window.run("undo")
        until(lambda: window.review.all_saved)

    def close_review() -> None:
        note(window, "typed just before")
        assert window.close_review()

    def other_workspace() -> None:
        window.open_workspace(folder / "other.readiness")

    def make_review() -> None:
        window.run("new-review")
        form = window.findChild(NewReviewDialog)
        form.subject.propose("Example Labs", "Model One")
        form.subject.edited.emit()
        form.made.disconnect()  # opening it draws a whole review, which no disk makes slower
        pulse.start()  # drawing the form is not what is measured
        form.verb.click()
        until(lambda: not form.busy())

    pulse = Pulse()
    for act in (edit, undo, close_review, other_workspace, make_review):
        pulse.start()
        begun = monotonic()
        act()
        QApplication.processEvents()
        pulse.beat()
        yield act.__name__, round(pulse.longest), round((monotonic() - begun) * 1000)


def first_start(window, preferences) -> tuple[str, int, int]:
    """There is nothing yet: the person's own workspace is made while the window is there already."""
    window.show()
    window.grab()
    pulse = Pulse()
    pulse.start()
    begun = monotonic()
    open_first(window, preferences, None)
    until(lambda: window.workspace is not None)
    pulse.beat()
    return "first_start", round(pulse.longest), round((monotonic() - begun) * 1000)


def main() -> None:
    """`python -m tests.durability.slow_disk SAMPLE FOLDER`: prints for each step the longest silence and the whole time in ms."""
    sample, folder = Path(sys.argv[1]), Path(sys.argv[2])
    for name in ("CONFIG", "DATA", "LOG"):
        os.environ[f"READINESS_{name}_DIR"] = str(folder / name.lower())
    application = QApplication(["slow"])
    preferences = Preferences()
    preferences.change(me="Imke Sanders")
    window, jobs = build_window(preferences)
    first = first_start(window, preferences)
    for name in ("work", "other"):
        shutil.copy(sample, folder / f"{name}.readiness")
    window.open_workspace(folder / "work.readiness")
    window.open_review(reviewing.review_ids(window.workspace)[0])
    note(window, "the first time loads what is needed")
    until(lambda: window.review.all_saved)
    until(lambda: not jobs.busy())
    measured = [first, *steps(window, folder)]
    print(json.dumps({name: (silence, whole) for name, silence, whole in measured}), flush=True)
    window._warned = True
    window.close()
    jobs.shutdown()
    application.processEvents()


if __name__ == "__main__":
    main()

"""Windows that come and go: a review opened, every page seen, all closed; `python -m tests.endurance.cycles CYCLES FOLDER`."""

import json
import sys
from pathlib import Path
from statistics import median
from time import monotonic

from PySide6.QtWidgets import QApplication

from readiness_app.app import build_window, share_one_heap
from readiness_app.domain.changes import change_answer
from readiness_app.services import reviewing
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.rubbish import Rubbish
from tests.endurance import stage
from tests.endurance.gestures import PAGES
from tests.endurance.soak import prepared
from tests.endurance.watching import Watch, grown, held, memory, objects, settle

WARM = 0.2  # of all cycles: by then everything was loaded once


def cycle(path: Path, number: int, told: list[object]) -> None:
    """One window, from the first paint until nothing of it is left."""
    preferences = Preferences()
    preferences.change(me=stage.ME, theme=("light", "dark", "high-contrast")[number % 3])
    window, jobs = build_window(preferences)
    told[:] = [window.show_trouble]
    window.show()
    window.open_workspace(path)
    window.open_review(reviewing.review_ids(window.workspace)[number % 3])
    for page in PAGES:
        window.run(page)
        QApplication.processEvents()
    review = window.review
    if review.editable:
        review.do(change_answer(review.review, "MOD-02", review.me, note=f"cycle {number}"))
        review.flush()
        window.run("undo")
        review.flush()
    until = monotonic() + 60
    while jobs.busy() and monotonic() < until:
        QApplication.processEvents()
    window._warned = True
    assert window.close()
    jobs.shutdown()
    told.clear()
    window.deleteLater()
    settle()


def main() -> None:
    """Prints what was seen as one line of JSON."""
    cycles, folder = int(sys.argv[1]), Path(sys.argv[2])
    share_one_heap()
    application = QApplication(["cycles"])
    application.setQuitOnLastWindowClosed(False)
    template = prepared(folder)
    told: list[object] = []
    watch = Watch(lambda error: [tell(error) for tell in told])
    rubbish = Rubbish(application)
    samples, warm, begun = [], None, monotonic()
    for number in range(cycles):
        watch.at = f"cycle {number}"
        cycle(template / "work.readiness", number, told)
        samples.append(round(memory(), 2))
        if number == int(cycles * WARM):
            warm = objects()
        if number % 10 == 0:
            print(number, samples[-1], held(), round(monotonic() - begun), file=sys.stderr, flush=True)
    after = samples[int(cycles * WARM) :]
    part = max(1, len(after) // 8)
    left = objects()
    rubbish.stop()
    watch.stop()
    told_now = {
        "cycles": cycles,
        "seconds": round(monotonic() - begun, 1),
        "growth": round(median(after[-part:]) - median(after[:part]), 2),
        "samples": samples,
        "more": grown(warm, left),
        "left": {kind: left[kind] for kind in ("top-level widgets", "widgets", "threads", "files")},
        "warm": {kind: warm[kind] for kind in ("top-level widgets", "widgets", "threads", "files")},
        "trouble": watch.trouble,
    }
    print(json.dumps(told_now))


if __name__ == "__main__":
    main()

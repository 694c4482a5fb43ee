"""The only place that knows everyone: settings, workspace, services, window."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from ctypes import CDLL, c_char_p, c_int, c_void_p
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from readiness_app.ui.jobs import Jobs
    from readiness_app.ui.main_window import MainWindow
    from readiness_app.ui.preferences import Preferences

RUN_CHILD = "--run-child"
_APT = (
    "sudo apt-get install libegl1 libgl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0 libxcb-xkb1 libxcb-render-util0 libxcb-image0"
)
_NO_SCREEN = (
    "There is no screen to open a window on. Run readiness-app on a machine with a screen, or use `readiness ...` here: "
    "it does everything without one."
)
_M_ARENA_MAX = -8  # malloc.h
NO_WINDOW = 3  # exit code where the machine cannot show a window


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the window, or the self-check; gives the exit code: 0 done, 1 trouble, 2 wrong use, 3 no window possible here."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == [RUN_CHILD]:  # a bundle starts itself to read and draw foreign files apart from the window
        from readiness_app.services import child

        return child.main()
    asked = _parsed(arguments)
    if asked.self_check:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if problem := why_no_window():
        print(problem, file=sys.stderr)
        return NO_WINDOW
    return self_check() if asked.self_check else run(asked.file)


def _parsed(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="readiness-app", description="Decide whether a frontier AI model is ready to be deployed.")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a *.readiness workspace to open, or a PDF to verify")
    parser.add_argument("--self-check", action="store_true", help="try everything once without a screen, say what was done, and end")
    return parser.parse_args(arguments)


def why_no_window() -> str:
    """One line that says what is missing, or an empty text: Qt itself would only abort."""
    try:
        import PySide6.QtGui
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401  only to see whether the system has what Qt needs
    except ImportError as error:
        return f"The window needs libraries that this system lacks ({error}). Install them with: {_APT}"
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return _NO_SCREEN
    return "" if os.environ.get("WAYLAND_DISPLAY") else _why_no_x11()


def _why_no_x11() -> str:
    found = find_spec("PySide6")
    folder = Path(found.origin).parent if found and found.origin else Path()
    plugin = folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if plugin.exists():
        try:
            CDLL(str(plugin))
        except OSError as error:
            return f"The window needs libraries that this system lacks ({error}). Install them with: {_APT}"
    return "" if _display_answers() else _NO_SCREEN


def _display_answers() -> bool:
    with suppress(OSError, AttributeError):
        xcb = CDLL("libxcb.so.1")
        xcb.xcb_connect.restype, xcb.xcb_connect.argtypes = c_void_p, [c_char_p, c_void_p]
        xcb.xcb_connection_has_error.restype, xcb.xcb_connection_has_error.argtypes = c_int, [c_void_p]
        xcb.xcb_disconnect.argtypes = [c_void_p]
        connection = xcb.xcb_connect(None, None)
        broken = bool(xcb.xcb_connection_has_error(connection))
        xcb.xcb_disconnect(connection)
        return not broken
    return True  # cannot be found out here; Qt will say


def run(file: Path | None) -> int:
    """Opens the window, with this file if one is named, and stays until it is closed."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from readiness_app.services.secrecy import without_dumps
    from readiness_app.settings import log_path
    from readiness_app.ui import failures
    from readiness_app.ui.preferences import Preferences
    from readiness_app.ui.rubbish import Rubbish

    without_dumps()
    share_one_heap()
    application = _application()
    preferences = Preferences()
    rubbish = Rubbish(application)
    window, _jobs = build_window(preferences)
    caught = failures.install(QApplication.activeWindow, log_path())
    caught.refused.connect(window.show_trouble)
    after_first_paint(window, partial(open_first, window, preferences, file))
    window.show()
    code = int(application.exec())
    if window.keeper.afterwards is not None:
        window.keeper.afterwards()  # the backup; who is still there is asked where it fails
    window.deleteLater()  # while Python still holds its parts: they are asked until the last moment
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    rubbish.stop()
    return code


def share_one_heap() -> None:
    """One heap for all threads, before there are any: glibc gives each its own, where what one report needed stays taken for good."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):  # another C library
            CDLL(None).mallopt(_M_ARENA_MAX, 1)


def after_first_paint(window: "MainWindow", then: Callable[[], None]) -> None:
    """Runs `then` once the window has been painted: what reads a workspace takes longer to import than the window to appear."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    window.installEventFilter(FirstPaint(window))


def _application() -> "QApplication":
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from readiness_app import __version__

    held = QApplication.instance()
    application = held if isinstance(held, QApplication) else QApplication(["readiness-app"])
    application.setApplicationName("readiness")
    application.setApplicationDisplayName("Readiness")
    application.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("readiness")
    return application


def build_window(preferences: "Preferences") -> "tuple[MainWindow, Jobs]":
    """The window, dressed as the person chose, with nothing open in it yet; needs a QApplication."""
    from PySide6.QtWidgets import QApplication

    from readiness_app.ui.jobs import Jobs
    from readiness_app.ui.main_window import MainWindow
    from readiness_app.ui.preferences import look_of
    from readiness_app.ui.theme import Theme

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look = Theme(look_of(preferences.settings.theme), preferences.settings.zoom)
    look.apply(application)
    jobs = Jobs()
    return MainWindow(preferences, look, jobs), jobs


def open_first(window: "MainWindow", preferences: "Preferences", file: Path | None) -> None:
    """Opens the file that was named, else what was open the last time, else the default workspace, made if there is none."""
    from readiness_app.settings import default_workspace
    from readiness_app.ui.file_commands import is_pdf

    if file is not None and not is_pdf(file):
        window.open_workspace(file)  # says so itself where it cannot
        return
    kept = preferences.settings
    open_noted = partial(_open_noted, window, kept.last_review, file)
    last = Path(kept.last_workspace)
    if kept.last_workspace and last.exists():
        opened = window.open_workspace(last)
    else:
        opened = False  # what was shown the last time was in another file
        window.files.have_own(partial(window.open_workspace, default_workspace()))
    if opened and kept.last_review:
        open_noted()
    elif kept.last_review:
        window.keeper.once_unlocked = open_noted  # an encrypted one asks for its passphrase first
    if file is not None:
        window.verify_file(file)


def _open_noted(window: "MainWindow", noted: str, file: Path | None) -> None:
    """Opens the review that the settings call so; over a report that was named, no other than the one it is about."""
    from readiness_app.services.known_here import review_in
    from readiness_app.services.noted import review_noted_as

    if window.workspace is None:
        return
    wanted = review_noted_as(window.workspace, noted)
    if file is None or review_in(file) == wanted:
        window.open_review(wanted)


def self_check() -> int:
    """Loads everything that is shipped, builds the window, makes and signs a small report; gives 0, or 1 with why."""
    from readiness_app.domain.errors import ReadinessError

    try:
        with TemporaryDirectory(prefix="readiness-check-") as folder:
            for step in _checked(Path(folder)):
                print(step)
    except (ReadinessError, RuntimeError, OSError, KeyError, ValueError) as error:
        print(f"The self-check failed: {error}", file=sys.stderr)
        return 1
    print("Everything works.")
    return 0


def _checked(folder: Path) -> Sequence[str]:
    from datetime import UTC, datetime

    from readiness_app.services import self_check as headless
    from readiness_app.services.workspace import Workspace
    from readiness_app.ui import fonts, icons
    from readiness_app.ui.preferences import Preferences
    from readiness_app.ui.theme import Look

    application = _application()
    fonts.load()
    window, jobs = build_window(Preferences(folder / "settings.json"))
    for look in Look:
        window.look.choose(look=look)
    broken = [name for name in icons.available() if icons.pixmap(name).isNull()]
    if broken:
        raise RuntimeError(f"These icons cannot be drawn: {', '.join(broken)}")
    window.use(Workspace.create(folder / "window.readiness", seals=folder / "seals"))
    window.show()
    application.processEvents()
    window.close()
    jobs.shutdown()
    done = headless.run(folder, datetime.now(UTC))
    return (f"fonts, {len(icons.available())} icons and {len(Look)} looks loaded", "window built and shown", *done)

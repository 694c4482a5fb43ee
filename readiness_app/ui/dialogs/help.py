"""A short page of help, and what this program is."""

from PySide6.QtWidgets import QWidget

from readiness_app import __version__
from readiness_app.ui.dialogs.dialog import Dialog


class HelpDialog(Dialog):
    """The way through a review in a few paragraphs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("How a review goes"), self.tr("Close"), parent, width=640)
        self.cancel.hide()
        for title, words in self._parts():
            self.say(title, "strong")
            self.say(words)

    def take(self) -> None:
        """Nothing to return."""

    def _parts(self) -> tuple[tuple[str, str], ...]:
        return (
            (
                self.tr("Start"),
                self.tr("Say what is to be approved and what for. The checklist and your answers on scope decide which items apply."),
            ),
            (
                self.tr("Walk"),
                self.tr(
                    "Take item after item; N goes to the next one that matters most. Adopt what the pack proposes (A), or add claims with "
                    "their sources. Say what is known (Ctrl+1 to Ctrl+6), then whether it is good enough: these are two questions. "
                    "Unknown is a good answer: say why, and where you looked."
                ),
            ),
            (
                self.tr("Gaps"),
                self.tr(
                    "Ask the vendor, set a condition, let a named person accept the risk, or leave it open. "
                    "A hard gate accepts no exception. Gaps and questions (F8) makes a list for the vendor and takes the answers back: "
                    "each waits until you adopt it or set it aside."
                ),
            ),
            (
                self.tr("Decide and sign"),
                self.tr(
                    "Decide shows what still stands in the way. Sealing freezes the review and makes the report; then each role signs it. "
                    "Extract on the Report page makes an unsigned PDF for the vendor or procurement, without what is marked internal or "
                    "stricter; who may see a file is said among its details on the Evidence page (F3)."
                ),
            ),
            (
                self.tr("Find your way"),
                self.tr(
                    "Ctrl+K finds every command and item, Ctrl+F searches the review, Ctrl+? lists the keys. "
                    "Everything is saved at once, Ctrl+Z takes it back."
                ),
            ),
            (
                self.tr("Keep it safe"),
                self.tr(
                    "All reviews of a workspace are in one file; one window at a time works in it. A backup is made when it is closed and "
                    "every 30 minutes after changes, beside the file. File, Backups puts one back and keeps the file that is there. "
                    "File, Encrypt puts all of it under a passphrase."
                ),
            ),
            (
                self.tr("What the history can show"),
                self.tr(
                    "It shows any change made outside the program to what was recorded before the latest signed report or head that "
                    "somebody else holds, and this computer notices a file that was put back to an older state. Two things nothing can "
                    "show: that a person who holds the file deleted it with all that knew of it, or rewrote what nobody else had yet seen."
                ),
            ),
        )


class AboutDialog(Dialog):
    """Name, version and licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Readiness {version}").format(version=__version__), self.tr("Close"), parent, width=460)
        self.cancel.hide()
        self.say(self.tr("Decide whether a frontier AI model is ready to be deployed, and sign what you know and do not know."))
        self.say(
            self.tr("Everything stays on this computer. Apache-2.0; fonts and icons under their own licences, named in NOTICE."), "small"
        )

    def take(self) -> None:
        """Nothing to return."""

"""The one door out of the program: an address is shown in full, with where it leads, before the browser gets it."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from readiness_app.domain.addresses import Destination, Doubt, destination
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible


class LeavingDialog(Dialog):
    """Asks before an address is opened; where it may not be opened the text can still be copied."""

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Open an address"), self.tr("Open in the browser"), parent, icon="globe")
        self._address = address.strip()
        self.where: Destination | None = destination(self._address)
        self.copy_button = Button(self.tr("Copy the address"), "copy")
        self.host = PlainLabel("", "subheading")
        self.whole = PlainLabel("", "mono")  # breaks anywhere, so that nothing of it is cut off
        self.doubts: list[PlainLabel] = []
        self._fill()
        self.foot.insertWidget(self.foot.indexOf(self.cancel), self.copy_button)
        self.copy_button.clicked.connect(self._on_copy)
        self.verb.setEnabled(self.where is not None)
        self.verb.setDefault(False)
        self.cancel.setDefault(True)  # Enter alone leads nowhere

    def take(self) -> str:
        """The address, once it was handed to the browser."""
        assert self.where is not None
        QDesktopServices.openUrl(QUrl.fromEncoded(self.where.address.encode("utf-8"), QUrl.ParsingMode.TolerantMode))
        return self.where.address

    def _fill(self) -> None:
        where = self.where
        if where is None:
            self.say(
                self.tr(
                    "This address is not opened from here: it is none of the web or of mail, or it hides characters. Copy it to look at it."
                )
            )
        else:
            self.say(self.tr("It leads out of this program, to:"))
            self.host.setText(visible(where.host))
            self.add(self.host)
            for doubt in where.doubts:
                self.doubts.append(self.say(self._words(doubt), "error"))
            self.say(self.tr("The whole address:"), "small")
        self.whole.setText(visible(where.address if where is not None else self._address))
        self.add(self.whole)
        if where is not None and where.address != self._address:
            self.say(self.tr("As it was written:"), "small")
            self.say(visible(self._address), "mono")
        if where is not None:
            self.say(self.tr("Whoever runs that site sees that somebody here looked at it."), "small")

    def _words(self, doubt: Doubt) -> str:
        return {
            Doubt.USER: self.tr("What stands before the @ is a name and not the site, even if it looks like one."),
            Doubt.LETTERS: self.tr("The name of the site has letters of another alphabet, which can look like those of a known one."),
            Doubt.NUMBERS: self.tr("The site is named by a number. Published sources are hardly ever named so."),
            Doubt.PLAIN: self.tr("It is not protected (http): on the way it can be read and changed."),
            Doubt.PORT: self.tr("It leads to an unusual port of that machine."),
        }[doubt]

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.copy_button.setText(self.tr("Copied"))

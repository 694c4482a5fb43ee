"""How much is kept beside a signature: one of four levels, and what the chosen one means in a sentence."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from readiness_app.services.signing_off import Level
from readiness_app.ui import theme
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import visible


class LevelField(QWidget):
    """B-B is chosen at first; the others are offered where `address`, that of a time stamp authority, is known."""

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = address
        name = self.tr("What is kept beside the signature")
        options = [Option(value=level, text=self._name(level), tip=self._meaning(level)) for level in Level]
        self.choice = Segmented(options, name)
        self.meaning = PlainLabel("", "small")
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        theme.spaced(column, gap=6)
        column.addWidget(self.choice)
        column.addWidget(self.meaning)
        if not address:
            self.choice.set_allowed([Level.B_B], self._missing())
        self.choice.picked.connect(self._on_picked)
        self.set_level(Level.B_B)

    def level(self) -> Level:
        """The level chosen."""
        value = self.choice.value()
        return value if isinstance(value, Level) else Level.B_B

    def address(self) -> str:
        """The time stamp authority that is asked; empty for B-B, which asks nobody."""
        return self._address if self.level().stamped else ""

    def set_level(self, level: Level) -> None:
        """Choose this level."""
        self.choice.set_value(level)
        words = f"{level.value.upper()}: {self._meaning(level)}"
        self.meaning.setText(words if self._address else f"{words} {self._missing()}")

    def _on_picked(self, value: object) -> None:
        self.set_level(self.level())

    def _name(self, level: Level) -> str:
        return {
            Level.B_B: self.tr("Signature only"),
            Level.B_T: self.tr("Time stamp"),
            Level.B_LT: self.tr("Time stamp and proofs"),
            Level.B_LTA: self.tr("For decades"),
        }[level]

    def _missing(self) -> str:
        return self.tr("The other levels need a time stamp authority; its address is set in Preferences.")

    def _meaning(self, level: Level) -> str:
        address = visible(self._address)
        match level:
            case Level.B_B:
                return self.tr("The signature by itself, with the time that this computer shows. Nothing goes out.")
            case Level.B_T:
                return self.tr("Also a time stamp: {address} confirms when it was signed, and sees nothing of the report.").format(
                    address=address
                )
            case Level.B_LT:
                words = self.tr(
                    "Also the certificates behind it and the proofs that none was revoked. {address} and their issuers are asked."
                )
            case Level.B_LTA:
                words = self.tr(
                    "Also a second time stamp over all of that, so that it stays provable once certificates have expired. {address} and "
                    "the issuers of the certificates are asked."
                )
        return words.format(address=address)

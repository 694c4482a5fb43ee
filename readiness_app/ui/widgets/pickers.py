"""The two axes of an answer: what is known, and whether it is good enough."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from readiness_app.domain.vocabulary import Knowledge, Verdict
from readiness_app.ui.widgets.segmented import Segmented, options_of

KNOWLEDGE_ORDER = (
    Knowledge.KNOWN,
    Knowledge.PARTLY_KNOWN,
    Knowledge.UNKNOWN,
    Knowledge.CONTESTED,
    Knowledge.NOT_APPLICABLE,
    Knowledge.NOT_REVIEWED,
)


class KnowledgePicker(Segmented):
    """Picks a Knowledge; `picked` carries it. The order is that of Ctrl+1 to Ctrl+6."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(options_of(KNOWLEDGE_ORDER), QCoreApplication.translate("KnowledgePicker", "What is known"), parent=parent)


class VerdictPicker(Segmented):
    """Picks a Verdict; `picked` carries it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(options_of(Verdict), QCoreApplication.translate("VerdictPicker", "Is it good enough"), parent=parent)

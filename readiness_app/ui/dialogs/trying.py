"""A dialog that stays open, with everything typed, when what was entered is refused."""

from collections.abc import Callable
from typing import Any

from readiness_app.domain.errors import Refused
from readiness_app.ui.dialogs.dialog import Dialog


def _nothing_against(value: object) -> str:
    return ""


class TryingDialog(Dialog):
    """Subclasses override `entered`. Set `attempt` to do the work with the value; it returns "" or the sentence why not."""

    attempt: Callable[[Any], str] = staticmethod(_nothing_against)

    def entered(self) -> Any:
        """The value; raises ReadinessError where something is missing."""
        raise NotImplementedError

    def take(self) -> Any:
        """The value once the attempt has gone through; raises Refused with its sentence."""
        value = self.entered()
        if sentence := self.attempt(value):
            raise Refused(sentence)
        return value

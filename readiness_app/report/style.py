"""The look of the paper: sizes on a 4-point grid, calm colours, and the faces that text is set in."""

from dataclasses import dataclass, replace
from functools import cache

from readiness_app.domain.vocabulary import GateState, Knowledge, Outcome, Paper, Verdict

WIDTH = 483.2756
"""The column that everything is set in, in points: a good length of line, on every kind of paper the same."""
TOP, BOTTOM = 76.0, 64.0

INK, SOFT, FAINT = "#161B26", "#4A5365", "#626C80"
BORDER, STRONG, GROUND, WHITE = "#DDE1E8", "#8A94A6", "#F5F6F8", "#FFFFFF"
ACCENT, ACCENT_TINT = "#2F4FD0", "#E9EDFB"
GREEN, GREEN_TINT = "#14653A", "#DDF5E6"
AMBER, AMBER_TINT = "#7A4A05", "#FDEFCF"
RED, RED_TINT = "#9B1C31", "#FDE3E6"
VIOLET, VIOLET_TINT = "#5B2E91", "#EFE6FA"
GREY, GREY_TINT = "#4A5365", "#E9ECF1"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of paper, in points. The column stands in its middle, so that only breaks between pages differ from paper to paper."""

    width: float
    height: float

    @property
    def left(self) -> float:
        """Where the column begins."""
        return (self.width - WIDTH) / 2

    @property
    def right(self) -> float:
        """Where the column ends."""
        return self.left + WIDTH

    @property
    def top(self) -> float:
        """The upper edge of what a page holds."""
        return self.height - TOP

    @property
    def room(self) -> float:
        """The height of what a page holds."""
        return self.height - TOP - BOTTOM


A4 = Sheet(595.2756, 841.8898)
LETTER = Sheet(612.0, 792.0)
SHEETS = {Paper.A4: A4, Paper.LETTER: LETTER}


@dataclass(frozen=True, slots=True)
class Face:
    """How a run of text looks: font, size and leading in points, colour."""

    font: str
    size: float
    leading: float
    color: str = INK

    def on(self, color: str) -> "Face":
        """The same face in another colour."""
        return _other(self, self.font, color)

    def bold(self) -> "Face":
        """The same face in semibold."""
        return _other(self, "Inter-SemiBold", self.color)


@cache
def _other(face: Face, font: str, color: str) -> Face:
    return replace(face, font=font, color=color)  # asked for a thousand times, and there are a dozen


BODY = Face("Inter", 9.5, 14)
PROSE = Face("Inter", 10, 16)
SMALL = Face("Inter", 8, 12, SOFT)
TINY = Face("Inter", 7, 10, FAINT)
LABEL = Face("Inter-Medium", 8, 14, FAINT)
MONO = Face("Mono", 8, 12, SOFT)
MONO_SMALL = Face("Mono", 7, 11, SOFT)
HEAD = Face("Inter-SemiBold", 8, 12, FAINT)
CELL = Face("Inter", 8.5, 12)
H1 = Face("Inter-Bold", 20, 28)
H2 = Face("Inter-SemiBold", 14, 20)
H3 = Face("Inter-SemiBold", 11, 16)
H4 = Face("Inter-SemiBold", 9.5, 14)

KNOWLEDGE_COLORS = {
    Knowledge.KNOWN: (GREEN, GREEN_TINT),
    Knowledge.PARTLY_KNOWN: (AMBER, AMBER_TINT),
    Knowledge.UNKNOWN: (RED, RED_TINT),
    Knowledge.CONTESTED: (VIOLET, VIOLET_TINT),
    Knowledge.NOT_REVIEWED: (GREY, WHITE),
    Knowledge.NOT_APPLICABLE: (GREY, GREY_TINT),
}
VERDICT_COLORS = {
    Verdict.UNDECIDED: (GREY, WHITE),
    Verdict.ACCEPTABLE: (GREEN, GREEN_TINT),
    Verdict.ACCEPTABLE_WITH_CONTROL: (AMBER, AMBER_TINT),
    Verdict.NOT_ACCEPTABLE: (RED, RED_TINT),
}
GATE_COLORS = {GateState.CLEAR: (GREEN, GREEN_TINT), GateState.ACCEPTED: (AMBER, AMBER_TINT), GateState.OPEN: (RED, RED_TINT)}
OUTCOME_COLORS = {
    Outcome.APPROVE: (GREEN, GREEN_TINT),
    Outcome.APPROVE_WITH_CONDITIONS: (AMBER, AMBER_TINT),
    Outcome.DEFER: (AMBER, AMBER_TINT),
    Outcome.REJECT: (RED, RED_TINT),
}

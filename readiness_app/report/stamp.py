"""The visible look of a signature: a one-page PDF in the shipped fonts, laid into the signature field."""

from readiness_app.report import style
from readiness_app.report.glyphs import one_line
from readiness_app.report.paper import Paper
from readiness_app.report.shapes import filled, rounded
from readiness_app.report.style import Face, Sheet
from readiness_app.report.typeset import Span, broken, shortened

FIELD_SIZE = (212.0, 76.0)
SEAL_SIZE = (212.0, 50.0)

Row = tuple[str, Face, int]


def stamp(*, role: str, name: str, time_text: str, meaning: str, width: float, height: float) -> bytes:
    """Draws who signed, as what and when, into `width` by `height` points; the meaning is cut to the room there is."""
    rows = _rows(f"Signed as {role.lower()}", name, time_text)
    return _drawn([*rows, (meaning, Face("Inter", 6.5, 8, style.SOFT), max(int((height - 50) // 8), 0))], width, height)


def seal_stamp(*, name: str, time_text: str) -> bytes:
    """Draws which workspace sealed the file and when, to fit inside the frame of the seal's place; `name` is that of its certificate."""
    width, height = SEAL_SIZE
    return _drawn(_rows("Sealed by", name, time_text), width - 2, height - 2)


def _rows(head: str, name: str, time_text: str) -> list[Row]:
    return [
        (head, Face("Inter-Medium", 7, 12, style.FAINT), 1),
        (name, Face("Inter-SemiBold", 11, 14), 1),
        (time_text, Face("Inter", 7, 10, style.SOFT), 1),
    ]


def _drawn(rows: list[Row], width: float, height: float) -> bytes:
    paper = Paper("en", Sheet(width, height))
    paper.new_page()
    paper.shape(filled(rounded(0, 0, width, height, 5), style.WHITE))
    paper.shape(filled(rounded(0, 0, 4, height, 2), style.ACCENT))
    inner, y = width - 22, height - 13
    for text, face, most in rows:
        shown = broken([Span(one_line(text), face)], inner) if most > 1 else [shortened([Span(text, face)], inner)]
        if len(shown) > most:
            shown = shown[: most - 1]  # a whole line fewer reads better than half a word; the signature itself holds it all
        paper.lines(14, y - face.size * 0.4, shown, face.leading, None)
        y -= face.leading * max(len(shown), 1) + 1
    return paper.raw()

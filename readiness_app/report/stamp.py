"""The visible look of a signature: a one-page PDF in the shipped fonts, laid into the signature field."""

from readiness_app.report import style
from readiness_app.report.glyphs import one_line
from readiness_app.report.paper import Paper
from readiness_app.report.shapes import filled, outlined, rounded
from readiness_app.report.style import Face
from readiness_app.report.typeset import Span, broken

FIELD_SIZE = (212.0, 76.0)


def stamp(*, role: str, name: str, time_text: str, meaning: str, width: float, height: float) -> bytes:
    """Draws who signed, as what and when, into `width` by `height` points; the meaning is cut to the room there is."""
    paper = Paper("en", (width, height))
    paper.new_page()
    path = rounded(0.5, 0.5, width - 1, height - 1, 5)
    paper.shape(
        f"{filled(path, style.WHITE)} {outlined(path, style.ACCENT, 0.8)} {filled(rounded(0.5, 0.5, 4, height - 1, 2), style.ACCENT)}"
    )
    inner, y = width - 22, height - 13
    rows: list[tuple[str, Face, int]] = [
        (f"Signed as {role.lower()}", Face("Inter-Medium", 7, 9, style.FAINT), 1),
        (name, Face("Inter-SemiBold", 11, 14), 1),
        (time_text, Face("Inter", 7, 10, style.SOFT), 1),
        (meaning, Face("Inter", 6.5, 8, style.SOFT), max(int((height - 48) // 8), 0)),
    ]
    for text, face, most in rows:
        lines = broken([Span(one_line(text), face)], inner)
        shown = lines[:most]
        if len(lines) > most and shown and shown[-1].pieces:
            shown[-1].pieces[-1].text = shown[-1].pieces[-1].text.rstrip()[:-2] + "…"
        paper.lines(14, y - face.size * 0.4, shown, face.leading, None)
        y -= face.leading * max(len(shown), 1) + 1
    return paper.raw()

"""Documents for tests: PDFs made of lines, and a system card in two revisions in which quotes changed, moved and vanished."""

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

STILL = "The model is trained on data up to December 2025."
MOVED = "Red teaming was done by four outside labs over six weeks."
CHANGED = "Prompts and completions are retained for 30 days and then deleted."
REWORDED = "Prompts and completions are retained for 90 days and then deleted."
CHANGED_TOO = "The refusal rate on the harm benchmark was 97.1 percent of 2,400 prompts."
REWORDED_TOO = "The refusal rate on the harm benchmark was 95.4 percent of 3,100 prompts."
GONE = "No customer content is ever used for training without a signed agreement."
FILLER = "Further remarks about deployment, monitoring and support stand on this page."


def a_pdf(pages: Sequence[Sequence[str]], *, password: str = "", rotate: int = 0) -> bytes:
    """One line below the other on each page."""
    made = io.BytesIO()
    canvas = Canvas(made, encrypt=password or None, invariant=1)
    for lines in pages:
        if rotate:
            canvas.setPageRotation(rotate)
        text = canvas.beginText(60, 760)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def system_card() -> bytes:
    """Four pages; every quote stands on the page of its place in this list, counted from 1: still, moved, the two changed, gone."""
    broken = CHANGED.replace("completions", "comple-\ncompletions").replace("-\ncompletions", "-\ntions").split("\n")
    return a_pdf([[FILLER, STILL], [MOVED, FILLER], [*broken, FILLER, CHANGED_TOO], [GONE, FILLER]])


def system_card_revised() -> bytes:
    """The next revision: one quote still there, one moved to page 4, two changed, one gone."""
    return a_pdf([[STILL, FILLER], [FILLER], [REWORDED, FILLER, REWORDED_TOO], [FILLER, MOVED]])

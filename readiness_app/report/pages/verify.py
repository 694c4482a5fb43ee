"""How to verify this report without trusting whoever sent it."""

from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box, Stack
from readiness_app.report.drawing import bullets, heading, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.style import PROSE, WIDTH, Face
from readiness_app.report.words import count

_COMMAND = Face("Mono", 8, 12)


def verify_page(facts: Facts) -> Iterator[Box]:
    """Steps in plain words, then what they tell and what not."""
    yield heading("How to verify this report", 1, WIDTH, place="verify")
    words = "You need nothing from whoever sent you this file. Every step works offline, and all but the first need no Readiness at all."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    yield from _step(
        "With Readiness", "It checks every point below and more, and says each result in words.", "readiness verify report.pdf"
    )
    yield from _step(
        "The record",
        "The review as data is attached to this file under the name record.json. Take it out and compute its SHA-256. It must be the "
        "digest on the cover and in the footer of every page. It also holds what these pages leave out, such as why a question is asked.",
        "pdfdetach -savefile record.json -o record.json report.pdf\nsha256sum record.json",
    )
    signatures = count(len(facts.review.required_roles), "signature is", "signatures are")
    yield from _step(
        "The signatures",
        f"{signatures} expected, one per role on the last page. Each must be intact, the last must cover the whole file, and each "
        f"certificate must be the one named under Who is to sign.{_seal(facts)}",
        "pdfsig report.pdf",
    )
    yield from _step(
        "The evidence",
        "Each file in the evidence index has its SHA-256 printed in full. A file you hold is the one meant here if its hash is the same.",
        "pdfdetach -list report.pdf\nsha256sum FILE",
    )
    yield heading("What verifying tells you, and what not", 2, WIDTH, place="verify-limits", before=16)
    yield bullets(
        [
            "A good signature proves that the holder of that certificate signed exactly these pages and this record. "
            "It does not prove that what they say is true.",
            "A certificate that is named only in this file proves that the file agrees with itself. "
            "Anyone can make a certificate in anyone's name, so compare its fingerprint with one you got another way.",
            "Without a time stamp from an outside authority, the time in a signature is the signer's own claim.",
        ],
        WIDTH,
        before=4,
    )


def _seal(facts: Facts) -> str:
    if not facts.seal:
        return ""
    return (
        " Before them comes the seal of the workspace that made the file: it says which workspace, never who, and its certificate is "
        "printed beside it."
    )


def _step(title: str, words: str, command: str) -> Iterator[Box]:
    yield paragraph(title, WIDTH, style.H4, before=11, keep_next=True, role="H2")
    yield paragraph(words, WIDTH, before=2, keep_next=True)
    code = paragraph(command, WIDTH - 24, _COMMAND, role="Code")
    yield Stack([code], width=WIDTH, inset=(12, 6, 12, 6), ground=style.GROUND, before=5)

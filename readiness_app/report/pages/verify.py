"""How to verify this report without trusting whoever sent it, and what its history can and cannot promise."""

from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import bullets, heading, labelled, panel, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.style import BODY, MONO, PROSE, WIDTH, Face
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, grouped, moment

_COMMAND = Face("Mono", 8.5, 14)


def verify_page(facts: Facts) -> Iterator[Box]:
    """Steps in plain words, then the history's head and what made the report."""
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
    yield heading("What verifying tells you, and what not", 2, WIDTH, place="verify-limits", before=24)
    yield bullets(
        [
            "A good signature proves that the holder of that certificate signed exactly these pages and this record. "
            "It does not prove that what they say is true.",
            "A certificate that is named only in this file proves that the file agrees with itself. "
            "Anyone can make a certificate in anyone's name, so compare its fingerprint with one you got another way.",
            "Without a time stamp from an outside authority, the time in a signature is the signer's own claim.",
        ],
        WIDTH,
        before=6,
    )
    yield from _history(facts)
    yield from _made_with(facts)


def _seal(facts: Facts) -> str:
    if not facts.seal:
        return ""
    return (
        " Before them comes the seal of the workspace that made the file: it says which workspace, never who, and its certificate is "
        "printed beside it."
    )


def _step(title: str, words: str, command: str) -> Iterator[Box]:
    yield paragraph(title, WIDTH, style.H4, before=14, keep_next=True, role="H2")
    yield paragraph(words, WIDTH, before=2, keep_next=True)
    yield panel([paragraph(command, WIDTH - 32, _COMMAND, role="Code")], WIDTH, before=6)


def _history(facts: Facts) -> Iterator[Box]:
    yield heading("The history", 2, WIDTH, place="history", before=24)
    words = (
        "Every change to this review was written to a history in which each entry holds the hash of the one before. "
        "The history shows any change made outside the program to what was recorded before the latest signed report, or before the latest "
        "head, that somebody else holds. It cannot stop a person who holds the workspace file from deleting it, nor from rewriting "
        "what nobody else has seen yet."
    )
    yield paragraph(words, WIDTH, before=4)
    sealing = facts.review.sealing
    if sealing is None:
        yield paragraph("The head of the history is written here when the review is sealed.", WIDTH, BODY.on(style.SOFT), before=6)
        return
    inner = WIDTH - 92
    yield labelled("Sealed", paragraph(f"{moment(sealing.at)} by {sealing.by}", inner))
    yield labelled("Entries", paragraph(str(sealing.history_length), inner), before=2)
    yield labelled("Head", paragraph(Span(grouped(sealing.history_head), MONO.on(style.INK)), inner, MONO), before=2)


def _made_with(facts: Facts) -> Iterator[Box]:
    sealing = facts.review.sealing
    if sealing is None or not sealing.made_with:
        return
    words = ", ".join(f"{name} {version}" for name, version in sorted(sealing.made_with.items()))
    yield labelled("Made with", paragraph(words, WIDTH - 92), before=2)

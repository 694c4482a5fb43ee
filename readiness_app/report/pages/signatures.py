"""The signature page: the seal's field, then one per required role, with the sentence that is signed."""

from collections.abc import Iterator

from readiness_app.domain.vocabulary import Role
from readiness_app.report import style
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import heading, panel, paragraph, signature_box
from readiness_app.report.facts import Facts
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.report.stamp import FIELD_SIZE, SEAL_SIZE
from readiness_app.report.style import BODY, H4, MONO, MONO_SMALL, PROSE, SMALL, WIDTH
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span
from readiness_app.report.words import grouped, inside, subject_name
from readiness_app.wording import word

_TEXT = WIDTH - FIELD_SIZE[0] - 24


def signatures_page(facts: Facts) -> Iterator[Box]:
    """What is signed, then the seal's field and one per role; a draft says what signing will mean."""
    yield heading("Signatures", 1, WIDTH, place="signatures")
    decision = facts.review.decision
    outcome = f" The decision is: {inside(decision.outcome)}." if decision else ""
    words = (
        f"Each signature stands for this whole file and the record inside it: the review of {subject_name(facts.review.subject)} for "
        f"{inside(facts.review.tier)}, edition {facts.review.edition}.{outcome} Signing changes no page and no answer."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    digest = [Span("Digest  ", SMALL), Span(grouped(facts.digest), MONO_SMALL.on(style.INK))]
    yield paragraph(digest, WIDTH, SMALL, before=6)
    if not facts.final:
        draft = "This is a draft: it has no place for signatures. These roles sign once the review is decided and sealed."
        yield panel([paragraph(draft, WIDTH - 32)], WIDTH, ground=style.AMBER_TINT, bar=style.AMBER, before=16)
    if facts.seal:
        yield _seal(facts)
    for role in facts.review.required_roles:
        yield _place(facts, role)


def _seal(facts: Facts) -> Box:
    words = (
        "It comes before every signature: from then on nothing but the planned signatures may be added. "
        "It says which workspace made this file, never who."
    )
    boxes: list[Box] = [
        paragraph("Seal of the workspace", _TEXT, style.LABEL, keep_next=True, role="H2"),
        paragraph(words, _TEXT, BODY, before=2),
        paragraph(_pin(facts.seal), _TEXT, SMALL, before=4),
    ]
    place = signature_box(facts.seal_field, "Seal of the workspace that made this report", SEAL_SIZE)
    return Stack([Columns([(0, Stack(boxes)), (_TEXT + 24, _beneath("Seal", place))])], keep=True, tag=Tag("Div"), before=24)


def _place(facts: Facts, role: Role) -> Box:
    signatory = facts.review.signatory(role)
    name = signatory.name if signatory else "nobody named yet"
    boxes: list[Box] = [
        paragraph(word(role), _TEXT, style.LABEL, keep_next=True, role="H2"),
        paragraph(name, _TEXT, H4, keep_next=True),
        paragraph(f"By signing I say: {meaning_of_signing(role)}", _TEXT, BODY, before=2),
        paragraph(_pin(signatory.fingerprint if signatory else ""), _TEXT, SMALL, before=4),
    ]
    cells: list[tuple[float, Box | None]] = [(0, Stack(boxes))]
    if facts.final:
        place = signature_box(facts.fields[role], f"Signature of {name} as {inside(role)}", FIELD_SIZE)
        cells.append((_TEXT + 24, _beneath("Signature", place)))
    return Stack([Columns(cells)], keep=True, tag=Tag("Div"), before=24)


def _beneath(label: str, place: Box) -> Box:
    """The field under a label that is as true before signing as after."""
    return Stack([paragraph(label, FIELD_SIZE[0], style.LABEL, keep_next=True), place])


def _pin(fingerprint: str) -> list[Span]:
    if not fingerprint:
        return [Span("No certificate is pinned: the signature is shown by its name only.", SMALL)]
    return [Span("Certificate  ", SMALL), Span(grouped(fingerprint), MONO.on(style.SOFT))]

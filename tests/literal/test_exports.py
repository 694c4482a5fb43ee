"""Text of people and files is literal in every file that the program writes."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path

import pytest

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Audience, ExtractPart
from readiness_app.exchange.comparison_csv import csv_of
from readiness_app.exchange.record import decode_record, encode_record
from readiness_app.services import annex, asking, comparing, extracts, reviewing, sealing
from readiness_app.services.comparing import Side
from readiness_app.services.workspace import Workspace
from tests.literal.exports import Read, read_csv, read_json, read_pdf, read_xlsx
from tests.literal.filling import text_fields
from tests.literal.hostile import PREFIXES, Texts, hides
from tests.literal.review import CONTENT, IDS, States, literal

Told = Callable[..., None]
MORE = {CONTENT, "Entry.actor", "Entry.machine"}


def whole_of(found: Read) -> set[str]:
    assert found.problems == []
    return found.whole


# Texts that a report does not print, and why.
NOT_PRINTED = {
    **dict.fromkeys(("Claim.id", "Claim.row"), "handles; they stand in the record inside"),
    **dict.fromkeys(("Item.why", "Item.evidence_wanted", "Item.vendor_question", "Item.internal_prompt"), "help for reviewers"),
    **dict.fromkeys(("Item.crosswalk", "Checklist.summary", "LookAgain.note"), "in the record inside"),
    **dict.fromkeys(("Correction.address", "VendorReply.document"), "in the record inside; an address of the web would become a link"),
    **dict.fromkeys(("Entry.actor", "Entry.machine"), "the history stays in the workspace"),
    "SignOff.name": "made after the report: it stands in the signature",
    "a file's words": "inside the embedded file",
}


@pytest.mark.parametrize("path", ["Item.vendor_question", "Item.evidence_wanted"])
def test_a_question_list_as_a_spreadsheet(path: str) -> None:
    number = literal(Texts()).texts.numbers[path]
    made = literal(Texts(turn=PREFIXES.index("=") - number))  # so that this text begins like a formula
    found = read_xlsx(asking.file_of(made.review, made.review.questions[0], ".xlsx"), made.texts)
    assert {"Item.vendor_question", "Item.evidence_wanted", "Section.title", "Subject.model", "QuestionList.made_by"} <= whole_of(found)


_ABOUT = ("vendor", "model", "snapshot", "route", "region", "access")
_SHOWN = {
    *(f"Subject.{one}" for one in _ABOUT),
    *(f"Claim.{one}" for one in ("statement", "source", "quote", "counted")),
    *(f"Evidence.{one}" for one in ("title", "publisher", "address", "revision")),
    *("Checklist.title", "Section.title"),
}
_CONDITION = {"Condition.what", "Condition.proof"}
_VENDOR = _SHOWN | {"Item.question", "Item.vendor_question", "Item.evidence_wanted"}
_PROCUREMENT = _SHOWN | _CONDITION | {"Item.question", "Condition.owner", "Signatory.name", "VendorReply.by", "VendorReply.statement"}
EXTRACTS = [
    (Audience.VENDOR, (), _VENDOR),
    (Audience.VENDOR, (ExtractPart.DECISION, ExtractPart.CONDITIONS), _VENDOR | _CONDITION),
    (Audience.PROCUREMENT, (), _PROCUREMENT),
    (Audience.PROCUREMENT, (ExtractPart.RATIONALE, ExtractPart.ANSWERS), _PROCUREMENT | {"Decision.rationale"}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("audience", "parts", "allowed"), EXTRACTS)
def test_an_extract_shows_these_texts_as_they_were_written_and_no_other(
    made_states: States, audience: Audience, parts: tuple[ExtractPart, ...], allowed: set[str]
) -> None:
    texts = made_states.made.texts
    with Workspace.open(made_states.sealed) as workspace:
        found = read_pdf(extracts.pdf_of(extracts.preview(workspace, "R1", audience, parts)), texts)
    assert found.problems == []
    assert {texts.path_of(int(start[1:4])) for start in found.starts} == allowed
    claim = made_states.made.review.answers["LIT-02"].claims[1]  # rests on a file under NDA
    assert not any(start in claim.statement for start in found.starts)


def renamed(value: object, names: dict[str, str]) -> object:
    """A value in which these texts, keys too, are others."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return names.get(value, value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: renamed(getattr(value, one.name), names) for one in fields(value)})
    if isinstance(value, Mapping):
        return {renamed(key, names): renamed(inner, names) for key, inner in value.items()}
    return tuple(renamed(inner, names) for inner in value) if isinstance(value, tuple) else value


def test_a_record_from_elsewhere_may_hold_anything_in_its_ids() -> None:
    texts = Texts()
    made = literal(texts, foreign=True).review
    names = {item: texts.of("an item's id", number) for number, item in enumerate(IDS)}
    names |= {"LIT": texts.of("a section's id"), "MORE": texts.of("a section's id", 1), "k0": texts.of("a condition's id")}
    other = renamed(made, names)
    assert isinstance(other, Review) and decode_record(encode_record(other)) == other
    found = read_csv(csv_of(comparing.compare_sides(Side(made, ""), Side(other, ""))), texts)
    assert "an item's id" in whole_of(found)


def written(states: States, folder: Path) -> dict[str, Read]:
    """Every file that is made of a review, as other libraries read it."""
    made, texts = states.made, states.made.texts
    found = {"report": read_pdf(states.report.read_bytes(), texts)}
    for suffix, reads in ((".pdf", read_pdf), (".xlsx", read_xlsx)):
        found[f"questions{suffix}"] = reads(asking.file_of(made.review, made.review.questions[0], suffix), texts)
    with Workspace.open(states.opened) as workspace:
        review = reviewing.load_review(workspace, "R1")
        found["draft"] = read_pdf(sealing.draft_report(workspace, review), texts)
        found["record"] = read_json(encode_record(review), texts)
        compared = comparing.compare(workspace, "R1@1", "R1")
    found["comparison.pdf"] = read_pdf(comparing.pdf_of(compared), texts)
    found["comparison.csv"] = read_csv(csv_of(compared), texts)
    with Workspace.open(states.sealed) as workspace:
        listed = annex.write_annex(workspace, "R1", folder / "annex")
    found["annex"] = read_json((listed.folder / annex.LIST_NAME).read_bytes(), texts, without=("file",))
    names = [one.name for one in listed.folder.iterdir()]
    found["annex"].problems += [f"{name!r} is no plain name" for name in names if any(hides(one) or one in '/\\:*?"<>|' for one in name)]
    return found


def problems_of(found: Mapping[str, Read]) -> list[str]:
    return [f"{name}: {problem}" for name, one in found.items() for problem in one.problems]


@pytest.mark.slow
def test_every_text_in_every_file_that_is_written(made_states: States, tmp_path: Path, told: Told) -> None:
    texts = made_states.made.texts
    found = written(made_states, tmp_path)
    problems = problems_of(found)
    printed = found["report"].whole | found["draft"].whole
    missing = {path for path in texts.numbers if path in text_fields(Review) or path in MORE} - printed
    told(
        "hostile",
        case="every text in every file written",
        how="the same markers; the files are read by PDFium, QPDF, openpyxl and a JSON and a CSV reader",
        must="every text as it was written, no formula, no link but to web and mail, no picture, no action",
        happened=(
            f"{len(found)} files, {sum(one.strings for one in found.values()):,} texts: {len(problems)} not literal or active; "
            f"{len(printed)} fields printed in the report, {len(missing - set(NOT_PRINTED))} missing without a reason"
        ),
        times=len(found),
    )
    assert problems == []
    assert missing == set(NOT_PRINTED)

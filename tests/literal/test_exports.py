"""Text of people and files is literal in every file that the program writes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_app.exchange.comparison_csv import csv_of
from readiness_app.exchange.record import encode_record
from readiness_app.services import annex, asking, comparing, reviewing, sealing
from readiness_app.services.workspace import Workspace
from tests.literal.exports import Read, read_csv, read_json, read_pdf, read_xlsx
from tests.literal.hostile import Texts, hides
from tests.literal.review import States, literal

Told = Callable[..., None]
NEVER = {"a message", "a file's name", "a folder's name"}  # of messages and of files, not of a review


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


def test_a_question_list_as_a_spreadsheet() -> None:
    made = literal(Texts())
    found = read_xlsx(asking.file_of(made.review, made.review.questions[0], ".xlsx"), made.texts)
    assert {"Item.vendor_question", "Item.evidence_wanted", "Section.title", "Subject.model", "QuestionList.made_by"} <= whole_of(found)


@pytest.mark.slow
def test_every_text_in_every_file_that_is_written(made_states: States, tmp_path: Path, told: Told) -> None:
    made, texts = made_states.made, made_states.made.texts
    found = {"report": read_pdf(made_states.report.read_bytes(), texts)}
    for suffix, reads in ((".pdf", read_pdf), (".xlsx", read_xlsx)):
        found[f"questions{suffix}"] = reads(asking.file_of(made.review, made.review.questions[0], suffix), texts)
    with Workspace.open(made_states.opened) as workspace:
        review = reviewing.load_review(workspace, "R1")
        found["draft"] = read_pdf(sealing.draft_report(workspace, review), texts)
        found["record"] = read_json(encode_record(review), texts)
        compared = comparing.compare(workspace, "R1@1", "R1")
    found["comparison.pdf"] = read_pdf(comparing.pdf_of(compared), texts)
    found["comparison.csv"] = read_csv(csv_of(compared), texts)
    with Workspace.open(made_states.sealed) as workspace:
        written = annex.write_annex(workspace, "R1", tmp_path / "annex")
    found["annex"] = read_json((written.folder / annex.LIST_NAME).read_bytes(), texts, without="file")
    odd = [one.name for one in written.folder.iterdir() if any(hides(letter) or letter in '/\\:*?"<>|' for letter in one.name)]
    problems = [f"{name}: {problem}" for name, one in found.items() for problem in one.problems]
    printed = found["report"].whole | found["draft"].whole
    missing = {path for path in texts.numbers if path.split(".")[0] not in ("Pack", "PackSubject", "Settings")} - printed
    told(
        "hostile",
        case="every text in every file written",
        how="the same markers; the files are read by PDFium, QPDF, openpyxl and a JSON and a CSV reader",
        must="every text as it was written, no formula, no link but to web and mail, no picture, no action",
        happened=(
            f"{len(found)} files, {sum(one.strings for one in found.values()):,} texts: {len(problems) + len(odd)} not literal or active; "
            f"{len(printed)} fields printed in the report, {len(missing - set(NOT_PRINTED) - NEVER)} missing without a reason"
        ),
        times=len(found),
    )
    assert problems == []
    assert odd == []
    assert missing - NEVER == set(NOT_PRINTED)

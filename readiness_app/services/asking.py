"""Questions to the vendor: made into a list of the review and into the files that are sent."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from readiness_app.domain.asking import asking_step, list_named, question_list
from readiness_app.domain.changes import require_open
from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.review import Review
from readiness_app.domain.vendor import QuestionList
from readiness_app.exchange.question_sheet import SheetList, SheetQuestion
from readiness_app.exchange.record import digest_of, encode_record
from readiness_app.services import reviewing
from readiness_app.services.sealing import write_whole
from readiness_app.services.workspace import Workspace

SUFFIXES = (".xlsx", ".pdf")


def new_list(review: Review, items: Sequence[str], by: str, at: datetime, due: date | None = None) -> QuestionList:
    """A list of these items, not yet in the review; it names the digest of the record as it stands. Raises Refused, ReviewSealed."""
    require_open(review)
    reviewing.require_name(by)
    digest = digest_of(encode_record(review))
    return question_list(review, items, by=by, at=at, on=at.astimezone().date(), due=due, digest=digest)


def kind_of(path: Path) -> str:
    """ ".xlsx" or ".pdf"; raises Refused for a name that ends otherwise."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(f"{path.name} should end in .xlsx, to be filled in, or in .pdf, to be read. Nothing was written.")
    return suffix


def file_of(review: Review, asked: QuestionList, suffix: str) -> bytes:
    """The list as a file, ".xlsx" or ".pdf". Raises Refused where a text is longer than a cell can hold."""
    listed = sheet_list(review, asked)
    if suffix == ".pdf":
        from readiness_app.report.questions import build_questions  # ReportLab is imported when the first list is made, never at start

        return build_questions(review, asked)
    from readiness_app.exchange.question_sheet import written

    return written(listed)


def sheet_list(review: Review, asked: QuestionList) -> SheetList:
    """The list with its words, in the checklist's order, grouped by section."""
    numbers = {question.item: question for question in asked.items}
    questions = tuple(
        SheetQuestion(
            number=numbers[item.id].number,
            item=item.id,
            section=section.title,
            about=item.question,
            question=item.vendor_question,
            wanted=item.evidence_wanted,
            digest=numbers[item.id].text_digest,
        )
        for section in review.checklist.sections
        for item in section.items
        if item.id in numbers
    )
    return SheetList(
        review=review.id,
        list=asked.id,
        vendor=review.subject.vendor,
        model=review.subject.model,
        made=asked.made,
        made_by=asked.made_by,
        due=asked.due,
        digest=asked.digest,
        questions=questions,
    )


def make_list(
    workspace: Workspace,
    review: Review,
    items: Sequence[str],
    by: str,
    at: datetime,
    outs: Sequence[Path],
    due: date | None = None,
) -> tuple[Review, QuestionList]:
    """Writes a new list into the review and into files, and says on each of its items that the vendor was asked.

    The files are made first, so that what cannot be written is refused before anything changes. Raises Refused, ReviewSealed; Unreadable
    where a file cannot be put in its place, and then the list is in the review and can be written again.
    """
    asked = new_list(review, items, by, at, due)
    files = [(out, file_of(review, asked, kind_of(out))) for out in outs]
    after = reviewing.apply(workspace, review, asking_step(review, asked, at.astimezone().date()), by, at)
    for out, data in files:
        _put(out, data, asked)
    return after, asked


def _put(out: Path, data: bytes, asked: QuestionList) -> None:
    try:
        write_whole(out, data)
    except Unreadable as error:
        raise Unreadable(f"List {asked.id} is in the review, but its file is not written. {error}") from error


def write_again(review: Review, list_id: str, outs: Sequence[Path]) -> QuestionList:
    """Writes the files of a list that was made before; raises NotFound, Refused, Unreadable."""
    asked = list_named(review, list_id)
    for out in outs:
        write_whole(out, file_of(review, asked, kind_of(out)))
    return asked

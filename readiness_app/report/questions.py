"""A question list as a PDF to send: the vendor's questions by section, tagged and drawn like the report."""

from collections.abc import Iterator

from readiness_app.domain.checklist import Section
from readiness_app.domain.review import Review
from readiness_app.domain.vendor import QuestionList
from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import Column, Words, heading, panel, paragraph, question_to, table
from readiness_app.report.finish import finished
from readiness_app.report.flow import Flow, Furniture
from readiness_app.report.glyphs import one_line
from readiness_app.report.metadata import Card
from readiness_app.report.paper import Paper
from readiness_app.report.style import BODY, CELL, PROSE, SMALL, WIDTH
from readiness_app.report.words import count, day, grouped, short, subject_name

_COLUMNS = (Column("No.", 36), Column("Id", 64), Column("Question", 223), Column("What counts as evidence", WIDTH - 323))


def build_questions(review: Review, asked: QuestionList) -> bytes:
    """The list as PDF bytes; the same arguments give the same bytes. Its words are those of the review's checklist."""
    title = f"Questions to {review.subject.vendor} about {subject_name(review.subject)}"
    paper = Paper(review.frame.language, style.SHEETS[review.frame.paper])
    flow = Flow(paper, _furniture(review, asked))
    flow.part(_boxes(review, asked), header=False)
    card = Card(
        title=one_line(f"{title} (review {review.id}, list {asked.id})"),
        author=one_line(asked.made_by),
        language=review.frame.language,
        made=asked.made,
        digest=asked.digest,
    )
    return finished(paper, card, ())


def _furniture(review: Review, asked: QuestionList) -> Furniture:
    return Furniture(
        subject=f"Questions about {subject_name(review.subject)}",
        marking=f"List {asked.id}",
        edition=f"Review {review.id}, list {asked.id}",
        digest=short(asked.digest),
        draft=False,
        foot=f"Review {review.id}  ·  list {asked.id}  ·  digest {short(asked.digest)}",
    )


def _boxes(review: Review, asked: QuestionList) -> Iterator[Box]:
    subject = review.subject
    yield heading(f"Questions to {subject.vendor}", 1, WIDTH, place="questions")
    exact = ", ".join(part for part in (subject.snapshot, subject.route, subject.region, subject.access) if part.strip())
    yield paragraph(f"About {subject_name(subject)}{f' ({exact})' if exact else ''}", WIDTH, style.H3.on(style.SOFT), before=2)
    yield _told(review, asked)
    numbers = {question.item: question.number for question in asked.items}
    for place, section in enumerate(review.checklist.sections):
        rows = _rows(section, numbers)
        if rows:
            yield heading(section.title, 2, WIDTH, place=f"section-{place}", before=22)
            yield table(_COLUMNS, rows, before=4)


def _told(review: Review, asked: QuestionList) -> Box:
    inner = WIDTH - 32
    wanted = f"Please answer by {day(asked.due)}." if asked.due else "No day is set for the answers."
    how = (
        "The easiest way is the spreadsheet with the same list number. In any other form, please name the number and id of each question. "
        "Above each question stands, smaller, what the reviewers ask themselves."
    )
    about = f"Review {review.id}, list {asked.id}. SHA-256 of the review's record when the questions were made:"
    lines: list[Box] = [
        paragraph(f"{wanted} {count(len(asked.items), 'question')}.", inner, PROSE.bold()),
        paragraph(f"Sent by {asked.made_by} on {day(asked.made.date())}. {how}", inner, BODY, before=2),
        paragraph(about, inner, SMALL, before=6),
        paragraph(grouped(asked.digest), inner, style.MONO_SMALL),
    ]
    return panel(lines, WIDTH, before=14)


def _rows(section: Section, numbers: dict[str, int]) -> list[list[Box | Words]]:
    return [
        [
            str(numbers[item.id]),
            paragraph(item.id, 52, CELL.bold()),
            question_to(item.question, item.vendor_question),
            paragraph(item.evidence_wanted, WIDTH - 335, SMALL),
        ]
        for item in section.items
        if item.id in numbers
    ]

"""Question lists made and taken back through the services, on a real workspace and real files."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from readiness_app.domain.errors import InvalidFile, NotFound, Refused, ReviewSealed, Unreadable
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Confidentiality, State
from readiness_app.exchange.record import decode_record, digest_of, encode_record
from readiness_app.services import asking, replying, reviewing
from readiness_app.services.evidence import Details
from readiness_app.services.workspace import Workspace
from tests.builders import NOW
from tests.services.conftest import BY

LIMITS = {"file_limit": 10_000_000, "review_limit": 100_000_000}
ITEMS = ("PRV-01", "PRV-02")


def made(workspace: Workspace, review: Review, folder: Path) -> tuple[Review, Path]:
    out = folder / "q.xlsx"
    return asking.make_list(workspace, review, ITEMS, BY, NOW, [out])[0], out


def filled(path: Path, answers: dict[str, object]) -> Path:
    book = openpyxl.load_workbook(path)
    for name, value in answers.items():
        book["Questions"][name] = value
    book.save(path)
    return path


def taken(workspace: Workspace, review: Review, path: Path, **details: Any) -> tuple[Review, replying.TakenIn]:
    return replying.take_in(workspace, review, path, Details(**details), BY, NOW, **LIMITS)


def test_a_list_stands_in_the_review_with_the_digest_of_the_record_before(workspace, review, tmp_path) -> None:
    digest = digest_of(encode_record(review))
    after, out = made(workspace, review, tmp_path)
    assert out.exists() and after.questions[0].digest == digest
    assert reviewing.load_review(workspace, review.id) == after
    assert decode_record(encode_record(after)).questions == after.questions


def test_the_history_tells_the_list_and_each_item(workspace, review, tmp_path) -> None:
    made(workspace, review, tmp_path)
    told = [(entry.operation, entry.target) for entry in reviewing.history(workspace, review.id)]
    assert told[-3:] == [("ask", "Q1"), ("ask", "PRV-01"), ("ask", "PRV-02")]


def test_a_list_can_be_written_again_as_it_was(workspace, review, tmp_path) -> None:
    after, _ = asking.make_list(workspace, review, ITEMS, BY, NOW, [tmp_path / "one.pdf"])
    asking.write_again(after, "Q1", [tmp_path / "two.pdf"])
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_another_kind_of_file_is_refused_before_anything_changes(workspace, review, tmp_path) -> None:
    with pytest.raises(Refused, match=r"\.xlsx, to be filled in"):
        asking.make_list(workspace, review, ITEMS, BY, NOW, [tmp_path / "q.docx"])
    assert reviewing.load_review(workspace, review.id).questions == ()


def test_a_file_that_cannot_be_written_leaves_a_list_to_write_again(workspace, review, tmp_path) -> None:
    with pytest.raises(Unreadable, match="List Q1 is in the review"):
        asking.make_list(workspace, review, ITEMS, BY, NOW, [tmp_path / "missing" / "q.xlsx"])
    asking.write_again(reviewing.load_review(workspace, review.id), "Q1", [tmp_path / "q.xlsx"])
    assert (tmp_path / "q.xlsx").exists()


def test_a_list_that_is_not_there(review, tmp_path) -> None:
    with pytest.raises(NotFound):
        asking.write_again(review, "Q1", [tmp_path / "q.xlsx"])


def test_what_came_back_is_kept_and_waits(workspace, review, tmp_path) -> None:
    review, out = made(workspace, review, tmp_path)
    after, found = taken(workspace, review, filled(out, {"F8": "In the EU.", "G8": "Val"}))
    (evidence,) = after.evidence
    assert (evidence.title, evidence.confidentiality) == ("Vendor replies from Anthropic, list Q1", Confidentiality.INTERNAL)
    assert [(reply.item, reply.statement, reply.file) for reply in after.replies] == [("PRV-01", "In the EU.", evidence.sha256)]
    assert found.reading.empty == 1
    assert reviewing.load_review(workspace, review.id) == after


def test_the_same_file_does_nothing_the_second_time(workspace, review, tmp_path) -> None:
    review, out = made(workspace, review, tmp_path)
    once, _ = taken(workspace, review, filled(out, {"F8": "In the EU."}))
    twice, found = taken(workspace, once, out)
    assert (twice, found.again) == (once, True)
    assert replying.told(found.reading, again=True)[0] == "This file was read before. Nothing was changed."


def test_a_second_file_brings_only_what_is_new(workspace, review, tmp_path) -> None:
    review, out = made(workspace, review, tmp_path)
    review, _ = taken(workspace, review, filled(out, {"F8": "In the EU."}))
    after, found = taken(workspace, review, filled(out, {"F9": "30 days."}), title="Second batch")
    assert [reply.item for reply in after.replies] == ["PRV-01", "PRV-02"]
    assert found.reading.read_before == 1 and after.evidence[-1].title == "Second batch"


def test_an_empty_list_changes_nothing(workspace, review, tmp_path) -> None:
    review, out = made(workspace, review, tmp_path)
    after, found = taken(workspace, review, out)
    assert (after, found.evidence) == (review, None)


def test_a_foreign_list_is_taken_in_without_loss(workspace, review, tmp_path) -> None:
    book = openpyxl.Workbook()
    for row in (("Question", "Answer"), ("Where is the data?", "Here."), ("How long?", "A year.")):
        book.active.append(row)
    book.save(tmp_path / "foreign.xlsx")
    after, found = taken(workspace, review, tmp_path / "foreign.xlsx")
    assert [(reply.question, reply.statement, reply.item) for reply in after.replies] == [
        ("Where is the data?", "Here.", ""),
        ("How long?", "A year.", ""),
    ]
    assert found.reading.unmatched == 2


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"No.,Answer\n1,yes", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99])
def test_what_is_no_list_is_a_sentence_and_changes_nothing(workspace, review, tmp_path, data: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(data)
    with pytest.raises(InvalidFile, match=r"was not read as a list of answers: .* Nothing was changed"):
        taken(workspace, review, tmp_path / "x.xlsx")
    assert reviewing.load_review(workspace, review.id) == review


@pytest.mark.slow
def test_a_million_rows_end_in_a_sentence_or_a_result(workspace, review, tmp_path) -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += b"<row><c t='inlineStr'><is><t>Answer</t></is></c><c t='inlineStr'><is><t>Question</t></is></c></row>"
    sheet += b"".join(b"<row><c><v>%d</v></c></row>" % number for number in range(1_000_000)) + b"</sheetData></worksheet>"
    review, out = made(workspace, review, tmp_path)
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    out.write_bytes(packed.getvalue())
    with pytest.raises(InvalidFile, match=r"20,000 rows|stopped after|too much time|characters"):
        taken(workspace, review, out)


def test_a_file_over_the_limit_is_not_opened(workspace, review, tmp_path) -> None:
    review, out = made(workspace, review, tmp_path)
    with pytest.raises(Refused, match="limit"):
        replying.read_file(out, 100)


def test_a_sealed_review_is_neither_asked_about_nor_answered(workspace, review, tmp_path) -> None:
    review, out = made(workspace, review, tmp_path)
    shut = replace(review, state=State.SEALED)
    with pytest.raises(ReviewSealed):
        asking.new_list(shut, ITEMS, BY, NOW)
    with pytest.raises(ReviewSealed):
        taken(workspace, shut, out)

"""Files that different readers would read differently, and bytes where none should be: refused by how the file is built."""

import contextlib
import io
import re
from dataclasses import replace

import pikepdf
import pytest

from readiness_app.domain.errors import Unreadable
from tests.forgeries.making import Case, Update, failed, number_of, previous_table, verified, written


def _page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def _rewritten_page(data: bytes) -> dict[int, bytes]:
    """The first page, turned upside down, as an object of an update."""
    return {number_of(data, _page): written(data, _page).replace(b"/Rotate 0", b"/Rotate 180")}


def _some_object(data: bytes) -> tuple[int, int]:
    found = re.findall(rb"\n(\d+) 0 obj", data)[3]
    return data.index(b"\n%s 0 obj" % found) + 1, int(found)


def test_the_attackers_writer_writes_what_readers_read(case: Case) -> None:
    """Otherwise the refusals below would prove nothing."""
    forged = Update(_rewritten_page(case.twice), case.twice).written()
    with pikepdf.open(io.BytesIO(forged), attempt_recovery=False) as pdf:
        assert pdf.pages[0].obj.Rotate == 180
    assert "structure" not in failed(forged) and "nothing_changed" in failed(forged)


def appended(case: Case) -> bytes:
    return case.twice + b"% and one more thing\n"


def a_second_end(case: Case) -> bytes:
    return case.twice + b"startxref\n%d\n%%%%EOF\n" % previous_table(case.twice)


def an_end_without_a_start(case: Case) -> bytes:
    return case.twice + b"%%EOF\n"


def prepended(case: Case) -> bytes:
    return b"GIF89a\n" + case.twice


def an_empty_line_first(case: Case) -> bytes:
    return b"\n" + case.twice


def another_header(case: Case) -> bytes:
    return case.twice.replace(b"%PDF-1.7", b"%PDF-3.7", 1)


def a_table_of_old_style(case: Case) -> bytes:
    data, objects = case.twice, _rewritten_page(case.twice)
    ((number, body),) = objects.items()
    at = len(data)
    data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(data)
    entries = re.search(rb"/Root \d+ 0 R", case.twice[previous_table(case.twice) :])
    assert entries
    data += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 9999 %s /Prev %d >>\n" % (number, at, entries[0], previous_table(case.twice))
    return data + b"startxref\n%d\n%%%%EOF\n" % table


def a_hybrid_table(case: Case) -> bytes:
    """The trailer of an old-style table names a second, hidden table."""
    hidden = Update(_rewritten_page(case.twice), case.twice).written()
    table = len(hidden)
    root = re.search(rb"/Root \d+ 0 R", case.twice[previous_table(case.twice) :])
    assert root
    trailer = (root[0], previous_table(hidden), previous_table(case.twice))
    return hidden + b"xref\n0 0\ntrailer\n<< /Size 9999 %s /XRefStm %d /Prev %d >>\n" % trailer + b"startxref\n%d\n%%%%EOF\n" % table


def a_hidden_table_named(case: Case) -> bytes:
    return Update({}, case.twice, extra=b"/XRefStm 20").written()


def words_between_objects(case: Case) -> bytes:
    return Update(_rewritten_page(case.twice), case.twice, junk=b"% nobody lists this\n").written()


def an_object_that_no_table_lists(case: Case) -> bytes:
    return Update({}, case.twice, junk=b"3 0 obj\n<< /Type /Catalog >>\nendobj\n").written()


def an_object_in_two_places(case: Case) -> bytes:
    """The same object twice in one update: readers that repair files take the other one."""
    ((number, body),) = _rewritten_page(case.twice).items()
    return Update({number: body}, case.twice, junk=b"%d 0 obj\n<< >>\nendobj\n" % number).written()


def an_object_inside_another(case: Case) -> bytes:
    """The table leads into the middle of a stream that the report has had from the start."""
    inner = case.twice.index(b"stream\n") + 20
    return Update({}, case.twice, rows=((number_of(case.twice, _page), 1, inner, 0),)).written()


def the_offset_of_another(case: Case) -> bytes:
    at, _ = _some_object(case.twice)
    return Update({}, case.twice, rows=((number_of(case.twice, _page), 1, at, 0),)).written()


def an_object_in_a_stream(case: Case) -> bytes:
    ((number, body),) = _rewritten_page(case.twice).items()
    head = b"%d 0 " % number
    parts = (len(head), len(head) + len(body), head, body)
    stream = b"<< /Type /ObjStm /N 1 /First %d /Length %d >>\nstream\n%s%s\nendstream" % parts
    return Update({9000: stream}, case.twice, rows=((number, 2, 9000, 0),)).written()


def an_extended_stream(case: Case) -> bytes:
    pack = case.twice.index(b"/Type /ObjStm")
    return Update({1: b"<< /Extends 2 0 R %s" % case.twice[pack : case.twice.index(b"endobj", pack)]}, case.twice).written()


def a_removed_object(case: Case) -> bytes:
    return Update({}, case.twice, rows=((number_of(case.twice, _page), 0, 0, 1),)).written()


def another_generation(case: Case) -> bytes:
    at, number = _some_object(case.twice)
    return Update({}, case.twice, rows=((number, 1, at, 1),)).written()


def a_table_in_a_circle(case: Case) -> bytes:
    return Update({}, case.twice, previous=len(case.twice) + 10).written()


def an_encrypted_table(case: Case) -> bytes:
    return Update({9000: b"<< /Filter /Standard >>"}, case.twice, extra=b"/Unknown 9000 0 R").written()


def an_entry_given_twice(case: Case) -> bytes:
    ((number, body),) = _rewritten_page(case.twice).items()
    return Update({number: body[:-2] + b"/Rotate 90 >>"}, case.twice).written()


def a_stream_that_lies_about_its_length(case: Case) -> bytes:
    return Update({9000: b"<< /Length 3 >>\nstream\nabcdef\nendstream"}, case.twice).written()


def a_stream_elsewhere(case: Case) -> bytes:
    return Update({9000: b"<< /Length 3 /F (other.txt) >>\nstream\nabc\nendstream"}, case.twice).written()


def a_length_elsewhere(case: Case) -> bytes:
    return Update({9000: b"<< /Length 9001 0 R >>\nstream\nabc\nendstream", 9001: b"3"}, case.twice).written()


def a_table_among_the_objects(case: Case) -> bytes:
    body = b"<< /Type /XRef /W [ 1 1 1 ] /Size 1 /Length 3 >>\nstream\n\0\0\0\nendstream"
    return Update({9000: body}, case.twice).written()


def a_list_that_hides_a_revision(case: Case) -> bytes:
    """The table of a new update follows that of the sealed report: both signatures' updates are skipped."""
    first = int(re.findall(rb"startxref\s+(\d+)", case.twice)[0])
    return Update({9000: b"null"}, case.twice, previous=first).written()


def deeply_nested(case: Case) -> bytes:
    return Update({9000: b"[" * 200 + b"]" * 200}, case.twice).written()


FORGERIES = (
    *(appended, a_second_end, an_end_without_a_start, prepended, an_empty_line_first, another_header, a_table_of_old_style, a_hybrid_table),
    *(a_hidden_table_named, words_between_objects, an_object_that_no_table_lists, an_object_in_two_places, an_object_inside_another),
    *(the_offset_of_another, a_removed_object, another_generation, a_table_in_a_circle),
    *(an_encrypted_table, a_stream_that_lies_about_its_length, a_stream_elsewhere, a_length_elsewhere, a_table_among_the_objects),
    *(a_list_that_hides_a_revision,),
)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.__name__)
def test_a_file_that_is_not_built_as_a_report(case: Case, forgery) -> None:
    """A file that no strict reader opens at all is refused even before the checks."""
    try:
        assert "structure" in failed(forgery(case))
    except Unreadable:
        assert forgery in READ_BY_NOBODY


READ_BY_NOBODY = (a_table_in_a_circle, prepended, an_empty_line_first, an_end_without_a_start)


@pytest.mark.parametrize("forgery", [an_entry_given_twice, deeply_nested], ids=lambda one: one.__name__)
def test_an_object_that_cannot_be_read_in_one_way(case: Case, forgery) -> None:
    with contextlib.suppress(Unreadable):
        assert "structure" in failed(forgery(case))


def test_a_page_rewritten_inside_a_compressed_stream(case: Case) -> None:
    assert "nothing_changed" in failed(an_object_in_a_stream(case))


def test_a_compressed_stream_that_goes_on_in_another(case: Case) -> None:
    assert "nothing_changed" in failed(an_extended_stream(case))


def test_a_table_in_the_place_of_a_page(case: Case) -> None:
    """The table of an update bears the number of an object of the report, which so disappears."""
    forged = Update({}, case.twice, table=number_of(case.twice, lambda pdf: pdf.Root.Outlines)).written()
    assert "nothing_changed" in failed(forged)


def test_another_catalog(case: Case) -> None:
    body = written(case.twice, lambda pdf: pdf.Root)
    forged = Update({9000: body}, case.twice).written()
    root = re.findall(rb"/Root \d+ 0 R", forged)[-1]
    at = forged.rindex(root)
    forged = forged[:at] + b"/Root 9000 0 R" + forged[at + len(root) :]
    assert "nothing_changed" in failed(forged)


def test_a_smaller_size(case: Case) -> None:
    assert "nothing_changed" in failed(Update({}, case.twice, size=20, table=0).written())


def test_a_hole_filled_later(case: Case) -> None:
    """Objects are numbered without holes, so that nothing can wait to be filled in."""
    assert "nothing_changed" in failed(Update({9000: b"<< /A 9001 0 R >>"}, case.twice).written())


def test_an_encrypted_report_is_unreadable(case: Case) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(case.twice)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unreadable):
        verified(out.getvalue())


def test_a_report_saved_again_lost_its_signatures(case: Case) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(case.twice)) as pdf:
        pdf.save(out)
    assert {"structure", "nothing_changed", "signatures_intact"} & set(failed(out.getvalue()))


def test_one_more_line_end_is_no_other_report(case: Case) -> None:
    assert "structure" in failed(case.twice + b"\n\n") and replace(Update({}, case.twice)) == Update({}, case.twice)

"""Reading a report back when it is damaged, grown or somebody else's."""

from io import BytesIO

import pikepdf
import pytest

from readiness_app.domain.errors import Unreadable
from readiness_app.report.embedded import NotAReport, embedded_files, embedded_record, read_inside
from tests.report.conftest import Made


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"%PDF-1.7\nstartxref\n5\n%%EOF\n"])
def test_what_is_no_pdf_cannot_be_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        embedded_record(data)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_report_cannot_be_read(final: Made, share: float) -> None:
    with pytest.raises(Unreadable):
        embedded_record(final.pdf[: int(len(final.pdf) * share)])


def test_bytes_appended_later_do_not_change_what_is_read(final: Made) -> None:
    assert embedded_record(final.pdf + b"\n%junk\nstartxref\n0\n%%EOF\n").record == final.record


def test_a_record_put_in_by_a_later_revision_is_not_believed(final: Made) -> None:
    end = final.pdf.rstrip()
    offset = int(end.rsplit(b"startxref", 1)[1].split()[0])
    root = reader_root(final.pdf)
    new = b"%d 0 obj\n<< /Type /Catalog /AF [] >>\nendobj\n" % root
    at = len(end) + 1
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (root, at, 90000, root, offset)
    grown = end + b"\n" + new + table + b"startxref\n%d\n%%%%EOF\n" % (at + len(new))
    assert embedded_record(grown).record == final.record


def reader_root(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return int(document.Root.objgen[0])


def test_a_locked_pdf_cannot_be_read(final: Made) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unreadable):
        embedded_record(out.getvalue())


def test_a_report_without_its_record_is_not_a_report(final: Made) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(final.pdf)) as pdf:
        del pdf.Root.AF
        pdf.save(out)
    with pytest.raises(NotAReport):
        embedded_record(out.getvalue())
    assert embedded_files(out.getvalue()) == {}


def test_all_that_is_inside_is_read_at_once(final: Made) -> None:
    inside = read_inside(final.pdf + b"\n%junk\nstartxref\n0\n%%EOF\n")
    assert (inside.record, inside.digest, inside.damage) == (final.record, final.digest, "")
    assert inside.files == embedded_files(final.pdf)
    assert inside.first.rstrip() == final.pdf.rstrip()


@pytest.mark.parametrize("place", [0, 1])
def test_a_damaged_stream_inside_has_a_reason(final: Made, place: int) -> None:
    with pikepdf.open(BytesIO(final.pdf)) as document:
        stream = document.Root.AF[place].EF.F.read_raw_bytes()
    start = final.pdf.index(stream)
    inside = read_inside(final.pdf[:start] + b"\x00\xff\x00\xff" + final.pdf[start + 4 :])
    assert (bool(inside.damage), isinstance(inside.files, str)) == (place == 0, True)

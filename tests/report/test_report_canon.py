"""Equality of contents, however a file is written down."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from readiness_app.domain.errors import Unreadable
from readiness_app.domain.vocabulary import Role
from readiness_app.report.canon import first_revision, object_digest
from readiness_app.signing.identities import create_identity, open_identity
from readiness_app.signing.sign import sign_field
from tests.builders import NOW
from tests.report.conftest import FIELDS, Made


def saved(pdf: bytes, change: Callable[[Pdf], None] = lambda document: None, **how: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(out, fix_metadata_version=False, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    "how",
    [
        {"compress_streams": False, "object_stream_mode": pikepdf.ObjectStreamMode.disable},
        {"recompress_flate": True},
        {"linearize": True},
        {"qdf": True},
        {"stream_decode_level": pikepdf.StreamDecodeLevel.all},
    ],
    ids=lambda how: next(iter(how)),
)
def test_another_way_of_writing_gives_the_same_digest(final: Made, how: dict[str, object]) -> None:
    other = saved(final.pdf, **how)
    assert other != final.pdf
    assert object_digest(other) == object_digest(final.pdf)


def renumbered(pdf: bytes) -> bytes:
    """The same objects, written by hand with their numbers turned round."""
    out, places = BytesIO(b"%PDF-1.7\n"), {}
    out.seek(0, 2)
    with pikepdf.open(BytesIO(pdf)) as document:
        last = len(document.objects)

        def turned(thing: pikepdf.Object) -> bytes:
            return re.sub(rb"(\d+) 0 R", lambda found: b"%d 0 R" % (last + 1 - int(found[1])), thing.unparse(resolved=True))

        for thing in document.objects:
            number = last + 1 - thing.objgen[0]
            places[number] = out.tell()
            stream = isinstance(thing, pikepdf.Stream)
            body = turned(Dictionary(dict(thing.items())) if stream else thing)
            data = b"\nstream\n" + thing.read_raw_bytes() + b"\nendstream" if stream else b""
            out.write(b"%d 0 obj\n%s%s\nendobj\n" % (number, body, data))
        trailer = turned(Dictionary(Root=document.Root, Info=document.trailer.Info, Size=last + 1))
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (last + 1, table, trailer, at))
    return out.getvalue()


def test_other_numbers_give_the_same_digest(final: Made) -> None:
    assert object_digest(renumbered(final.pdf)) == object_digest(final.pdf)


def change_a_page(document: Pdf) -> None:
    page = document.pages[1]
    page.Contents = document.make_stream(page.Contents.read_bytes().replace(b"0.184", b"0.185", 1))


def turn_a_page(document: Pdf) -> None:
    document.pages[0].Rotate = 180


def swap_pages(document: Pdf) -> None:
    first = document.pages[3]
    del document.pages[3]
    document.pages.insert(5, first)


def change_the_title(document: Pdf) -> None:
    document.docinfo["/Title"] = pikepdf.String("Another")


def change_a_file(document: Pdf) -> None:
    document.Root.AF[0].EF.F.write(b"{}")


def change_words_for_the_ear(document: Pdf) -> None:
    document.Root.StructTreeRoot.K.Alt = pikepdf.String("nothing to see")


def move_a_field(document: Pdf) -> None:
    document.Root.AcroForm.Fields[0].Rect[0] = 60


def lead_elsewhere(document: Pdf) -> None:
    link = next(a for page in document.pages for a in page.get("/Annots", []) if "/A" in a)
    link.A.URI = pikepdf.String("https://example.org/other")


def add_something_unseen(document: Pdf) -> None:
    document.Root["/Extra"] = Name.Hidden


CHANGES = (
    change_a_page,
    turn_a_page,
    swap_pages,
    change_the_title,
    change_a_file,
    change_words_for_the_ear,
    move_a_field,
    lead_elsewhere,
    add_something_unseen,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_other_content_gives_another_digest(final: Made, change: Callable[[Pdf], None]) -> None:
    assert object_digest(saved(final.pdf, change)) != object_digest(final.pdf)


def test_a_value_moved_from_one_key_to_the_next_is_noticed() -> None:
    def with_keys(**entries: object) -> str:
        with pikepdf.new() as document:
            document.Root.Extra = Dictionary(**entries)
            out = BytesIO()
            document.save(out)
        return object_digest(out.getvalue())

    assert len({with_keys(A=1, B=2), with_keys(A=2, B=1), with_keys(A=12), with_keys(A="12"), with_keys(AB=12)}) == 5


def test_what_is_no_pdf_has_no_digest() -> None:
    with pytest.raises(Unreadable):
        object_digest(b"hello")


def test_the_first_revision_of_an_unsigned_report_is_the_report(final: Made) -> None:
    assert first_revision(final.pdf) == final.pdf


def test_the_first_revision_of_a_signed_report_is_what_was_signed(final: Made, tmp_path: Path) -> None:
    create_identity("Ada Byron", tmp_path / "ada.p12", "a long passphrase", NOW)
    ada = open_identity(tmp_path / "ada.p12", "a long passphrase", NOW)
    words = {"role_label": "security", "meaning": "I have read this.", "now": NOW, "appearance": None}
    signed = sign_field(final.pdf, field=FIELDS[Role.SECURITY], identity=ada, **words)
    assert signed != final.pdf
    assert first_revision(signed) == final.pdf


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nstartxref\n5\n%%EOF\n"])
def test_what_is_no_pdf_has_no_revision(data: bytes) -> None:
    with pytest.raises(Unreadable):
        first_revision(data)

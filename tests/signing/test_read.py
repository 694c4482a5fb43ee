"""What is said of signatures, of honest documents and of others."""

import datetime as dt
import io
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import parser
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from readiness_app.domain.errors import Unreadable
from readiness_app.domain.vocabulary import Role
from readiness_app.signing.changes import only_signed_since
from readiness_app.signing.identities import Identity, load_certificate
from readiness_app.signing.inspection import ADDED, CHANGED, OTHER_KIND, SHARED, UNREADABLE
from readiness_app.signing.pades import UpdateWriter
from readiness_app.signing.pdf import opened
from readiness_app.signing.read import is_trusted, read_signatures
from readiness_app.signing.sign import sign_field

from .conftest import NOW, PLANNED, Issuer, drawn, issued, planned, sign, with_fields


def updated(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The document with an update made by `change`, as an attacker would append one."""
    writer = UpdateWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _field(writer: IncrementalPdfFileWriter, place: int) -> generic.DictionaryObject:
    reference = writer.root["/AcroForm"]["/Fields"].raw_get(place)
    writer.mark_update(reference)
    return reference.get_object()


def _draw_over(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 600 600 re f"))
    writer.update_container(page)


def test_two_signatures_are_both_in_order(twice: bytes) -> None:
    found = read_signatures(twice)
    assert [one.certificate.name for one in found.signatures] == ["Ada Lindqvist", "Björn Okafor"]
    assert all(one.ok for one in found.signatures) and not found.trailing_changes
    assert [one.covers_file for one in found.signatures] == [False, True]
    assert (found.revisions, found.unsigned_updates, found.well_formed) == (3, 0, True)


def test_a_signature_tells_its_own_time_and_meaning(once: bytes) -> None:
    found = read_signatures(once).signatures[0]
    assert (found.claimed_time, found.timestamp, found.time) == (NOW, None, NOW)
    assert (found.role, found.reason) == (Role.SECURITY, "I have read this report.")


def test_fields_tell_place_and_label(once: bytes) -> None:
    first, second = read_signatures(once).fields
    assert (first.label, first.signed, second.signed) == ("Signature as security", True, False)
    assert second.rect == (50, 160, 250, 210)


def test_an_unsigned_report_has_fields_and_no_signatures(report: bytes) -> None:
    found = read_signatures(report)
    assert (len(found.fields), found.signatures, found.trailing_changes) == (2, (), False)


def test_a_plain_letter_has_neither() -> None:
    found = read_signatures(drawn("Letter"))
    assert (found.fields, found.signatures) == ((), ())


def test_a_changed_byte_breaks_the_signature_over_it(twice: bytes) -> None:
    at = twice.index(b"I have read this report")
    first, second = read_signatures(twice[:at] + b"X" + twice[at + 1 :]).signatures
    assert not first.intact and not second.intact


def test_a_change_in_the_later_update_breaks_only_the_later_signature(twice: bytes) -> None:
    at = twice.rindex(b"I have read this report")
    first, second = read_signatures(twice[:at] + b"X" + twice[at + 1 :]).signatures
    assert first.intact and not second.intact


@pytest.mark.parametrize("tail", [b"\n", b" ", b"junk"])
def test_appended_bytes_are_told(twice: bytes, tail: bytes) -> None:
    assert read_signatures(twice + tail).trailing_changes


def test_cut_back_to_the_first_signature_shows_who_is_missing(once: bytes, twice: bytes) -> None:
    found = read_signatures(twice[: len(once)])
    assert [one.role for one in found.signatures] == [Role.SECURITY]
    assert [one.signed for one in found.fields] == [True, False]


def test_a_redrawn_page_is_a_change(once: bytes) -> None:
    found = read_signatures(updated(once, _draw_over))
    assert found.signatures[0].modification == CHANGED and found.trailing_changes and found.unsigned_updates == 1


def test_a_page_redrawn_together_with_a_signature_is_a_change(once: bytes, bjorn: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UpdateWriter, "_update_meta", _draw_over)
    first, second = read_signatures(sign(once, Role.BUSINESS_OWNER, bjorn)).signatures
    assert first.modification == CHANGED and not first.ok and second.ok


def _hide_own_field(writer: IncrementalPdfFileWriter) -> None:
    _field(writer, 1)[pdf_name("/F")] = generic.NumberObject(2)


def _overwrite_own_look(writer: IncrementalPdfFileWriter) -> None:
    reference = writer.get_object(generic.Reference(*_look_of_second(writer), writer)).container_ref
    stream = reference.get_object()
    stream._data, stream._encoded_data = b"0 0 9 9 re f", None
    writer.mark_update(reference)


def _look_of_second(writer: IncrementalPdfFileWriter) -> tuple[int, int]:
    look = writer.root["/AcroForm"]["/Fields"][1]["/AP"].raw_get("/N")
    return look.idnum, look.generation


def _unmark(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/MarkInfo")] = generic.DictionaryObject({pdf_name("/Marked"): generic.BooleanObject(True)})
    writer.update_root()


@pytest.mark.parametrize("change", [_hide_own_field, _overwrite_own_look, _unmark])
def test_what_a_signer_changes_besides_signing_is_a_change(
    once: bytes, bjorn: Identity, monkeypatch: pytest.MonkeyPatch, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    monkeypatch.setattr(UpdateWriter, "_update_meta", change)
    first, second = read_signatures(sign(once, Role.BUSINESS_OWNER, bjorn)).signatures
    assert first.modification == CHANGED and second.intact


def test_changed_document_information_is_a_change(once: bytes) -> None:
    def retitle(writer: IncrementalPdfFileWriter) -> None:
        writer.trailer["/Info"][pdf_name("/Title")] = pdf_string("Another report")
        writer.mark_update(writer.trailer.raw_get("/Info"))

    assert read_signatures(updated(once, retitle)).signatures[0].modification == CHANGED


def test_changed_metadata_is_a_change(once: bytes) -> None:
    def retell(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/Metadata")] = writer.add_object(generic.StreamObject(stream_data=b"<x/>"))
        writer.update_root()

    assert read_signatures(updated(once, retell)).signatures[0].modification == CHANGED


@pytest.mark.parametrize("place", [0, 1])
def test_a_redrawn_field_is_a_change(once: bytes, place: int) -> None:
    def redraw(writer: IncrementalPdfFileWriter) -> None:
        look = generic.StreamObject(
            stream_data=b"0 0 9 9 re f", dict_data={pdf_name("/BBox"): generic.ArrayObject([generic.NumberObject(9)] * 4)}
        )
        _field(writer, place)[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})

    assert read_signatures(updated(once, redraw)).signatures[0].modification == CHANGED


def test_a_redrawn_field_is_a_change_for_a_later_signer_too(twice: bytes) -> None:
    def redraw(writer: IncrementalPdfFileWriter) -> None:
        look = writer.root["/AcroForm"]["/Fields"][0]["/AP"].raw_get("/N")
        _field(writer, 1)[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): look})

    assert read_signatures(updated(twice, redraw)).signatures[1].modification == CHANGED


def test_a_page_redrawn_by_the_third_signer_is_a_change_for_both_before(
    ada: Identity, bjorn: Identity, root: Issuer, identity_of: Callable[..., Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = with_fields(drawn("Page"), planned((*PLANNED, Role.CHAIR)))
    data = sign(sign(data, PLANNED[0], ada), PLANNED[1], bjorn)
    monkeypatch.setattr(UpdateWriter, "_update_meta", _draw_over)
    third = sign(data, Role.CHAIR, identity_of(issued("Chen Wei", ec.generate_private_key(ec.SECP256R1()), root)))
    assert [one.modification for one in read_signatures(third).signatures] == [CHANGED, CHANGED, ""]


def test_a_look_that_waits_for_a_later_update_is_a_change(
    ada: Identity, bjorn: Identity, root: Issuer, identity_of: Callable[..., Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second signer's look refers to an object that only the third signer's update supplies."""
    data = sign(with_fields(drawn("Page"), planned((*PLANNED, Role.CHAIR))), PLANNED[0], ada)

    def wait(writer: UpdateWriter) -> None:
        look = writer.root["/AcroForm"]["/Fields"][1]["/AP"]["/N"]
        look["/Resources"][pdf_name("/Later")] = generic.IndirectObject(writer._lastobj_id + 3, 0, writer)

    monkeypatch.setattr(UpdateWriter, "_update_meta", wait)
    data = sign(data, PLANNED[1], bjorn, appearance=drawn("Björn", (200, 50)))
    monkeypatch.setattr(UpdateWriter, "_update_meta", lambda writer: None)
    person = identity_of(issued("Chen Wei", ec.generate_private_key(ec.SECP256R1()), root))
    third = sign(data, Role.CHAIR, person, appearance=drawn("Chen", (200, 50)))
    reader = opened(third, "x")
    assert not only_signed_since(reader, 1, 2) and only_signed_since(reader, 1, 3)


def test_a_look_overwritten_in_place_is_a_change(once: bytes) -> None:
    def redraw(writer: IncrementalPdfFileWriter) -> None:
        reference = writer.root["/AcroForm"]["/Fields"][0]["/AP"].raw_get("/N")
        stream = reference.get_object()
        stream._data = b"0 0 9 9 re f"
        stream._encoded_data = None
        writer.mark_update(reference)

    assert read_signatures(updated(once, redraw)).signatures[0].modification == CHANGED


def test_a_hidden_field_is_a_change(once: bytes) -> None:
    def hide(writer: IncrementalPdfFileWriter) -> None:
        _field(writer, 0)[pdf_name("/F")] = generic.NumberObject(2)

    assert read_signatures(updated(once, hide)).signatures[0].modification == CHANGED


def test_a_removed_signature_is_a_change_for_the_others(twice: bytes) -> None:
    def strip(writer: IncrementalPdfFileWriter) -> None:
        del _field(writer, 0)["/V"]

    found = read_signatures(updated(twice, strip))
    assert [one.certificate.name for one in found.signatures] == ["Björn Okafor"]
    assert found.signatures[0].modification == CHANGED


def test_an_added_field_is_named_as_such(once: bytes) -> None:
    def add(writer: IncrementalPdfFileWriter) -> None:
        names = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig"}
        field = generic.DictionaryObject({pdf_name(key): pdf_name(value) for key, value in names.items()})
        field[pdf_name("/T")] = pdf_string("Role-05-chair")
        field[pdf_name("/Rect")] = generic.ArrayObject([generic.NumberObject(number) for number in (0, 0, 50, 50)])
        form = writer.root["/AcroForm"]
        form["/Fields"].append(writer.add_object(field))
        writer.update_container(form["/Fields"])

    assert read_signatures(updated(once, add)).signatures[0].modification == ADDED


def test_one_signature_in_two_fields_speaks_for_neither(once: bytes) -> None:
    def share(writer: IncrementalPdfFileWriter) -> None:
        _field(writer, 1)[pdf_name("/V")] = writer.root["/AcroForm"]["/Fields"][0].raw_get("/V")

    found = read_signatures(updated(once, share)).signatures
    assert [one.problem for one in found] == [SHARED, SHARED] and not any(one.ok for one in found)


def test_a_copied_signature_covers_nothing(once: bytes) -> None:
    def copy(writer: IncrementalPdfFileWriter) -> None:
        value = writer.root["/AcroForm"]["/Fields"][0]["/V"]
        _field(writer, 1)[pdf_name("/V")] = writer.add_object(generic.DictionaryObject(dict(value)))

    found = read_signatures(updated(once, copy))
    assert not found.signatures[1].ok and not found.signatures[1].covers_revision and found.trailing_changes


def test_a_broken_signature_does_not_hide_the_others(twice: bytes) -> None:
    at = twice.index(b"/Contents <") + len(b"/Contents <")
    found = read_signatures(twice[:at] + b"00" * 40 + twice[at + 80 :]).signatures
    assert {one.problem for one in found} == {UNREADABLE, ""} and sum(one.intact for one in found) <= 1


def test_a_zeroed_digest_range_is_not_whole(once: bytes) -> None:
    at = once.index(b"/ByteRange [0 ") + len(b"/ByteRange [")
    assert not read_signatures(once[:at] + b"1" + once[at + 1 :]).signatures[0].ok


def test_another_kind_of_signature_is_told(once: bytes) -> None:
    found = read_signatures(once.replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.attached")).signatures[0]
    assert (found.problem, found.intact) == (OTHER_KIND, False)


def test_a_signature_made_after_expiry_is_told(
    report: bytes, root: Issuer, identity_of: Callable[..., Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness_app.signing.pades.refuse_unusable", lambda *_: None)
    holder = issued("Old Key", ec.generate_private_key(ec.SECP256R1()), root, until=NOW + dt.timedelta(days=1))
    found = read_signatures(sign(report, Role.SECURITY, identity_of(holder), now=NOW + dt.timedelta(days=9))).signatures[0]
    assert found.intact and not found.valid_at_time and not found.ok


def test_a_foreign_signed_document_reads_without_roles(ada: Identity) -> None:
    letter = with_fields(drawn("Letter"), {"Signature1": "Sign here"})
    signed = sign_field(letter, field="Signature1", identity=ada, role_label="x", meaning="y", now=NOW, appearance=None)
    found = read_signatures(signed).signatures[0]
    assert found.ok and found.role is None and found.field == "Signature1"


@pytest.mark.parametrize("cut", [0, 1, 100, -1, -300])
def test_a_truncated_file_is_unreadable(twice: bytes, cut: int) -> None:
    data = twice[: len(twice) + cut - 60 if cut < 0 else cut]
    with pytest.raises(Unreadable, match=r"^half\.pdf cannot be read as a PDF"):
        read_signatures(data, "half.pdf")


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_unreadable(seed: int) -> None:
    with pytest.raises(Unreadable):
        read_signatures(b"%PDF-1.7\n" + os.urandom(500 * seed))


def test_an_encrypted_file_is_unreadable(report: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unreadable, match="without its password"):
        read_signatures(out.getvalue())


def test_a_flipped_byte_is_noticed(twice: bytes) -> None:
    """Anywhere but inside the two values, whose own redundant parts nobody signs; the zeros after them count as anywhere."""
    starts = [found.end() for found in re.finditer(rb"/Contents <(?=30)", twice)]
    values = [range(start, start + 2 * parser.peek(bytes.fromhex(twice[start : start + 4000].decode()))) for start in starts]
    silent = []
    for at in range(7, len(twice), len(twice) // 60):
        try:
            found = read_signatures(twice[:at] + bytes([twice[at] ^ 1]) + twice[at + 1 :])
        except Unreadable:
            continue
        if len(found.signatures) == 2 and all(one.ok for one in found.signatures) and not found.trailing_changes:
            silent.append(at)
    assert len(values) == 2 and not [at for at in silent if not any(at in value for value in values)]


def test_reading_asks_nobody(twice: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("reading went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    first = read_signatures(twice).signatures[0]
    assert first.ok and not is_trusted(first, [load_certificate(read_signatures(twice).signatures[1].certificate.pem.encode())], NOW)


def test_nothing_is_printed_about_a_changed_document(once: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    read_signatures(updated(once, lambda writer: writer.update_root()) + b"x")
    assert capfd.readouterr() == ("", "")


def test_pdfsig_agrees(tmp_path: Path, twice: bytes) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (apt-get install poppler-utils)")
    (tmp_path / "twice.pdf").write_bytes(twice)
    said = subprocess.run(["pdfsig", "-nocert", str(tmp_path / "twice.pdf")], check=False, capture_output=True, text=True).stdout
    assert said.count("Signature is Valid.") == 2 and said.count("ETSI.CAdES.detached") == 2

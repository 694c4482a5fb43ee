"""Universal forgery, signature wrapping, values taken from elsewhere: the signature itself is false, and refused as such."""

import datetime as dt
import io
import re
import struct
from collections.abc import Callable

import pikepdf
import pytest
from asn1crypto import algos, cms, core
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from readiness_app.domain.errors import Unreadable
from readiness_app.signing.layout import read_layout
from tests.builders import NOW
from tests.forgeries import changes, editing
from tests.forgeries.making import (
    FIRST,
    SECOND,
    Case,
    built,
    evil_signed,
    failed,
    number_of,
    planned,
    previous_table,
    signed,
    trailer,
    updated,
    written,
)
from tests.verified_here import verified_here

RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]( *)")
CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]{400,})>")


def _with_range(data: bytes, *numbers: int) -> bytes:
    """The last signature with other numbers in its range, in the same room."""
    found = list(RANGE.finditer(data))[-1]
    text = b"/ByteRange [%s]" % b" ".join(b"%d" % number for number in numbers)
    return data[: found.start()] + text.ljust(len(found[0])) + data[found.end() :]


def _ranges(data: bytes) -> list[int]:
    return [int(part) for part in list(RANGE.finditer(data))[-1].groups()[:3]]


def _with_value(data: bytes, value: bytes, place: int = -1) -> bytes:
    """A signature with another value, filled up with zeros to the same room."""
    found = list(CONTENTS.finditer(data))[place]
    return data[: found.start(1)] + value.hex().encode().ljust(len(found[1]), b"0") + data[found.end(1) :]


def _value(data: bytes, place: int = -1) -> bytes:
    return bytes.fromhex(list(CONTENTS.finditer(data))[place][1].decode())


def an_empty_value(case: Case) -> bytes:
    return _with_value(case.twice, b"")


def a_value_of_one_null(case: Case) -> bytes:
    return _with_value(case.twice, b"\x05\x00")


def a_range_of_nothing(case: Case) -> bytes:
    return _with_range(case.twice, 0, 0, 0, 0)


def a_range_that_ends_early(case: Case) -> bytes:
    length, behind, rest = _ranges(case.twice)
    return _with_range(case.twice, 0, length, behind, rest - 30)


def a_range_with_a_wider_gap(case: Case) -> bytes:
    length, behind, rest = _ranges(case.twice)
    return _with_range(case.twice, 0, length - 500, behind, rest)


def a_range_that_begins_late(case: Case) -> bytes:
    length, behind, rest = _ranges(case.twice)
    return _with_range(case.twice, 8, length - 8, behind, rest)


def a_negative_range(case: Case) -> bytes:
    length, behind, rest = _ranges(case.twice)
    return _with_range(case.twice, 0, length, -behind, rest)


def a_range_of_the_first_revision(case: Case) -> bytes:
    return _with_range(case.twice, 0, len(case.base), len(case.base), 0)


def no_range(case: Case) -> bytes:
    return case.twice[: case.twice.rindex(b"/ByteRange")] + case.twice[case.twice.rindex(b"/ByteRange") :].replace(
        b"/ByteRange", b"/ByteRagne", 1
    )


def no_value(case: Case) -> bytes:
    at = list(CONTENTS.finditer(case.twice))[-1].start()
    return case.twice[:at] + b"/Contemts" + case.twice[at + 9 :]


def another_kind(case: Case) -> bytes:
    return case.twice.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha11")


def the_value_of_the_other_signer(case: Case) -> bytes:
    return _with_value(case.twice, _value(case.twice, 1).rstrip(b"\0"))


def the_value_from_another_report(case: Case) -> bytes:
    other = case.both(built(case.planned(sealing=case.sealing(history_length=99))))
    return _with_value(case.twice, _value(other).rstrip(b"\0"))


def words_behind_the_value(case: Case) -> bytes:
    """The room that a value does not fill is covered by no signature."""
    found = list(CONTENTS.finditer(case.twice))[-1]
    return case.twice[: found.end(1) - 60] + b"41" * 30 + case.twice[found.end(1) :]


def a_byte_of_a_page(case: Case) -> bytes:
    number = number_of(case.base, lambda pdf: pdf.pages[1].Contents)
    at = case.base.index(b"stream", read_layout(case.base).revisions[0].direct[number]) + 40
    return case.twice[:at] + bytes([case.twice[at] ^ 1]) + case.twice[at + 1 :]


def a_wrapped_signature(case: Case) -> bytes:
    """What was signed behind the value moves to the end of the file; in its place stand a page of the attacker's and a table naming it."""
    data, table = case.twice, previous_table(case.twice)
    length, behind, rest = _ranges(data)
    layout = read_layout(data)
    page = number_of(data, lambda pdf: pdf.pages[0].obj)
    turned = written(data, lambda pdf: pdf.pages[0].obj).replace(b"/Rotate 0", b"/Rotate 90")
    says = b"/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20260329093000Z)"
    head = b" /ByteRange [0 %10d %10d %10d] " % (length, 0, rest) + says + b" >>\nendobj\n"
    head = head.ljust(table - behind)
    rows = dict(layout.revisions[-1].direct)
    room = len(_table(data, {**rows, page: 0}, layout.revisions[-2].table_at))
    block = head + _table(data, {**rows, page: table + room}, layout.revisions[-2].table_at)
    block += b"%d 0 obj\n" % page + turned + b"\nendobj\n9000 0 obj\n<< /Rest 1"
    moved = behind + len(block)
    block = block.replace(b"[0 %10d %10d" % (length, 0), b"[0 %10d %10d" % (length, moved), 1)
    return data[:behind] + block + data[behind:]


def _table(data: bytes, rows: dict[int, int], previous: int) -> bytes:
    stream = b"".join(struct.pack(">BIH", 1, at, 0) for _, at in sorted(rows.items()))
    index = b" ".join(b"%d 1" % number for number in sorted(rows))
    parts = (max(rows), index, max(rows) + 1, previous, trailer(data)["Refs"], len(stream), stream)
    return (
        b"%d 0 obj\n<< /Type /XRef /W [ 1 4 2 ] /Index [ %s ] /Size %d /Prev %d %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % parts
    )


FORGERIES: tuple[Callable[[Case], bytes], ...] = (
    *(an_empty_value, a_value_of_one_null, a_range_of_nothing, a_range_that_ends_early, a_range_with_a_wider_gap, a_range_that_begins_late),
    *(a_negative_range, a_range_of_the_first_revision, no_range, no_value, another_kind, the_value_of_the_other_signer),
    *(the_value_from_another_report, words_behind_the_value, a_wrapped_signature),
)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.__name__)
def test_a_false_signature(case: Case, forgery: Callable[[Case], bytes]) -> None:
    assert "signatures_intact" in failed(forgery(case))


def test_a_wrapped_signature_shows_the_attackers_page(case: Case) -> None:
    with pikepdf.open(io.BytesIO(a_wrapped_signature(case)), attempt_recovery=False) as pdf:
        assert pdf.pages[0].obj.Rotate == 90


def test_a_changed_byte(case: Case) -> None:
    assert {"signatures_intact", "pages"} <= set(failed(a_byte_of_a_page(case)))


def _again(data: bytes, change: Callable[[cms.ContentInfo], None]) -> bytes:
    """The last value, written again with a change that leaves the signature itself as it is."""
    value = cms.ContentInfo.load(_value(data).rstrip(b"\0") + b"\0\0", strict=False)
    change(value)
    return _with_value(data, value.dump(force=True))


def test_words_that_the_signer_did_not_sign_inside_the_value(case: Case) -> None:
    def add(value: cms.ContentInfo) -> None:
        note = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Any(core.UTF8String("APPROVED"))]})
        value["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([note])

    assert "signatures_intact" in failed(_again(case.twice, add))


def test_a_value_in_loose_encoding(case: Case) -> None:
    """BER instead of DER: the same content in other bytes, with room for more."""
    value = cms.ContentInfo.load(_value(case.twice), strict=False).dump()
    loose = b"\x30\x80" + cms.ContentInfo.load(value).contents + b"\0\0"
    assert "signatures_intact" in failed(_with_value(case.twice, loose))


def test_a_weak_digest(case: Case) -> None:
    forged = evil_signed(case.once, SECOND, case.people[SECOND], lambda writer: None, digest="sha1")
    assert "signatures_intact" in failed(forged)


def test_a_digest_called_strong_that_is_not(case: Case) -> None:
    def weaken(value: cms.ContentInfo) -> None:
        value["content"]["signer_infos"][0]["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": "sha1"})

    assert "signatures_intact" in failed(_again(case.twice, weaken))


def test_a_weak_key(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.forgeries.test_people import held, issued_to

    weak = held(issued_to("Grace Hopper", rsa.generate_private_key(65537, 1024)))
    people = {**case.people, SECOND: weak}
    data = signed(built(planned(people)), FIRST, case.people[FIRST])
    assert "signatures_intact" in failed(evil_signed(data, SECOND, weak, lambda writer: None))


def test_a_signature_in_two_fields(case: Case) -> None:
    def share(writer) -> None:
        editing.field(writer, 1)[pdf_name("/V")] = writer.root["/AcroForm"]["/Fields"][1].raw_get("/V")

    assert {"signatures_intact", "nothing_changed"} <= set(failed(updated(case.once, share)))


def test_a_copied_signature(case: Case) -> None:
    def copy(writer) -> None:
        value = writer.root["/AcroForm"]["/Fields"][1]["/V"]
        editing.field(writer, 1)[pdf_name("/V")] = writer.add_object(generic.DictionaryObject(dict(value)))

    assert {"signatures_intact", "nothing_changed"} <= set(failed(updated(case.once, copy)))


def test_signatures_exchanged_between_fields(case: Case) -> None:
    assert {"nothing_changed", "signers"} <= set(failed(updated(case.twice, changes.values_exchanged)))


def test_a_signature_taken_out(case: Case) -> None:
    assert {"nothing_changed", "all_signed"} <= set(failed(updated(case.twice, changes.signature_taken_out)))


def test_a_forged_certificate_inside_the_value(case: Case) -> None:
    """The stranger's certificate bears the same name; the value says it is the signer's."""
    stranger = cms.ContentInfo.load(_value(evil_signed(case.once, SECOND, case.strangers[SECOND], lambda writer: None)), strict=False)

    def swap(value: cms.ContentInfo) -> None:
        value["content"]["certificates"] = stranger["content"]["certificates"]

    assert {"signatures_intact", "signers"} & set(failed(_again(case.twice, swap)))


def test_a_signature_over_an_earlier_edition(case: Case) -> None:
    """The whole update of an honest signature, moved over to a report with another record."""
    other = built(case.planned(edition=2))
    moved = other + case.twice[len(case.base) :]
    with pytest.raises(Unreadable):
        verified_here(moved[: len(moved)], "report.pdf")


def test_a_time_far_from_the_certificate(case: Case) -> None:
    forged = signed(case.once, SECOND, case.people[SECOND], NOW + dt.timedelta(days=1)).replace(b"20260330", b"20560330")
    assert "signatures_intact" in failed(forged)


def test_the_forged_range_is_what_it_says(case: Case) -> None:
    """The tools above hit the last signature and leave the rest of the file where it was."""
    assert len(_with_range(case.twice, *(0, *_ranges(case.twice)))) == len(case.twice)
    assert failed(_with_range(case.twice, *(0, *_ranges(case.twice)))) == [] and previous_table(case.twice)
    assert failed(_again(case.twice, lambda value: None)) == []

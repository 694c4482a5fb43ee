"""What other tools may write beside a signature, and each of these leaves abused: only the honest form passes."""

import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from readiness_app.domain.errors import Unreadable
from readiness_app.signing.fields import field_name
from tests.forgeries import editing
from tests.forgeries.making import (
    FIRST,
    SECOND,
    Case,
    Change,
    Update,
    evil_signed,
    failed,
    form,
    names,
    number_of,
    reason,
    signed,
    signer_of,
    updated,
    verified,
    written,
)

TITLE = b"Readiness report: "


def signed_elsewhere(data: bytes, case: Case, change: Change = lambda writer: None) -> bytes:
    """Signed as pyHanko signs when nobody tells it how: it dates the description, names itself there and draws the field."""
    writer = Writer(io.BytesIO(data))
    change(writer)
    settings = PdfSignatureMetadata(field_name=field_name(SECOND), subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    out = io.BytesIO()
    PdfSigner(settings, signer_of(case.people[SECOND])).sign_pdf(writer, output=out, existing_fields_only=True)
    return out.getvalue()


def test_a_report_signed_elsewhere_is_valid_and_its_drawing_is_told(case: Case) -> None:
    found = verified(signed_elsewhere(case.once, case))
    assert found.valid and [check.name for check in found.warnings] == ["looks"] and "drawn by another tool" in found.summary
    assert "did not lock" in reason(signed_elsewhere(case.once, case), "after_last")


def test_the_first_may_sign_elsewhere_too(case: Case) -> None:
    assert failed(signed(signed_elsewhere(case.base, case), FIRST, case.people[FIRST])) == []


# The description


def metadata(edit: Callable[[bytes], bytes]) -> Change:
    def change(writer: Writer) -> None:
        reference = writer.root.raw_get("/Metadata")
        packet = edit(reference.get_object().data)
        entries = editing.dictionary(Type=pdf_name("/Metadata"), Subtype=pdf_name("/XML"))
        writer.objects[(reference.generation, reference.idnum)] = generic.StreamObject(dict(entries), stream_data=packet)

    return change


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def edit(packet: bytes) -> bytes:
        assert old in packet
        return packet.replace(old, new, 1)

    return edit


def information(**entries: generic.PdfObject) -> Change:
    def change(writer: Writer) -> None:
        reference = writer.trailer.raw_get("/Info")
        reference.get_object().update({pdf_name(f"/{key}"): value for key, value in entries.items()})
        writer.mark_update(reference)

    return change


DATED: dict[str, Change] = {
    "a later date": metadata(lambda packet: re.sub(rb"(<xmp:ModifyDate>)[^<]*", rb"\g<1>2026-11-21T22:26:50+01:00", packet)),
    "another program": metadata(lambda packet: re.sub(rb"(<pdf:Producer>)[^<]*", rb"\g<1>Signer 3.1", packet)),
    "a date of the description": metadata(
        swap(b"</rdf:Description>", b"<xmp:MetadataDate>2026-11-21</xmp:MetadataDate></rdf:Description>")
    ),
    "date and program in the information": information(ModDate=pdf_string("D:20261121222650+01'00'"), Producer=pdf_string("Signer 3.1")),
}


@pytest.mark.parametrize("change", DATED.values(), ids=DATED)
def test_a_tool_may_date_the_description(case: Case, change: Change) -> None:
    assert failed(evil_signed(case.once, SECOND, case.people[SECOND], change)) == []


DESCRIBED: dict[str, Change] = {
    "another title": metadata(swap(TITLE, b"Approved: ")),
    "another digest": metadata(lambda packet: re.sub(rb"recordSha256>[0-9a-f]{64}", b"recordSha256>" + b"0" * 64, packet)),
    "no digest": metadata(lambda packet: re.sub(rb"<readiness:recordSha256>.*?</readiness:recordSha256>", b"", packet)),
    "another claim to a standard": metadata(swap(b"<pdfaid:part>3<", b"<pdfaid:part>2<")),
    "no claim to accessibility": metadata(swap(b"<pdfuaid:part>1</pdfuaid:part>", b"")),
    "another author": metadata(swap(b"<dc:creator><rdf:Seq><rdf:li>", b"<dc:creator><rdf:Seq><rdf:li>The Board, ")),
    "one more author": metadata(swap(b"</rdf:li></rdf:Seq></dc:creator>", b"</rdf:li><rdf:li>The Board</rdf:li></rdf:Seq></dc:creator>")),
    "a word about it": metadata(swap(b"<dc:format>", b"<dc:description>Approved</dc:description><dc:format>")),
    "words between": metadata(swap(b"<dc:format>", b"Approved<dc:format>")),
    "words behind": metadata(swap(b"</x:xmpmeta>", b"Approved</x:xmpmeta>")),
    "a comment": metadata(swap(b"<dc:format>", b"<!-- Approved --><dc:format>")),
    "a document type": metadata(swap(b"<x:xmpmeta", b'<!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta')),
    "a style": metadata(swap(b"<x:xmpmeta", b'<?xml-stylesheet href="evil.css"?><x:xmpmeta')),
    "a program that is a letter": metadata(lambda packet: re.sub(rb"(<pdf:Producer>)[^<]*", rb"\g<1>" + b"word " * 50, packet)),
    "a date that is none": metadata(lambda packet: re.sub(rb"(<xmp:ModifyDate>)[^<]*", rb"\g<1>Approved", packet)),
    "a date with structure": metadata(lambda packet: re.sub(rb"(<xmp:ModifyDate>)[^<]*", rb"\g<1><rdf:Bag/>", packet)),
    "a day of making": metadata(lambda packet: re.sub(rb"(<xmp:CreateDate>)[^<]*", rb"\g<1>2020-01-01", packet)),
    "said twice": metadata(swap(b"<dc:format>", b"<xmp:ModifyDate>2026-01-01</xmp:ModifyDate><dc:format>")),
    "about something else": metadata(swap(b'rdf:about=""', b'rdf:about="urn:other"')),
    "one more subject": metadata(swap(b"</rdf:RDF>", b'<rdf:Description rdf:about="urn:other"/></rdf:RDF>')),
    "another language": metadata(swap(b'xml:lang="x-default"', b'xml:lang="de"')),
    "no packet": metadata(lambda packet: b"<x/>"),
    "nothing": metadata(lambda packet: b""),
    "other letters": metadata(lambda packet: packet.decode().encode("utf-16")),
    "a title in the information": information(Title=pdf_string("Approved"), ModDate=pdf_string("D:20261121")),
    "a word in the information": information(Keywords=pdf_string("Approved")),
    "a date in the information that is none": information(ModDate=pdf_string("Approved")),
    "a letter in the information": information(Producer=pdf_string("word " * 100)),
    "another maker in the information": information(Creator=pdf_string("Somebody")),
    "a day of making in the information": information(CreationDate=pdf_string("D:20200101")),
}


@pytest.mark.parametrize("change", DESCRIBED.values(), ids=DESCRIBED)
def test_a_description_that_says_something_else(case: Case, change: Change) -> None:
    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], change))


def test_a_description_dated_without_a_signature(case: Case) -> None:
    forged = updated(case.twice, DATED["a later date"])
    assert "nothing_changed" in failed(forged) and "signs nothing" in reason(forged, "nothing_changed")


def test_a_description_in_another_place(case: Case) -> None:
    def move(writer: Writer) -> None:
        editing.root(writer, "Metadata", writer.add_object(writer.root["/Metadata"]))

    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], move))


# The form and its field


def form_with(**entries: Any) -> Change:
    def change(writer: Writer) -> None:
        held = writer.root["/AcroForm"]
        for key, value in entries.items():
            editing.put(writer, held, key, value(writer) if callable(value) else value)

    return change


def font(writer: Writer) -> generic.IndirectObject:
    return writer.add_object(names(Type="Font", Subtype="Type1", BaseFont="Helvetica"))


def fonts(writer: Writer) -> generic.DictionaryObject:
    return editing.dictionary(Font=editing.dictionary(Helv=font(writer)))


def test_a_form_may_get_fonts(case: Case) -> None:
    change = form_with(DR=fonts, DA=pdf_string("/Helv 0 Tf 0 g "))
    assert failed(evil_signed(case.once, SECOND, case.people[SECOND], change)) == []


FORMS: dict[str, Change] = {
    "a drawing among the fonts": form_with(
        DR=lambda writer: editing.dictionary(XObject=editing.dictionary(X=writer.add_object(form(b"f"))))
    ),
    "a page among the fonts": form_with(DR=lambda writer: editing.dictionary(Font=editing.dictionary(Helv=editing.pages(writer)[0]))),
    "a script among the fonts": form_with(DR=lambda writer: editing.dictionary(Font=editing.dictionary(Helv=editing.script()))),
    "fonts that are none": form_with(DR=pdf_string("x")),
    "an order of computing": form_with(CO=generic.ArrayObject()),
    "a letter for typing": form_with(DA=pdf_string("x" * 200)),
    "typing to the right": form_with(Q=generic.NumberObject(2)),
}


@pytest.mark.parametrize("change", FORMS.values(), ids=FORMS)
def test_a_form_that_gets_something_else(case: Case, change: Change) -> None:
    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], change))


def test_fonts_changed_later(case: Case) -> None:
    given = evil_signed(case.once, SECOND, case.people[SECOND], form_with(DR=fonts))
    assert "nothing_changed" in failed(updated(given, form_with(DR=fonts)))


def flagged(flags: int) -> Change:
    return lambda writer: editing.field(writer, 1).update({pdf_name("/F"): generic.NumberObject(flags)})


def test_a_tool_may_keep_its_field_in_place(case: Case) -> None:
    assert failed(evil_signed(case.once, SECOND, case.people[SECOND], flagged(132))) == []


@pytest.mark.parametrize("flags", [0, 2, 5, 6, 20, 36, 68, 128, 134, 164, 260, 644])
def test_other_flags_of_a_field(case: Case, flags: int) -> None:
    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], flagged(flags)))


def look_in_an_object(writer: Writer, **states: generic.PdfObject) -> None:
    """A look as some tools keep it: in an object of its own."""
    look = editing.dictionary(N=writer.add_object(form(b"0 g 0 0 20 20 re f")), **states)
    editing.field(writer, 1)[pdf_name("/AP")] = writer.add_object(look)


def test_a_look_in_an_object_of_its_own(case: Case) -> None:
    found = verified(evil_signed(case.once, SECOND, case.people[SECOND], look_in_an_object))
    assert found.valid and [check.name for check in found.warnings] == ["looks"]


@pytest.mark.parametrize("state", ["D", "R"])
def test_a_look_that_changes_under_the_mouse(case: Case, state: str) -> None:
    def change(writer: Writer) -> None:
        look_in_an_object(writer, **{state: writer.add_object(form(editing.BLACK))})

    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], change))


def borrowed(writer: Writer) -> None:
    """The look of the person before."""
    editing.field(writer, 1)[pdf_name("/AP")] = editing.dictionary(N=editing.field(writer, 0)["/AP"].raw_get("/N"))


def of_a_page(writer: Writer) -> None:
    look = form(b"/P Do")
    look[pdf_name("/Resources")] = editing.dictionary(XObject=editing.dictionary(P=editing.pages(writer)[0]))
    editing.field(writer, 1)[pdf_name("/AP")] = editing.dictionary(N=writer.add_object(look))


def in_layers(writer: Writer) -> None:
    look = form(editing.BLACK)
    look[pdf_name("/OC")] = names(Type="OCG")
    editing.field(writer, 1)[pdf_name("/AP")] = editing.dictionary(N=writer.add_object(look))


@pytest.mark.parametrize("change", [borrowed, of_a_page, in_layers], ids=lambda one: one.__name__)
def test_a_look_made_of_something_else(case: Case, change: Change) -> None:
    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], change))


# Objects in new places


def labels_moved(writer: Writer) -> None:
    """The catalog written again with a part of it as an object of its own, as PDFBox does."""
    kept = writer.root["/PageLabels"]["/Nums"][1]
    editing.root(writer, "PageLabels", editing.dictionary(Nums=generic.ArrayObject([generic.NumberObject(0), writer.add_object(kept)])))


def test_the_same_in_an_object_of_its_own(case: Case) -> None:
    assert failed(evil_signed(case.once, SECOND, case.people[SECOND], labels_moved)) == []


def test_something_else_in_an_object_of_its_own(case: Case) -> None:
    def change(writer: Writer) -> None:
        labels = editing.dictionary(Nums=generic.ArrayObject([generic.NumberObject(0), writer.add_object(names(S="r"))]))
        editing.root(writer, "PageLabels", labels)

    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], change))


def test_an_object_of_its_own_changed_later(case: Case) -> None:
    def change(writer: Writer) -> None:
        kept = writer.root["/PageLabels"]["/Nums"].raw_get(1)
        writer.objects[(kept.generation, kept.idnum)] = names(S="r")

    moved = evil_signed(case.once, SECOND, case.people[SECOND], labels_moved)
    assert {"nothing_changed", "after_last"} <= set(failed(updated(moved, change)))


# Compressed streams in updates, and words around the table


def pack(*objects: tuple[int, bytes], between: bytes = b" ", more: bytes = b"", count: int | None = None) -> bytes:
    """A compressed stream of objects."""
    offsets, content = [], b""
    for number, body in objects:
        offsets.append(b"%d %d" % (number, len(content)))
        content += body + between
    head = b" ".join(offsets) + b" "
    raw = zlib.compress(head + content)
    entries = (len(objects) if count is None else count, len(head), len(raw), more, raw)
    return b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d %s>>\nstream\n%s\nendstream" % entries


def _form(case: Case) -> tuple[int, bytes]:
    """The form, unchanged: an honest thing to find in a compressed stream."""
    return number_of(case.twice, lambda pdf: pdf.Root.AcroForm), written(case.twice, lambda pdf: pdf.Root.AcroForm)


def test_a_compressed_stream_alone_is_well_built(case: Case) -> None:
    number, body = _form(case)
    made = Update({9000: pack((number, body))}, case.twice, rows=((number, 2, 9000, 0),)).written()
    assert "structure" not in failed(made) and "signs nothing" in reason(made, "nothing_changed")


def packed_with_words_between(case: Case) -> bytes:
    number, body = _form(case)
    return Update({9000: pack((number, body), between=b" (nobody reads this) ")}, case.twice, rows=((number, 2, 9000, 0),)).written()


def packed_and_given_directly(case: Case) -> bytes:
    number, body = _form(case)
    return Update({9000: pack((number, body)), number: body}, case.twice, junk=b"").written()


def packed_in_place_of_the_pages(case: Case) -> bytes:
    number, body = _form(case)
    place = number_of(case.twice, lambda pdf: pdf.Root.Outlines)
    return Update({place: pack((number, body))}, case.twice, rows=((number, 2, place, 0),)).written()


def packed_under_another_number(case: Case) -> bytes:
    number, body = _form(case)
    return Update({9000: pack((number + 1, body))}, case.twice, rows=((number, 2, 9000, 0),)).written()


def packed_with_more_inside(case: Case) -> bytes:
    number, body = _form(case)
    return Update({9000: pack((number, body), (9001, b"(hidden)"))}, case.twice, rows=((number, 2, 9000, 0),)).written()


def packed_and_going_on(case: Case) -> bytes:
    number, body = _form(case)
    return Update({9000: pack((number, body), more=b"/Extends 1 0 R ")}, case.twice, rows=((number, 2, 9000, 0),)).written()


def packed_in_an_older_stream(case: Case) -> bytes:
    """The table leads into a stream that an earlier revision has."""
    return Update({}, case.twice, rows=((number_of(case.twice, lambda pdf: pdf.Root.AcroForm), 2, 1, 0),)).written()


def told_after_the_table(case: Case) -> bytes:
    made = Update({}, case.twice).written()
    at = made.rindex(b"startxref")
    return made[:at] + b"%This report was approved by the whole board\n" + made[at:]


def named_twice_after_the_table(case: Case) -> bytes:
    made = Update({}, case.twice).written()
    at = made.rindex(b"startxref")
    return made[:at] + b"%One\n%Two\n" + made[at:]


PACKED = (
    *(packed_with_words_between, packed_and_given_directly, packed_in_place_of_the_pages, packed_under_another_number),
    *(packed_with_more_inside, packed_and_going_on, packed_in_an_older_stream, told_after_the_table, named_twice_after_the_table),
)


@pytest.mark.parametrize("forgery", PACKED, ids=lambda one: one.__name__)
def test_an_update_that_is_not_built_as_updates_are(case: Case, forgery: Callable[[Case], bytes]) -> None:
    try:
        assert "structure" in failed(forgery(case))
    except Unreadable:
        assert forgery in (packed_under_another_number, packed_in_an_older_stream)  # no strict reader opens these at all

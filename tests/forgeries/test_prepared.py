"""What was put into the report before anybody signed: every signature is genuine, and only the record inside tells the truth."""

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from readiness_app.domain.errors import Unreadable
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Outcome
from readiness_app.exchange.record import digest_of, encode_record
from readiness_app.report.package_versions import made_with
from tests.builders import a_decision
from tests.forgeries.making import FILES, FIRST, SECOND, Case, Edit, built, edited, failed, look, reason, signed, verified
from tests.verified_here import verified_here

OVER = b"\nq 1 g 0 0 600 850 re f Q BT /F1 24 Tf 50 700 Td (APPROVED) Tj ET"


def _first_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(iter(pdf.pages[0].obj.Resources.Font.as_dict().values()))


def page_drawn_over(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(OVER)


def page_drawn_below(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(OVER, prepend=True)


def word_changed(pdf: pikepdf.Pdf) -> None:
    data = pdf.pages[1].Contents.read_bytes()
    pdf.pages[1].Contents = Stream(pdf, data[: len(data) // 2] + data[len(data) // 2 :].replace(b"Tj", b"' ", 1))


def layer_hidden(pdf: pikepdf.Pdf) -> None:
    """Content that a viewer shows or hides: what is signed is not what is read later."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("later")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(Later=layer)
    pdf.pages[0].contents_add(b"/OC /Later BDC" + OVER + b" EMC")


def glyphs_renamed(pdf: pikepdf.Pdf) -> None:
    """The page looks the same; what is copied, searched and read aloud is another text."""
    font = _first_font(pdf)
    font.ToUnicode = Stream(pdf, font.ToUnicode.read_bytes().replace(b"<0041>", b"<0042>").replace(b"<0061>", b"<0062>"))


def glyphs_redrawn(pdf: pikepdf.Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.obj.Resources.Font.as_dict().values()]
    one, two = fonts[0], next(font for font in fonts if font.FontDescriptor.objgen != fonts[0].FontDescriptor.objgen)
    one.FontDescriptor.FontFile2 = two.FontDescriptor.FontFile2


def pages_swapped(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def page_removed(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def page_repeated(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def page_cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.CropBox = Array([0, 0, 595, 300])


def note_added(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 600, 800]), Contents=String("APPROVED"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def link_redirected(pdf: pikepdf.Pdf) -> None:
    link = next(one for page in pdf.pages for one in page.obj.get("/Annots", ()) if one.Subtype == Name.Link)
    link.A = Dictionary(S=Name.URI, URI=String("https://evil.example/"))


def opening_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def named_script(pdf: pikepdf.Pdf) -> None:
    action = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("go"), action]))


def script_spelled_oddly(pdf: pikepdf.Pdf) -> None:
    pdf.Root[Name("/OpenAction")] = Dictionary(S=Name("/Java#53cript"), JS=String("app.alert(1)"))


def text_field(pdf: pikepdf.Pdf) -> None:
    more = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("Outcome"), V=String("defer"), Rect=Array([0, 0, 300, 90]))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(more))


def place_more(pdf: pikepdf.Pdf) -> None:
    more = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("Role-05-chair"), Rect=Array([0, 0, 300, 90]))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(more))


def field_moved(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].Rect = Array([0, 0, 595, 842])


def field_described(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].TU = String("I only confirm receipt")


def place_filled_before(pdf: pikepdf.Pdf) -> None:
    """A look that shows a signature before there is one."""
    pdf.Root.AcroForm.Fields[0].AP.N = Stream(pdf, OVER, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 210, 74]))


def retitled(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = String("Approved")


def outline_retitled(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("Approved")


def structure_retold(pdf: pikepdf.Pdf) -> None:
    figure = next((one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") is not None and "/Alt" in one), None)
    (figure if figure is not None else pdf.Root.StructTreeRoot)[Name("/Alt")] = String("Everything is known")


def object_awaited(pdf: pikepdf.Pdf) -> None:
    """A hole that a later update would fill."""
    pdf.pages[0].obj.Resources[Name("/XObject")] = Dictionary(Later=pikepdf.Object.parse(b"null"))
    pdf.Root.Lang = String("en-XX")


def file_noted(pdf: pikepdf.Pdf) -> None:
    """A file that only the list by name knows, so that no list of associated files shows it."""
    stream = pdf.make_stream(b"evil", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("x.txt"), UF=String("x.txt"), EF=Dictionary(F=stream))
    pdf.Root.Names.EmbeddedFiles.Names.extend([String("zz"), pdf.make_indirect(spec)])


EDITS: tuple[Edit, ...] = (
    *(page_drawn_over, page_drawn_below, word_changed, layer_hidden, glyphs_renamed, glyphs_redrawn, pages_swapped, page_removed),
    *(page_repeated, page_cropped, note_added, link_redirected, opening_script, named_script, script_spelled_oddly),
    *(field_moved, field_described, place_filled_before, retitled, outline_retitled, structure_retold, object_awaited, file_noted),
)
# What no report of any version holds, so that no claim to another version excuses it.
NEVER: tuple[Edit, ...] = (layer_hidden, note_added, opening_script, named_script, script_spelled_oddly, file_noted)


@pytest.mark.parametrize("edit", EDITS, ids=lambda one: one.__name__)
def test_pages_that_do_not_say_what_the_record_says(case: Case, edit: Edit) -> None:
    """No signature tool can see this: the file has not changed since the first person signed it."""
    assert failed(case.both(edited(case.plain, edit))) == ["pages"]


@pytest.mark.parametrize("edit", NEVER, ids=lambda one: one.__name__)
def test_a_claim_to_another_version_excuses_nothing_active(case: Case, edit: Edit) -> None:
    other = case.planned(sealing=case.sealing(made_with={**made_with(), "readiness": "9.9"}))
    assert failed(case.both(edited(built(other), edit))) == ["pages"]


MADE_WITH: dict[str, dict[str, str]] = {
    "an older version": {"readiness": "0.0.1"},
    "an older package": {"reportlab": "4.0.0"},
    "an older renderer": {"renderer": "0"},
    "no version": {"readiness": "unknown"},
    "another spelling": {"readiness": "v99"},
    "another program": {"typesetter": "99.0"},
}


@pytest.mark.parametrize("claim", MADE_WITH.values(), ids=MADE_WITH)
def test_a_claim_to_a_version_that_is_known_excuses_no_other_pages(case: Case, claim: dict[str, str]) -> None:
    other = case.planned(sealing=case.sealing(made_with={**made_with(), **claim}))
    assert failed(case.both(edited(built(other), EDITS[0]))) == ["pages"]


def test_no_claim_to_a_version_excuses_no_other_pages(case: Case) -> None:
    assert failed(case.both(edited(built(case.planned(sealing=case.sealing(made_with={}))), EDITS[0]))) == ["pages"]


def test_a_claim_to_a_newer_version_never_makes_other_pages_plainly_valid(case: Case) -> None:
    other = case.planned(sealing=case.sealing(made_with={**made_with(), "renderer": "99"}))
    found = verified(case.both(edited(built(other), EDITS[0])))
    assert "not compared" in found.summary and "is valid:" not in found.summary
    assert [one.name for one in found.warnings] == ["pages"]


def test_a_hole_to_be_filled_later(case: Case) -> None:
    """The report refers to an object that it does not have, for a later update to supply."""
    other = case.planned(sealing=case.sealing(made_with={"readiness": "9.9"}))
    awaited = edited(built(other), lambda pdf: pdf.pages[0].obj.Contents.__setitem__(Name("/Later"), String("HOLEHOLE")))
    assert b"(HOLEHOLE)" in awaited
    assert failed(case.both(awaited.replace(b"(HOLEHOLE)", b"99999 0 R "))) == ["pages"]


def test_a_field_for_text(case: Case) -> None:
    assert {"structure", "pages"} <= set(failed(case.both(edited(case.plain, text_field))))


def test_another_place_for_a_signature(case: Case) -> None:
    assert {"pages", "all_signed"} <= set(failed(case.both(edited(case.plain, place_more))))


def _other_record(case: Case) -> tuple[Review, bytes]:
    other = replace(case.review, decision=a_decision(outcome=Outcome.APPROVE))
    return other, encode_record(other)


def test_a_record_that_is_not_the_pages(case: Case) -> None:
    """The pages defer, the record approves; digest and metadata agree with the record."""
    _, record = _other_record(case)
    assert failed(case.both(built(case.review, record=record))) == ["pages"]


def _record_stream(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(spec.EF.F for spec in pdf.Root.AF if str(spec.UF) == "record.json")


def test_a_record_that_is_not_the_stated_digest(case: Case) -> None:
    _, record = _other_record(case)
    forged = edited(case.plain, lambda pdf: _record_stream(pdf).write(record))
    assert {"digest", "pages"} <= set(failed(case.both(forged)))


@pytest.mark.parametrize("record", [b"", b"{}", b"[1", b"\xff\xfe", b'{"format":"readiness-record"}'])
def test_a_record_that_is_none(case: Case, record: bytes) -> None:
    assert "record" in failed(edited(case.twice, lambda pdf: _record_stream(pdf).write(record)))


def test_a_record_written_loosely(case: Case) -> None:
    """The same content in other bytes: two digests for one review."""
    loose = json.dumps(json.loads(encode_record(case.review))).encode()
    assert "record" in failed(edited(case.twice, lambda pdf: _record_stream(pdf).write(loose)))


def _evidence(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(spec for spec in pdf.Root.AF if str(spec.UF) != "record.json")


def test_a_file_that_is_another(case: Case) -> None:
    forged = edited(case.plain, lambda pdf: _evidence(pdf).EF.F.write(b"another page"))
    assert {"evidence", "pages"} <= set(failed(case.both(forged)))


def test_a_file_that_is_missing(case: Case) -> None:
    def drop(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF = Array([spec for spec in pdf.Root.AF if str(spec.UF) == "record.json"])

    forged = case.both(edited(case.plain, drop))
    assert {"evidence", "pages"} <= set(failed(forged)) and "missing" in reason(forged, "evidence")


def test_a_file_more(case: Case) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(b"evil", Type=Name.EmbeddedFile, Params=Dictionary(Size=4))
        spec = Dictionary(
            Type=Name.Filespec, F=String("x.txt"), UF=String("x.txt"), AFRelationship=Name.Supplement, EF=Dictionary(F=stream)
        )
        pdf.Root.AF.append(pdf.make_indirect(spec))

    forged = case.both(edited(case.plain, add))
    assert {"evidence", "pages"} <= set(failed(forged)) and "does not list" in reason(forged, "evidence")


def test_a_file_that_must_stay_out(case: Case) -> None:
    """A file under an agreement is listed by its hash; its bytes have no place in the report."""
    secret = b"draft"

    def add(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(secret, Type=Name.EmbeddedFile, Params=Dictionary(Size=len(secret)))
        spec = Dictionary(
            Type=Name.Filespec, F=String("d.pdf"), UF=String("d.pdf"), AFRelationship=Name.Supplement, EF=Dictionary(F=stream)
        )
        pdf.Root.AF.append(pdf.make_indirect(spec))

    assert "evidence" in failed(case.both(edited(case.plain, add)))


def test_a_whole_report_inside_a_file_inside(case: Case) -> None:
    """An attached report must not be mistaken for the report itself."""
    import hashlib

    from tests.builders import an_evidence

    inner = built(replace(case.review, decision=a_decision(outcome=Outcome.APPROVE)))
    held = an_evidence(inner, name="other.pdf", media_type="application/pdf")
    review = case.planned(evidence=(*case.review.evidence, held))
    found = verified_here(case.both(built(review, {**FILES, hashlib.sha256(inner).hexdigest(): inner})), "report.pdf")
    assert found.valid and found.review and found.review.decision and found.review.decision.outcome is Outcome.DEFER


def test_a_first_revision_that_is_another_report(case: Case) -> None:
    """A whole other report stands first, and an update shows this one: the record would be read from the first."""
    other = built(replace(case.review, decision=a_decision(outcome=Outcome.APPROVE)))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(case.twice)) as pdf:
        pdf.save(out)
    with pytest.raises(Unreadable):
        failed(other + out.getvalue())


def test_a_digest_that_is_not_the_records(case: Case) -> None:
    def restate(pdf: pikepdf.Pdf) -> None:
        text = pdf.Root.Metadata.read_bytes().replace(digest_of(encode_record(case.review)).encode(), b"0" * 64)
        pdf.Root.Metadata.write(text)

    assert {"digest", "pages"} <= set(failed(case.both(edited(case.plain, restate))))


LOOKS: dict[str, Callable[[], bytes]] = {
    "another name": lambda: look(SECOND, "The Whole Board"),
    "another role": lambda: look(FIRST, "Grace Hopper"),
    "another meaning": lambda: look(SECOND, "Grace Hopper", meaning="I approve without conditions."),
}


@pytest.mark.parametrize("shown", LOOKS.values(), ids=LOOKS)
def test_a_field_that_shows_something_else(case: Case, shown: Callable[[], bytes]) -> None:
    """The signer draws a look of their own; the signature is genuine."""
    assert failed(signed(case.once, SECOND, case.people[SECOND], appearance=shown())) == ["looks"]


def test_a_field_that_shows_nothing_is_honest(case: Case) -> None:
    assert failed(signed(case.once, SECOND, case.people[SECOND], appearance=None)) == []

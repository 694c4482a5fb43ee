"""Changes that an attacker makes to a report that is there already: each takes a writer of an update and changes one thing."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from tests.forgeries.document_changes import (
    certified_late,
    extension_smuggled,
    file_added,
    file_removed,
    file_swapped,
    junk_among_certificates,
    junk_among_lists,
    junk_for_one_signature,
    junk_in_the_store,
    labels_changed,
    language_changed,
    layers_added,
    loose_object,
    metadata_replaced,
    named_script,
    nothing,
    opening_script,
    outline_retitled,
    outline_script,
    page_in_the_store,
    record_swapped,
    retitled,
    structure_removed,
    structure_retold,
    usage_rights_added,
    version_raised,
    viewer_told,
)
from tests.forgeries.editing import BLACK, annotate, dictionary, field, filespec, page, pages, put, script
from tests.forgeries.making import form, names, numbers

# Pages


def page_redrawn(writer: Writer) -> None:
    put(writer, page(writer), "Contents", writer.add_object(generic.StreamObject(stream_data=BLACK)))


def page_drawn_over(writer: Writer) -> None:
    holder = page(writer)
    more = writer.add_object(generic.StreamObject(stream_data=BLACK))
    put(writer, holder, "Contents", generic.ArrayObject([holder.raw_get("/Contents"), more]))


def content_overwritten(writer: Writer) -> None:
    holder = page(writer)
    old = holder.raw_get("/Contents")
    reference = old if isinstance(old, generic.IndirectObject) else old.raw_get(0)
    writer.objects[(reference.generation, reference.idnum)] = generic.StreamObject(stream_data=BLACK)


def pages_swapped(writer: Writer) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    first, second = kids.raw_get(0), kids.raw_get(1)
    kids[0], kids[1] = second, first
    writer.update_container(kids)


def page_removed(writer: Writer) -> None:
    tree = writer.root["/Pages"]
    del tree["/Kids"][0]
    put(writer, tree, "Count", generic.NumberObject(int(tree["/Count"]) - 1))


def page_added(writer: Writer) -> None:
    tree = writer.root["/Pages"]
    more = dictionary(Type=pdf_name("/Page"), MediaBox=numbers(0, 0, 595, 842), Parent=writer.root.raw_get("/Pages"))
    tree["/Kids"].append(writer.add_object(more))
    put(writer, tree, "Count", generic.NumberObject(int(tree["/Count"]) + 1))


def page_cropped(writer: Writer) -> None:
    put(writer, page(writer), "CropBox", numbers(0, 0, 595, 300))


def page_turned(writer: Writer) -> None:
    put(writer, page(writer), "Rotate", generic.NumberObject(180))


def page_script(writer: Writer) -> None:
    put(writer, page(writer), "AA", dictionary(O=script()))


def fonts(writer: Writer) -> generic.DictionaryObject:
    found = page(writer)["/Resources"]["/Font"]
    return next(iter(found.values())).get_object()


def glyphs_renamed(writer: Writer) -> None:
    font = fonts(writer)
    put(writer, font, "ToUnicode", writer.add_object(generic.StreamObject(stream_data=b"/CIDInit /ProcSet findresource begin end")))


def glyphs_redrawn(writer: Writer) -> None:
    holder = fonts(writer)
    holder = holder["/DescendantFonts"][0].get_object() if "/DescendantFonts" in holder else holder
    put(writer, holder["/FontDescriptor"], "FontFile2", writer.add_object(generic.StreamObject(stream_data=b"\0\1\0\0")))


def glyphs_widened(writer: Writer) -> None:
    put(writer, fonts(writer), "Encoding", dictionary(Differences=generic.ArrayObject([generic.NumberObject(48), pdf_name("/nine")])))


# Annotations


def note_added(writer: Writer) -> None:
    note = names(Type="Annot", Subtype="FreeText")
    note.update({pdf_name("/Rect"): numbers(50, 500, 550, 800), pdf_name("/Contents"): pdf_string("APPROVED")})
    note[pdf_name("/AP")] = dictionary(N=writer.add_object(form(BLACK)))
    annotate(writer, note)


def cover_added(writer: Writer) -> None:
    cover = names(Type="Annot", Subtype="Stamp")
    cover.update({pdf_name("/Rect"): numbers(0, 0, 595, 842), pdf_name("/F"): generic.NumberObject(4)})
    cover[pdf_name("/AP")] = dictionary(N=writer.add_object(form(b"1 g 0 0 600 850 re f", 595, 842)))
    annotate(writer, cover)


def link_added(writer: Writer) -> None:
    link = names(Type="Annot", Subtype="Link")
    action = names(S="URI")
    action[pdf_name("/URI")] = pdf_string("https://evil.example/")
    link.update({pdf_name("/Rect"): numbers(0, 0, 595, 842), pdf_name("/A"): action})
    annotate(writer, link)


def file_note_added(writer: Writer) -> None:
    note = names(Type="Annot", Subtype="FileAttachment")
    note.update({pdf_name("/Rect"): numbers(0, 0, 20, 20), pdf_name("/FS"): filespec(writer, b"evil", "evil.txt")})
    annotate(writer, note)


def link_redirected(writer: Writer) -> None:
    for reference in pages(writer):
        for annotation in reference.get_object().get("/Annots", ()):
            if annotation.get_object()["/Subtype"] == "/Link":
                target = annotation.get_object()
                target.pop("/Dest", None)
                action = names(S="URI")
                action[pdf_name("/URI")] = pdf_string("https://evil.example/")
                put(writer, target, "A", action)
                return


def annotations_removed(writer: Writer) -> None:
    number = next(n for n, reference in enumerate(pages(writer)) if "/Annots" in reference.get_object())
    put(writer, page(writer, number), "Annots", generic.ArrayObject([]))


# Fields and form


def other_look(writer: Writer, place: int = 0) -> None:
    field(writer, place)[pdf_name("/AP")] = dictionary(N=writer.add_object(form(BLACK)))


def look_overwritten(writer: Writer) -> None:
    reference = field(writer, 0)["/AP"].raw_get("/N")
    writer.objects[(reference.generation, reference.idnum)] = form(BLACK)


def field_moved(writer: Writer) -> None:
    field(writer)[pdf_name("/Rect")] = numbers(0, 0, 595, 842)


def field_hidden(writer: Writer) -> None:
    field(writer)[pdf_name("/F")] = generic.NumberObject(2)


def field_renamed(writer: Writer) -> None:
    field(writer)[pdf_name("/T")] = pdf_string("Role-05-chair")


def field_described(writer: Writer) -> None:
    field(writer)[pdf_name("/TU")] = pdf_string("Signature of the chair")


def field_script(writer: Writer) -> None:
    field(writer)[pdf_name("/AA")] = dictionary(E=script())


def signature_taken_out(writer: Writer) -> None:
    del field(writer)["/V"]


def values_exchanged(writer: Writer) -> None:
    one, two = field(writer, 0), field(writer, 1)
    one[pdf_name("/V")], two[pdf_name("/V")] = two.raw_get("/V"), one.raw_get("/V")


def reason_changed(writer: Writer) -> None:
    value = field(writer, 0)["/V"]
    value[pdf_name("/Reason")] = pdf_string("I object")
    writer.update_container(value)


def own_field_hidden(writer: Writer) -> None:
    field(writer, 1)[pdf_name("/F")] = generic.NumberObject(2)


def own_field_moved(writer: Writer) -> None:
    field(writer, 1)[pdf_name("/Rect")] = numbers(0, 0, 595, 842)


def field_added(writer: Writer, kind: str = "Tx", name: str = "Comment") -> None:
    more = names(Type="Annot", Subtype="Widget", FT=kind)
    more.update({pdf_name("/T"): pdf_string(name), pdf_name("/Rect"): numbers(10, 10, 300, 90), pdf_name("/V"): pdf_string("APPROVED")})
    if kind == "Sig":
        del more["/V"]
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(more))
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


def place_added(writer: Writer) -> None:
    field_added(writer, "Sig", "Role-05-chair")


def button_added(writer: Writer) -> None:
    field_added(writer, "Btn", "Press")


def form_redrawn(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"], "NeedAppearances", generic.BooleanObject(True))


def form_of_xml(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"], "XFA", writer.add_object(generic.StreamObject(stream_data=b"<xdp/>")))


def flags_lowered(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"], "SigFlags", generic.NumberObject(0))


def fields_reordered(writer: Writer) -> None:
    listed = writer.root["/AcroForm"]["/Fields"]
    put(writer, writer.root["/AcroForm"], "Fields", generic.ArrayObject([listed.raw_get(place) for place in (0, 2, 1)]))


LATER = (
    *(page_redrawn, page_drawn_over, content_overwritten, pages_swapped, page_removed, page_added, page_cropped, page_turned, page_script),
    *(glyphs_renamed, glyphs_redrawn, glyphs_widened, note_added, cover_added, link_added, link_redirected, file_note_added),
    *(annotations_removed, other_look, look_overwritten, field_moved, field_hidden, field_renamed, field_described, field_script),
    *(reason_changed, field_added, place_added, button_added, form_redrawn, form_of_xml, flags_lowered, fields_reordered),
    *(retitled, metadata_replaced, outline_retitled, outline_script, opening_script, named_script, layers_added, file_added),
    *(file_removed, file_swapped, record_swapped, language_changed, viewer_told, labels_changed, structure_retold, structure_removed),
    *(certified_late, usage_rights_added, junk_among_certificates, junk_among_lists, junk_in_the_store, junk_for_one_signature),
    *(page_in_the_store, loose_object, nothing, extension_smuggled, version_raised),
)
# What a planned signer does in the update that holds their signature, which covers all of it. The library that signs puts the form right.
_PUT_RIGHT = (nothing, form_redrawn, flags_lowered)
WHILE_SIGNING = (*(change for change in LATER if change not in _PUT_RIGHT), own_field_hidden, own_field_moved)

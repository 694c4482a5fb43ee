"""Changes that an attacker makes around the pages: description, outline, attachments, structure, permissions, validation data."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from tests.forgeries.editing import dictionary, filespec, pages, put, root, script
from tests.forgeries.making import names


def retitled(writer: Writer) -> None:
    writer.trailer["/Info"][pdf_name("/Title")] = pdf_string("Approved")
    writer.mark_update(writer.trailer.raw_get("/Info"))


def metadata_replaced(writer: Writer) -> None:
    root(writer, "Metadata", writer.add_object(generic.StreamObject(names(Type="Metadata", Subtype="XML"), stream_data=b"<x/>")))


def outline_retitled(writer: Writer) -> None:
    put(writer, writer.root["/Outlines"]["/First"], "Title", pdf_string("Approved"))


def outline_script(writer: Writer) -> None:
    put(writer, writer.root["/Outlines"]["/First"], "A", script())


def opening_script(writer: Writer) -> None:
    root(writer, "OpenAction", script())


def named_script(writer: Writer) -> None:
    listed = generic.ArrayObject([pdf_string("go"), writer.add_object(script())])
    put(writer, writer.root["/Names"], "JavaScript", dictionary(Names=listed))


def layers_added(writer: Writer) -> None:
    layer = names(Type="OCG")
    layer[pdf_name("/Name")] = pdf_string("x")
    listed = generic.ArrayObject([writer.add_object(layer)])
    root(writer, "OCProperties", dictionary(OCGs=listed, D=dictionary(OFF=listed)))


def file_added(writer: Writer) -> None:
    listed = writer.root["/AF"]
    kept = [listed.raw_get(place) for place in range(len(listed))]
    root(writer, "AF", generic.ArrayObject([*kept, filespec(writer, b"evil", "evil.txt")]))


def file_removed(writer: Writer) -> None:
    root(writer, "AF", generic.ArrayObject([writer.root["/AF"].raw_get(0)]))


def _overwrite_file(writer: Writer, name: str, data: bytes) -> None:
    spec = next(one.get_object() for one in writer.root["/AF"] if (one.get_object()["/UF"] == "record.json") is (name == "record"))
    reference = spec["/EF"].raw_get("/F")
    writer.objects[(reference.generation, reference.idnum)] = generic.StreamObject(names(Type="EmbeddedFile"), stream_data=data)


def file_swapped(writer: Writer) -> None:
    _overwrite_file(writer, "evidence", b"another page")


def record_swapped(writer: Writer) -> None:
    _overwrite_file(writer, "record", b"{}")


def language_changed(writer: Writer) -> None:
    root(writer, "Lang", pdf_string("xx"))


def viewer_told(writer: Writer) -> None:
    root(writer, "ViewerPreferences", dictionary(HideMenubar=generic.BooleanObject(True)))


def labels_changed(writer: Writer) -> None:
    root(writer, "PageLabels", dictionary(Nums=generic.ArrayObject([generic.NumberObject(0), dictionary(P=pdf_string("x"))])))


def structure_retold(writer: Writer) -> None:
    tree = writer.root["/StructTreeRoot"]
    put(writer, tree, "RoleMap", dictionary(P=pdf_name("/Artifact")))


def structure_removed(writer: Writer) -> None:
    del writer.root["/StructTreeRoot"]
    writer.update_root()


def certified_late(writer: Writer) -> None:
    root(writer, "Perms", dictionary(DocMDP=writer.root["/AcroForm"]["/Fields"][1].raw_get("/V")))


def usage_rights_added(writer: Writer) -> None:
    root(writer, "Perms", dictionary(UR3=writer.root["/AcroForm"]["/Fields"][0].raw_get("/V")))


def _store(writer: Writer, **more: generic.PdfObject) -> None:
    root(writer, "DSS", writer.add_object(dictionary(Type=pdf_name("/DSS"), **more)))


def junk_among_certificates(writer: Writer) -> None:
    junk = writer.add_object(generic.StreamObject(stream_data=b"<html>anything</html>"))
    _store(writer, Certs=generic.ArrayObject([junk]))


def junk_among_lists(writer: Writer) -> None:
    junk = writer.add_object(generic.StreamObject(stream_data=b"\x30\x03\x02\x01\x01"))
    _store(writer, CRLs=generic.ArrayObject([junk]))


def junk_in_the_store(writer: Writer) -> None:
    _store(writer, Secret=writer.add_object(generic.StreamObject(stream_data=b"anything")))


def junk_for_one_signature(writer: Writer) -> None:
    _store(writer, VRI=dictionary(**{"A" * 40: dictionary(Note=pdf_string("anything"))}))


def page_in_the_store(writer: Writer) -> None:
    _store(writer, Certs=generic.ArrayObject([pages(writer)[0]]))


def loose_object(writer: Writer) -> None:
    writer.add_object(generic.StreamObject(stream_data=b"anything"))


def nothing(writer: Writer) -> None:
    writer.update_root()


def extension_smuggled(writer: Writer) -> None:
    root(writer, "Extensions", dictionary(X=dictionary(Note=pdf_string("anything"))))


def version_raised(writer: Writer) -> None:
    root(writer, "Version", pdf_name("/9.9"))

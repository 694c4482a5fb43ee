"""What an attacker edits a report with: its parts found by name, and written again in an update."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from tests.forgeries.making import names

BLACK = b"0 g 0 0 600 850 re f"


def dictionary(**pairs: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in pairs.items()})


def put(writer: Writer, holder: generic.DictionaryObject, key: str, value: generic.PdfObject) -> None:
    holder[pdf_name(f"/{key}")] = value
    writer.update_container(holder)


def root(writer: Writer, key: str, value: generic.PdfObject) -> None:
    writer.root[pdf_name(f"/{key}")] = value
    writer.update_root()


def pages(writer: Writer) -> list[generic.IndirectObject]:
    """The pages, in order, whatever tree they hang in."""

    def below(reference: generic.IndirectObject) -> list[generic.IndirectObject]:
        node = reference.get_object()
        return (
            [found for place in range(len(node["/Kids"])) for found in below(node["/Kids"].raw_get(place))]
            if "/Kids" in node
            else [reference]
        )

    return below(writer.root.raw_get("/Pages"))


def page(writer: Writer, number: int = 0) -> generic.DictionaryObject:
    return pages(writer)[number].get_object()


def field(writer: Writer, place: int = 0) -> generic.DictionaryObject:
    reference = writer.root["/AcroForm"]["/Fields"].raw_get(place + 1)  # the first is the seal's
    writer.mark_update(reference)
    return reference.get_object()


def annotate(writer: Writer, annotation: generic.DictionaryObject, number: int = 0) -> None:
    holder = page(writer, number)
    reference = writer.add_object(annotation)
    held = holder.get("/Annots", [])
    listed = [held.raw_get(place) for place in range(len(held))]
    put(writer, holder, "Annots", generic.ArrayObject([*listed, reference]))


def script(code: str = "app.alert(1)") -> generic.DictionaryObject:
    action = names(Type="Action", S="JavaScript")
    action[pdf_name("/JS")] = pdf_string(code)
    return action


def filespec(writer: Writer, data: bytes, name: str) -> generic.IndirectObject:
    stream = writer.add_object(generic.StreamObject(names(Type="EmbeddedFile"), stream_data=data))
    spec = names(Type="Filespec", AFRelationship="Supplement")
    spec.update({pdf_name("/F"): pdf_string(name), pdf_name("/UF"): pdf_string(name), pdf_name("/EF"): dictionary(F=stream, UF=stream)})
    return writer.add_object(spec)

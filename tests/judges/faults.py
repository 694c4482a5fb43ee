"""Nineteen single faults, each put into a good report, to see whether the judges notice."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

Fault = Callable[[Pdf], None]


def with_fault(pdf: bytes, fault: Fault) -> bytes:
    """The report with one fault in it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        fault(document)
        document.save(out, fix_metadata_version=False)
    return out.getvalue()


def elements(document: Pdf, role: str) -> Iterator[Object]:
    """The structure elements with this role, in reading order."""
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Array):
            waiting.extend(reversed(list(element)))
        elif isinstance(element, Dictionary) and "/S" in element:
            if str(element.S) == f"/{role}":
                yield element
            if "/K" in element:
                waiting.append(element.K)


def first(document: Pdf, role: str) -> Object:
    return next(elements(document, role))


def annotation(document: Pdf, kind: str) -> Object:
    return next(a for page in document.pages for a in page.get("/Annots", []) if str(a.Subtype) == f"/{kind}")


def no_alternative_text(document: Pdf) -> None:
    del first(document, "Figure").Alt


def form_as_paragraph(document: Pdf) -> None:
    first(document, "Form").S = Name.P


def field_without_words(document: Pdf) -> None:
    del annotation(document, "Widget").TU


def link_without_words(document: Pdf) -> None:
    del annotation(document, "Link").Contents


def no_language(document: Pdf) -> None:
    del document.Root.Lang


def no_output_intent(document: Pdf) -> None:
    del document.Root.OutputIntents


def files_not_associated(document: Pdf) -> None:
    del document.Root.AF


def file_without_relation(document: Pdf) -> None:
    del document.Root.AF[0].AFRelationship


def field_without_appearance(document: Pdf) -> None:
    del annotation(document, "Widget").AP


def header_without_scope(document: Pdf) -> None:
    for element in elements(document, "TH"):
        del element.A


def cell_outside_a_table(document: Pdf) -> None:
    first(document, "P").S = Name.TD


def skipped_heading(document: Pdf) -> None:
    for element in list(elements(document, "H2")):
        element.S = Name.H4


def no_tab_order(document: Pdf) -> None:
    page = next(page for page in document.pages if "/Annots" in page)
    del page.Tabs


def unmarked_content(document: Pdf) -> None:
    page = document.pages[0]
    page.contents_add(b"0 0 m 10 10 l S")


def not_marked_as_tagged(document: Pdf) -> None:
    document.Root.MarkInfo.Marked = False


def a_script(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def hidden_annotation(document: Pdf) -> None:
    annotation(document, "Link").F = 2


def title_not_shown(document: Pdf) -> None:
    document.Root.ViewerPreferences.DisplayDocTitle = False


def file_without_date(document: Pdf) -> None:
    """Which no rule of veraPDF looks for."""
    del document.Root.AF[0].EF.F.Params.ModDate


FAULTS: tuple[Fault, ...] = (
    no_alternative_text,
    form_as_paragraph,
    field_without_words,
    link_without_words,
    no_language,
    no_output_intent,
    files_not_associated,
    file_without_relation,
    field_without_appearance,
    header_without_scope,
    cell_outside_a_table,
    skipped_heading,
    no_tab_order,
    unmarked_content,
    not_marked_as_tagged,
    a_script,
    hidden_annotation,
    title_not_shown,
    file_without_date,
)

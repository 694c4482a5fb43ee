"""What other tools may rewrite in a report's description: the time of the change and the name of the program, and nothing else."""

import re
from xml.etree import ElementTree as Xml

from readiness_app.signing.syntax import Malformed, Name, Stream, Value, same

LARGEST = 200_000
LONGEST_TEXT = 200

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PACKET, _META = "<?xpacket", "{adobe:ns:meta/}"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
_PDF_DATE = re.compile(rb"D:\d{4,14}(Z|[+-]\d\d'?\d\d'?)?(Z?00'00'?)?")
_ID = re.compile(r"[\w:.-]{1,100}", re.ASCII)
_PROGRAM = re.compile(rf"[^\x00-\x1f]{{0,{LONGEST_TEXT}}}")
# What a tool says of its own change. A reader learns from it when a file was last written and by what, never what the report says.
_FREE = {
    f"{_XMP}ModifyDate": _DATE,
    f"{_XMP}MetadataDate": _DATE,
    "{http://ns.adobe.com/pdf/1.3/}Producer": _PROGRAM,
    "{http://ns.adobe.com/xap/1.0/mm/}DocumentID": _ID,
    "{http://ns.adobe.com/xap/1.0/mm/}InstanceID": _ID,
}
Described = str | list["Described"] | tuple[str, "Described"] | dict[str, "Described"]


def information_differs(old: Value, new: Value) -> str:
    """Which entry of the document information differs beyond date and program (ISO 32000-1, 14.3.3); empty where none does."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return "the document information"
    for key in {**old, **new}:
        if key in old and key in new and same(old[key], new[key]):
            continue
        said = new.get(key)
        dated = key == "ModDate" and isinstance(said, bytes) and _PDF_DATE.fullmatch(said)
        named = key == "Producer" and isinstance(said, bytes) and len(said) <= 2 * LONGEST_TEXT
        if not dated and not named:
            return key
    return ""


def metadata_differs(old: Value, new: Value) -> str:
    """Which property of the metadata (XMP) differs beyond date and program, however either is written down; empty where none does."""
    try:
        before, after = _read(old), _read(new)
    except (Malformed, Xml.ParseError, ValueError, RecursionError):
        return "the metadata"
    for key in {**before, **after}:
        if key in before and before[key] == after.get(key):
            continue
        said, free = after.get(key), _FREE.get(key)
        if free is None or not isinstance(said, str) or not free.fullmatch(said):
            return key.rpartition("}")[2]
    return ""


def _read(value: Value) -> dict[str, Described]:
    """The properties of an XMP packet; raises Malformed for whatever could be read in two ways."""
    if not isinstance(value, Stream) or value.entries.keys() - {"Type", "Subtype", "Length", "Filter", "DecodeParms"}:
        raise Malformed("the metadata is not written as it should be")
    if value.entries.get("Type") != Name("Metadata") or value.entries.get("Subtype") != Name("XML"):
        raise Malformed("the metadata is not written as it should be")
    text = value.unpacked().decode("utf-8").strip()
    # Declarations, comments and entities have no place in a packet; the last can also make a small one endless.
    if len(text) > LARGEST or "<!" in text or text.count("<?") != text.count(_PACKET):
        raise Malformed("the metadata is not written as it should be")
    root = Xml.fromstring(text)
    if root.tag != f"{_META}xmpmeta" or set(root.keys()) - {f"{_META}xmptk"} or [part.tag for part in root] != [f"{_RDF}RDF"]:
        raise Malformed("the metadata is not written as it should be")
    _no_words(root)
    _no_words(root[0])
    found: dict[str, Described] = {}
    for part in root[0]:
        if part.tag != f"{_RDF}Description" or part.attrib.get(f"{_RDF}about") or root[0].keys():
            raise Malformed("the metadata speaks of something else")
        _merge(found, _struct(part, {f"{_RDF}about"}))
    return found


def _struct(element: Xml.Element, passed: set[str]) -> dict[str, Described]:
    found: dict[str, Described] = {}
    for key, text in element.items():
        if key not in passed:
            if not key.startswith("{") or key.startswith(_RDF) or key == _LANG:
                raise Malformed("the metadata is not written as it should be")
            _merge(found, {key: text})
    for part in element:
        _merge(found, {part.tag: _value(part)})
    _no_words(element)
    return found


def _value(element: Xml.Element) -> Described:
    language = element.attrib.get(_LANG)
    keys = set(element.keys()) - {_LANG}
    found: Described
    if keys == {f"{_RDF}resource"} and not len(element):
        _no_words(element)
        found = element.attrib[f"{_RDF}resource"]
    elif keys == {f"{_RDF}parseType"} and element.attrib[f"{_RDF}parseType"] == "Resource":
        found = _struct(element, {f"{_RDF}parseType", _LANG})
    elif keys and not len(element):
        _no_words(element)
        found = _struct(element, {_LANG})  # a structure of plain texts, written the short way
    elif keys:
        raise Malformed("the metadata is not written as it should be")
    elif not len(element):
        found = element.text or ""
    else:
        found = _inner(element)
    return (language, found) if language is not None else found


def _inner(element: Xml.Element) -> Described:
    """The list or the structure that a property holds."""
    (part, *others) = element
    _no_words(element)
    if others:
        raise Malformed("the metadata is not written as it should be")
    if part.tag == f"{_RDF}Description":
        return _struct(part, set())
    kind = part.tag.removeprefix(_RDF)
    if kind not in ("Bag", "Seq", "Alt") or part.keys() or any(one.tag != f"{_RDF}li" for one in part):
        raise Malformed("the metadata is not written as it should be")
    _no_words(part)
    return [kind, *(_value(one) for one in part)]


def _no_words(element: Xml.Element) -> None:
    if any(words and words.strip() for words in (element.text, *(part.tail for part in element))):
        raise Malformed("the metadata holds words that belong to nothing")


def _merge(found: dict[str, Described], more: dict[str, Described]) -> None:
    if twice := found.keys() & more.keys():
        raise Malformed(f"the metadata gives {min(twice)} twice")
    found.update(more)

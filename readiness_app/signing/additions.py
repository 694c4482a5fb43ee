"""What an update may bring along: the look of a signed field, and fonts for forms; new objects alone, with nothing active in them."""

from collections.abc import Collection, Mapping

from readiness_app.signing.syntax import Name, Ref, Stream, Value, references

# In what a field looks like there is nothing that acts, that leads elsewhere, or that comes and goes.
_NEVER = {
    *("A", "AA", "JS", "OC", "OCGs", "OPI", "PS", "Ref", "Alternates", "Annots", "Parent", "Kids", "URI", "F", "FFilter", "EF"),
}
_KINDS = {
    *("Form", "Image", "TrueType", "Type1", "Type0", "CIDFontType2", "CIDFontType0", "CIDFontType0C", "Type1C", "OpenType"),
    None,
}
_RESOURCES = {"Font", "Encoding"}


class Active(Exception):
    """An object that must not be there; `number` says which, the message why."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words)
        self.number = number


def drawn(start: Value, given: Mapping[int, Value], new: Collection[int], what: str) -> set[int]:
    """The numbers of all objects behind `start`; raises Active for one that was there before, or that acts. `what` names it in messages."""
    _check(0, start, what)
    waiting, reached = references(start), set[int]()
    while waiting:
        number = waiting.pop().number
        if number not in new or number not in given:
            raise Active(number, f"was there before and is drawn into {what}")
        if number not in reached:
            reached.add(number)
            _check(number, given[number], what)
            waiting.extend(references(given[number]))
    return reached


def is_font_list(value: Value) -> bool:
    """True for the resources that tools give a form: fonts, and how their letters are numbered."""
    return isinstance(value, dict) and not value.keys() - _RESOURCES and all(isinstance(part, dict | Ref) for part in value.values())


def dictionaries(value: Value) -> list[dict[str, Value]]:
    """A dictionary and every one inside it, or inside a list."""
    if isinstance(value, dict):
        return [value, *(found for part in value.values() for found in dictionaries(part))]
    return [found for part in value for found in dictionaries(part)] if isinstance(value, list) else []


def _check(number: int, value: Value, what: str) -> None:
    for part in dictionaries(value.entries if isinstance(value, Stream) else value):
        kind = part.get("Subtype")
        if part.keys() & _NEVER or (kind is not None and (not isinstance(kind, Name) or kind not in _KINDS)):
            raise Active(number, f"brings something active into {what}")

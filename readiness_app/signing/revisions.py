"""What every update of a report may do: sign a planned field and what belongs to that. Its cost follows the updates, not the report."""

import re
from collections.abc import Collection, Iterator

from readiness_app.signing import descriptions, store_of_proofs
from readiness_app.signing.additions import Active, dictionaries, drawn, is_font_list
from readiness_app.signing.fields import role_of_field
from readiness_app.signing.layout import Layout
from readiness_app.signing.syntax import Malformed, Name, Ref, Stream, Value, references, same
from readiness_app.signing.transforms import too_early, transforms
from readiness_app.signing.values import SIGNATURE, TIME_STAMP, VALIDATION_DATA, Update

_SIGNATURE_KEYS = {
    *("Type", "Filter", "SubFilter", "ByteRange", "Contents", "M", "Reason", "Name", "Location", "ContactInfo", "Prop_Build", "Reference"),
}
_STAMP_KEYS = {"Type", "Filter", "SubFilter", "ByteRange", "Contents"}
_STAMP_FIELD_KEYS = {"Type", "Subtype", "FT", "T", "F", "P", "Rect", "V", "AP", "Ff"}
_VERSIONS = {Name("1.7"), Name("2.0")}
_PRINTED, _LOCKED = 4, 128  # flags of an annotation: it is printed; nobody may move it in an editor
_TYPING = re.compile(rb"[ -~]{0,100}")


class NotAllowed(Exception):
    """An update does more than signing; the message names the object and the reason."""


def updates_of(layout: Layout) -> Iterator[Update]:
    """What each update of a report did, in order. Raises NotAllowed at the first that did anything but sign, or Malformed."""
    locked = False
    for number in range(1, len(layout.revisions)):
        update = _Judge(layout, number).judged()
        if locked and update.kind == SIGNATURE:
            raise NotAllowed(f"Update {number} signs after the last signature had locked the report.")
        locked = locked or update.locks
        yield update


def planned_fields(layout: Layout) -> dict[int, str]:
    """The report's own fields as it was sealed: object number to name. Raises Malformed where a field is not ours."""
    form = _dictionary(layout.follow(_root(layout, 0).get("AcroForm"), 0))
    listed = layout.follow(form.get("Fields"), 0)
    fields = {ref.number: _dictionary(layout.follow(ref, 0)) for ref in listed if isinstance(ref, Ref)} if isinstance(listed, list) else {}
    if form and (not isinstance(listed, list) or len(fields) != len(listed)):
        raise Malformed("the report's fields are not listed as they should be")
    return {number: _field_name(number, field) for number, field in fields.items()}


def _field_name(number: int, field: dict[str, Value]) -> str:
    name = field.get("T")
    if field.get("FT") != Name("Sig") or "Kids" in field or "V" in field or not isinstance(name, bytes):
        raise Malformed(f"field {number} is no empty place for a signature")
    return name.decode("latin-1")


def _root(layout: Layout, revision: int) -> dict[str, Value]:
    return _dictionary(layout.follow(layout.revisions[revision].trailer.get("Root"), revision))


def _dictionary(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


class _Judge:
    """One update, held against everything before it."""

    def __init__(self, layout: Layout, number: int) -> None:
        self.layout, self.number = layout, number
        self.revision, self.before = layout.revisions[number], layout.revisions[number - 1]
        self.given = layout.objects(number)
        self.new = {ref for ref in self.given if not layout.has(ref, number - 1)}
        self.planned = planned_fields(layout)
        self.filled: list[int] = []
        self.stamps: list[int] = []
        self.reached: set[int] = set()
        self.data_added = False
        self.permitted = self.certifies = self.locks = False

    def judged(self) -> Update:
        self._check_trailer()
        for number in self.given.keys() - self.new:
            self._check_rewritten(number, self.old(number), self.given[number])
        if orphans := self.new - self.reached:
            raise self.wrong(min(orphans), "was added without being part of a signature")
        if len(self.filled) + len(self.stamps) > 1:
            raise NotAllowed(f"Update {self.number} fills several fields at once.")
        if self.filled:
            return Update(SIGNATURE, self.planned[self.filled[0]], self.permitted and self.certifies, self.locks)
        if self.stamps:
            return Update(TIME_STAMP)
        if not self.data_added:
            raise NotAllowed(f"Update {self.number} signs nothing.")
        return Update(VALIDATION_DATA)

    def old(self, number: int) -> Value:
        return self.layout.value(number, self.number - 1)

    def wrong(self, number: int, reason: str) -> NotAllowed:
        return NotAllowed(f"In update {self.number} object {number} {reason}.")

    def _check_trailer(self) -> None:
        old, new = self.before.trailer, self.revision.trailer
        identity, identity_before = new.get("ID"), old.get("ID")
        if not same(old.get("Root"), new.get("Root")) or not same(old.get("Info"), new.get("Info")):
            raise NotAllowed(f"Update {self.number} puts another document or another description in place of the report's.")
        if not isinstance(identity, list) or not isinstance(identity_before, list) or identity[:1] != identity_before[:1]:
            raise NotAllowed(f"Update {self.number} gives the file another identity.")
        if self.revision.size < self.before.size:
            raise NotAllowed(f"Update {self.number} forgets objects of the report.")
        table = next(number for number, at in self.revision.direct.items() if at == self.revision.table_at)
        if self.layout.has(table, self.number - 1):
            raise self.wrong(table, "was put in place of an earlier object by the file's table")
        for number in self.new:
            if number < self.before.size:
                raise self.wrong(number, "fills a place that the report had left empty")
        if loose := [ref for value in self.given.values() for ref in references(value) if not self._leads_somewhere(ref)]:
            raise self.wrong(loose[0].number, "is referred to, but is not there")

    def _leads_somewhere(self, ref: Ref) -> bool:
        return ref.generation == 0 and self.layout.has(ref.number, self.number)

    def _check_rewritten(self, number: int, old: Value, new: Value) -> None:
        root = self.revision.trailer["Root"]
        if isinstance(root, Ref) and number == root.number:
            self._check_root(number, _dictionary(old), _dictionary(new))
        elif number in self.planned:
            self._check_filled(number, _dictionary(old), _dictionary(new))
        elif number == self._form_number():
            self._check_form(number, _dictionary(old), _dictionary(new))
        elif number in self._list_numbers():
            self._check_grown(number, old, new)
        elif _dictionary(old).get("Type") == Name("Page"):
            self._only(number, old, new, {"Annots"})
            self._check_grown(number, _dictionary(old).get("Annots", []), _dictionary(new).get("Annots"))
        elif number in self._data_numbers():
            self._take_data(number)
        elif not same(old, new):
            self._check_described(number, old, new)

    def _check_described(self, number: int, old: Value, new: Value) -> None:
        """A tool may write into the description when and by what the file was last written; nothing else of the report's own objects."""
        information, metadata = self.revision.trailer.get("Info"), _root(self.layout, 0).get("Metadata")
        if isinstance(information, Ref) and number == information.number:
            changed = descriptions.information_differs(old, new)
        elif isinstance(metadata, Ref) and number == metadata.number:
            changed = descriptions.metadata_differs(old, new)
        else:
            raise self.wrong(number, f"({_what(old)}) was changed")
        if changed:
            raise self.wrong(number, f"(the description of the report) was changed in more than its date and program: {changed}")

    def _check_form(self, number: int, old: dict[str, Value], new: dict[str, Value]) -> None:
        """Many tools give a form fonts for typed text, of which a report has none, so that they are never used."""
        self._only(number, old, new, {"Fields", "DR", "DA"})
        self._check_grown(number, old.get("Fields"), new.get("Fields"))
        fonts, typing = new.get("DR"), new.get("DA", b"")
        if not same(old.get("DR"), fonts):
            if "DR" in old or not is_font_list(self._new_value(fonts)):
                raise self.wrong(number, "(the form) got other resources")
            self._take_drawn(fonts, "the fonts of the form")
        if not same(old.get("DA", b""), typing) and not (isinstance(typing, bytes) and _TYPING.fullmatch(typing)):
            raise self.wrong(number, "(the form) says how typed text looks, in an unusual way")

    def _take_drawn(self, start: Value, what: str) -> None:
        try:
            self.reached |= drawn(start, self.given, self.new, what)
        except Active as trouble:
            raise self.wrong(trouble.number, str(trouble)) from trouble

    def _new_value(self, value: Value) -> Value:
        """The value itself, or what it refers to where that came with this update."""
        return self.given.get(value.number) if isinstance(value, Ref) and value.number in self.new else value

    def _only(self, number: int, old: Value, new: Value, allowed: Collection[str]) -> None:
        if not isinstance(old, dict) or not isinstance(new, dict):
            raise self.wrong(number, f"({_what(old)}) became something else")
        for key in {**old, **new}:
            if key not in allowed and not (key in old and key in new and self._same(old[key], new[key])):
                raise self.wrong(number, f"({_what(old)}) was changed: {key}")

    def _same(self, old: Value, new: Value) -> bool:
        """True when two values are the same, also where a tool has made a part an object of its own."""
        if isinstance(new, Ref) and not isinstance(old, Ref) and new.number in self.new:
            if isinstance(self.given[new.number], Ref | Stream) or not self._same(old, self.given[new.number]):
                return False
            self.reached.add(new.number)
            return True
        if isinstance(old, dict) and isinstance(new, dict):
            return old.keys() == new.keys() and all(self._same(old[key], new[key]) for key in old)
        if isinstance(old, list) and isinstance(new, list):
            return len(old) == len(new) and all(map(self._same, old, new))
        return same(old, new)

    def _check_root(self, number: int, old: dict[str, Value], new: dict[str, Value]) -> None:
        self._only(number, old, new, {"Extensions", "Version", "DSS", "Perms"})
        if not same(old.get("Perms"), new.get("Perms")):
            self._check_permission(number, old, new.get("Perms"))
        if "Version" in new and new["Version"] not in _VERSIONS:
            raise self.wrong(number, "(the catalog) names a version that reports do not have")
        if not _is_list_of_extensions(new.get("Extensions")):
            raise self.wrong(number, "(the catalog) names extensions that reports do not have")
        if "DSS" not in new and "DSS" in old:
            raise self.wrong(number, "(the catalog) lost its validation data")
        if "DSS" in new and not same(old.get("DSS"), new["DSS"]):
            store = new["DSS"]
            if "DSS" in old or not isinstance(store, Ref) or store.number not in self.new:
                raise self.wrong(number, "(the catalog) got other validation data")
            self._take_data(store.number)

    def _check_filled(self, number: int, old: dict[str, Value], new: dict[str, Value]) -> None:
        field = self.planned[number]
        if "V" in old:
            raise self.wrong(number, f"({field}) was signed before and changed afterwards")
        self._only(number, old, new, {"V", "AP", "F"})
        if not same(old.get("F"), new.get("F")) and (old.get("F"), new.get("F")) != (_PRINTED, _PRINTED + _LOCKED):
            raise self.wrong(number, f"({field}) is shown otherwise than it was sealed")
        self.filled.append(number)
        self._check_value(number, new.get("V"), _SIGNATURE_KEYS, Name("Sig"))
        if same(old.get("AP"), new.get("AP")):
            return
        look = self._new_value(new.get("AP"))
        normal = look.get("N") if isinstance(look, dict) and look.keys() == {"N"} else None
        if not isinstance(normal, Ref) or not isinstance(self.given.get(normal.number), Stream):
            raise self.wrong(number, f"({field}) got a look that is not its own")
        self._take_drawn(new.get("AP"), f"the look of {field}")

    def _check_value(self, field: int, value: Value, allowed: Collection[str], kind: Name) -> None:
        if not isinstance(value, Ref) or value.number not in self.new:
            raise self.wrong(field, "(a field) got a signature that is not new")
        self.reached.add(value.number)
        signature = dict(_dictionary(self.given[value.number]))
        self._check_transforms(value.number, field, signature.pop("Reference", []))
        if extra := signature.keys() - set(allowed):
            raise self.wrong(value.number, f"(a signature) says more than it should: {', '.join(sorted(extra))}")
        if signature.get("Type", kind) != kind or references(signature):
            raise self.wrong(value.number, "(a signature) is of another kind")
        self._check_range(value.number, signature)

    def _check_permission(self, number: int, old: dict[str, Value], permission: Value) -> None:
        """A certification comes first, comes once, and is the signature of this very update."""
        certified = permission.get("DocMDP") if isinstance(permission, dict) and permission.keys() == {"DocMDP"} else None
        if self.number != 1 or "Perms" in old or not isinstance(certified, Ref) or not self._is_value_here(certified):
            raise self.wrong(number, "(the catalog) got a certification that does not come first and once")
        self.permitted = True

    def _is_value_here(self, ref: Ref) -> bool:
        return any(_dictionary(self.given.get(number)).get("V") == ref for number in self.planned)

    def _check_transforms(self, number: int, field: int, value: Value) -> None:
        """What a signature says of later changes: the first may certify, the last may lock."""
        lock = self.layout.follow(_dictionary(self.layout.value(field, 0)).get("Lock"), 0)
        found = transforms(value, self.revision.trailer["Root"], lock)
        if found is None or any(one.certifies and self.number != 1 for one in found):
            raise self.wrong(number, "(a signature) allows or forbids changes in a way that was not planned")
        own = self.planned.get(field, "")
        signed = [name for at, name in self.planned.items() if "V" in _dictionary(self.old(at))]
        waiting = [name for name in self.planned.values() if role_of_field(name) and name not in (own, *signed)]
        for one in found:
            nobodys = "locks the report, which only a person may" if one.locks and not role_of_field(own) else ""
            if problem := nobodys or too_early(one, own, signed, waiting):
                raise self.wrong(number, f"(a signature) {problem}")
            self.certifies, self.locks = self.certifies or one.certifies, self.locks or one.locks

    def _check_range(self, number: int, signature: dict[str, Value]) -> None:
        """The signature leaves out exactly its own value and covers the rest of the file up to the end of its update."""
        covered, content, data = signature.get("ByteRange"), signature.get("Contents"), self.layout.data
        if not isinstance(covered, list) or [type(part) for part in covered] != [int] * 4 or not isinstance(content, bytes):
            raise self.wrong(number, "(a signature) does not say what it covers")
        begin, length, behind, rest = (part for part in covered if isinstance(part, int))
        start = self.revision.direct.get(number, len(data))
        inside = start < length < behind < start + len(data) and data[length:behind].upper() == b"<" + content.hex().upper().encode() + b">"
        if begin or not inside or not data[start:length].rstrip().endswith(b"/Contents") or behind + rest != self.revision.end:
            raise self.wrong(number, "(a signature) does not cover all but its own value")

    def _form_number(self) -> int:
        form = _root(self.layout, 0).get("AcroForm")
        return form.number if isinstance(form, Ref) else -1

    def _list_numbers(self) -> set[int]:
        """The lists of fields and of the first page's annotations, where they are objects of their own."""
        form = _dictionary(self.layout.value(self._form_number(), self.number - 1))
        lists = [form.get("Fields")]
        for number in self.planned:
            page = _dictionary(self.layout.follow(_dictionary(self.old(number)).get("P"), self.number - 1))
            lists.append(page.get("Annots"))
        return {found.number for found in lists if isinstance(found, Ref)}

    def _check_grown(self, number: int, old: Value, new: Value) -> None:
        """A list may only grow at its end, and only by invisible time stamps of the whole document."""
        if isinstance(old, Ref) and same(old, new):
            return
        if not isinstance(old, list) or not isinstance(new, list) or not same(old, new[: len(old)]):
            raise self.wrong(number, "(a list of fields) was changed or put in another order")
        for added in new[len(old) :]:
            if not isinstance(added, Ref) or added.number not in self.new:
                raise self.wrong(number, "(a list of fields) got an entry that is not new")
            self._take_stamp(added.number)

    def _take_stamp(self, number: int) -> None:
        field = _dictionary(self.given[number])
        rect = field.get("Rect")
        if field.keys() - _STAMP_FIELD_KEYS or field.get("FT") != Name("Sig") or rect != [0, 0, 0, 0]:
            raise self.wrong(number, "is a field that the report did not plan")
        page = _dictionary(self.layout.follow(field.get("P"), self.number - 1))
        if "P" in field and page.get("Type") != Name("Page"):
            raise self.wrong(number, "is a field that the report did not plan")
        self.reached.add(number)
        if number in self.stamps:
            return
        self._check_value(number, field.get("V"), _STAMP_KEYS, Name("DocTimeStamp"))
        if isinstance(look := field.get("AP"), dict) and isinstance(look.get("N"), Ref):
            raise self.wrong(number, "is a time stamp that shows something")
        self.stamps.append(number)

    def _data_numbers(self) -> set[int]:
        store = _root(self.layout, self.number - 1).get("DSS")
        if not isinstance(store, Ref):
            return set()
        old = _dictionary(self.layout.value(store.number, self.number - 1))
        return {store.number, *(part.number for key in ("VRI", "Certs", "CRLs", "OCSPs") if isinstance(part := old.get(key), Ref))}

    def _take_data(self, number: int) -> None:
        """The store of validation data and everything in it: nothing but certificates, revocation lists and answers that parse."""
        store = self._data_store(number)
        try:
            members = store_of_proofs.members(self.layout.value(store, self.number), self._now)
        except store_of_proofs.NotValidationData as error:
            raise self.wrong(error.number or number, f"stands among validation data and is none: {error}") from error
        self.reached.update({store, *members} & self.new)
        self.data_added = True

    def _data_store(self, number: int) -> int:
        store = _root(self.layout, self.number).get("DSS")
        return store.number if isinstance(store, Ref) else number

    def _now(self, number: int) -> Value:
        return self.layout.value(number, self.number)


def _is_list_of_extensions(value: Value) -> bool:
    known = {"Type", "BaseVersion", "ExtensionLevel", "URL", "ExtensionRevision"}
    parts = dictionaries(value)
    return not references(value) and all(part.keys() <= known for part in parts[1:]) and (value is None or isinstance(value, dict))


def _what(value: Value) -> str:
    inner = value.entries if isinstance(value, Stream) else value
    kind = _dictionary(inner).get("Type") or _dictionary(inner).get("S")
    words = {"Metadata": "the metadata", "Outlines": "the outline", "Pages": "the list of pages", "Page": "a page", "StructElem": "a part"}
    if isinstance(kind, Name):
        return words.get(kind, f"a {kind}")
    return "a stream" if isinstance(value, Stream) else "an object"

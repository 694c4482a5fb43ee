"""What every update of a report may do: our signing step's own work and nothing else. Its cost follows the updates, not the report."""

from collections.abc import Collection, Iterator

from readiness_app.signing import store_of_proofs
from readiness_app.signing.layout import Layout
from readiness_app.signing.syntax import Malformed, Name, Ref, Stream, Value, references, same
from readiness_app.signing.values import SIGNATURE, TIME_STAMP, VALIDATION_DATA, Update

_SIGNATURE_KEYS = {
    "Type",
    "Filter",
    "SubFilter",
    "ByteRange",
    "Contents",
    "M",
    "Reason",
    "Name",
    "Location",
    "ContactInfo",
    "Prop_Build",
    "Reference",
}
_STAMP_KEYS = {"Type", "Filter", "SubFilter", "ByteRange", "Contents"}
_STAMP_FIELD_KEYS = {"Type", "Subtype", "FT", "T", "F", "P", "Rect", "V", "AP", "Ff"}
_VERSIONS = {Name("1.7"), Name("2.0")}
# In what a field looks like there is nothing that acts, that leads elsewhere, or that comes and goes.
_NEVER_IN_A_LOOK = {
    "A",
    "AA",
    "JS",
    "OC",
    "OCGs",
    "OPI",
    "PS",
    "Ref",
    "Alternates",
    "Annots",
    "Parent",
    "Kids",
    "URI",
    "F",
    "FFilter",
    "EF",
}
_KINDS_OF_A_LOOK = {"Form", "Image", "TrueType", "Type1", "Type0", "CIDFontType2", None}


class NotAllowed(Exception):
    """An update does more than signing; the message names the object and the reason."""


def updates_of(layout: Layout) -> Iterator[Update]:
    """What each update of a report did, in order. Raises NotAllowed at the first that did anything but sign, or Malformed."""
    return (_Judge(layout, number).judged() for number in range(1, len(layout.revisions)))


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
        self.given = {found.number: found.value for found in layout.objects(number)}
        self.new = {ref for ref in self.given if not layout.has(ref, number - 1)}
        self.planned = planned_fields(layout)
        self.filled: list[int] = []
        self.stamps: list[int] = []
        self.reached: set[int] = set()
        self.data_added = False
        self.permitted = self.transformed = False

    def judged(self) -> Update:
        self._check_trailer()
        for number in self.given.keys() - self.new:
            self._check_rewritten(number, self.old(number), self.given[number])
        if orphans := self.new - self.reached:
            raise self.wrong(min(orphans), "was added without being part of a signature")
        if len(self.filled) + len(self.stamps) > 1:
            raise NotAllowed(f"Update {self.number} fills several fields at once.")
        if self.filled:
            return Update(SIGNATURE, self.planned[self.filled[0]], self.permitted and self.transformed)
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
            self._only(number, old, new, {"Fields"})
            self._check_grown(number, _dictionary(old).get("Fields"), _dictionary(new).get("Fields"))
        elif number in self._list_numbers():
            self._check_grown(number, old, new)
        elif _dictionary(old).get("Type") == Name("Page"):
            self._only(number, old, new, {"Annots"})
            self._check_grown(number, _dictionary(old).get("Annots", []), _dictionary(new).get("Annots"))
        elif number in self._data_numbers():
            self._take_data(number)
        else:
            raise self.wrong(number, f"({_what(old)}) was changed")

    def _only(self, number: int, old: Value, new: Value, allowed: Collection[str]) -> None:
        if not isinstance(old, dict) or not isinstance(new, dict):
            raise self.wrong(number, f"({_what(old)}) became something else")
        for key in {**old, **new}:
            if key not in allowed and not (key in old and key in new and same(old[key], new[key])):
                raise self.wrong(number, f"({_what(old)}) was changed: {key}")

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
        self._only(number, old, new, {"V", "AP"})
        self.filled.append(number)
        self._check_value(number, new.get("V"), _SIGNATURE_KEYS, Name("Sig"))
        look = new.get("AP")
        if same(old.get("AP"), look):
            return
        normal = look.get("N") if isinstance(look, dict) and look.keys() == {"N"} else None
        if not isinstance(normal, Ref) or normal.number not in self.new:
            raise self.wrong(number, f"({field}) got a look that is not its own")
        self._walk_look(normal, field)

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
        """What a signature says of later changes: a certification allows signatures alone, a lock was planned."""
        root = self.revision.trailer["Root"]
        for part in value if isinstance(value, list) else [value]:
            one = _dictionary(part)
            inner, method = _dictionary(one.get("TransformParams")), one.get("TransformMethod")
            known = one.keys() <= {"Type", "TransformMethod", "TransformParams", "Data", "DigestMethod"} and same(
                one.get("Data", root), root
            )
            certifies = method == Name("DocMDP") and self.number == 1 and inner.get("P") == 2 and inner.keys() <= {"Type", "P", "V"}
            locks = method == Name("FieldMDP") and self._is_planned_lock(field, inner)
            if not known or not (certifies or locks):
                raise self.wrong(number, "(a signature) allows or forbids changes in a way that was not planned")
            self.transformed = self.transformed or certifies

    def _is_planned_lock(self, field: int, inner: dict[str, Value]) -> bool:
        lock = _dictionary(self.layout.follow(_dictionary(self.layout.value(field, 0)).get("Lock"), 0))
        keys = ("Action", "Fields", "P")
        return bool(lock) and all(same(lock.get(key), inner.get(key)) for key in keys) and inner.keys() <= {"Type", "V", *keys}

    def _check_range(self, number: int, signature: dict[str, Value]) -> None:
        """The signature leaves out exactly its own value and covers the rest of the file up to the end of its update."""
        covered, content, data = signature.get("ByteRange"), signature.get("Contents"), self.layout.data
        if not isinstance(covered, list) or [type(part) for part in covered] != [int] * 4 or not isinstance(content, bytes):
            raise self.wrong(number, "(a signature) does not say what it covers")
        begin, length, behind, rest = (part for part in covered if isinstance(part, int))
        start = self.revision.direct[number]
        inside = start < length < behind < start + len(data) and data[length:behind].upper() == b"<" + content.hex().upper().encode() + b">"
        if begin or not inside or not data[start:length].rstrip().endswith(b"/Contents") or behind + rest != self.revision.end:
            raise self.wrong(number, "(a signature) does not cover all but its own value")

    def _walk_look(self, start: Ref, field: str) -> None:
        waiting = [start]
        while waiting:
            number = waiting.pop().number
            if number not in self.new:
                raise self.wrong(number, f"was there before and is drawn into the look of {field}")
            if number in self.reached:
                continue
            self.reached.add(number)
            self._check_look(number, self.given[number], field)
            waiting.extend(references(self.given[number]))

    def _check_look(self, number: int, value: Value, field: str) -> None:
        inner = value.entries if isinstance(value, Stream) else value
        for part in _dictionaries(inner):
            kind = part.get("Subtype")
            if part.keys() & _NEVER_IN_A_LOOK or (kind is not None and kind not in _KINDS_OF_A_LOOK):
                raise self.wrong(number, f"brings something active into the look of {field}")

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


def _dictionaries(value: Value) -> list[dict[str, Value]]:
    """A dictionary and every one inside it, or inside a list."""
    if isinstance(value, dict):
        return [value, *(found for part in value.values() for found in _dictionaries(part))]
    return [found for part in value for found in _dictionaries(part)] if isinstance(value, list) else []


def _is_list_of_extensions(value: Value) -> bool:
    known = {"Type", "BaseVersion", "ExtensionLevel", "URL", "ExtensionRevision"}
    parts = _dictionaries(value)
    return not references(value) and all(part.keys() <= known for part in parts[1:]) and (value is None or isinstance(value, dict))


def _what(value: Value) -> str:
    inner = value.entries if isinstance(value, Stream) else value
    kind = _dictionary(inner).get("Type") or _dictionary(inner).get("S")
    words = {"Metadata": "the metadata", "Outlines": "the outline", "Pages": "the list of pages", "Page": "a page", "StructElem": "a part"}
    if isinstance(kind, Name):
        return words.get(kind, f"a {kind}")
    return "a stream" if isinstance(value, Stream) else "an object"

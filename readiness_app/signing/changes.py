"""What may change in a document after somebody signed it: planned signature fields get filled, nothing else."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel, StandardDiffPolicy, SuspiciousModification
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FormUpdate, FormUpdatingRule
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule, ObjectStreamRule, XrefStreamRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    DSSCompareRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)


class AddedField(SuspiciousModification):
    """A form field that the signed document did not have."""


class OnlyTimeStampFieldsRule(SigFieldCreationRule):
    """Lets only invisible document time stamps add a field: places for people's signatures are planned before the first one signs."""

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """Yields what pyHanko's rule allows; raises AddedField for any other new field."""
        for name, spec in context.field_specs.items():
            field = spec.new_field
            if spec.old_field_ref is None and field is not None and not _is_time_stamp(field):
                raise AddedField(f"Field {name} was added after signing.")
        yield from super().apply(context)


def _is_time_stamp(field: DictionaryObject) -> bool:
    # Brackets follow a reference to another object, `get` does not.
    return not _visible(field) and "/V" in field and bool(field["/V"].get("/Type") == "/DocTimeStamp")


def _visible(field: DictionaryObject) -> bool:
    left, bottom, right, top = (float(number) for number in field.get("/Rect", (0, 0, 0, 0)))
    return "/Kids" in field or left != right or bottom != top


_LATER = ModificationLevel.LTA_UPDATES

# pyHanko's default lets text fields, document information and metadata change, and an appearance be redrawn in place.
STRICT = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version"})),  # type: ignore[no-untyped-call]
        XrefStreamRule().as_qualified(_LATER),
        ObjectStreamRule().as_qualified(_LATER),
        DSSCompareRule().as_qualified(_LATER),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            OnlyTimeStampFieldsRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(
                allow_in_place_appearance_stream_changes=False,
                always_modifiable=frozenset(),
                value_update_keys=frozenset({"/V", "/AP"}),
            ),
        ],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
)


def only_signed_since(reader: PdfFileReader, first: int, revision: int) -> bool:
    """True when every update after `revision` did nothing but fill one planned field that was empty; `first` is the first signed revision.

    pyHanko's comparison reads the whole document for every signature. It is needed once, for the first one: after that, what an update may
    touch is known so exactly that looking at the update itself is enough, and False only means that the long way has to be gone.
    """
    return all(_fills_one_field(reader, first, update) for update in range(revision + 1, reader.xrefs.total_revisions))


def _fills_one_field(reader: PdfFileReader, first: int, update: int) -> bool:
    old, new = reader.get_historical_resolver(update - 1), reader.get_historical_resolver(update)
    freed = reader.xrefs.refs_freed_in_revision(update)
    if freed or not _same_trailer(old, new):
        return False
    empty = {field.reference for field in old.root["/AcroForm"]["/Fields"] if "/V" not in field.get_object()}
    filled = 0
    fresh: set[Reference] = set()
    for reference in reader.xrefs.explicit_refs_in_revision(update):
        if old.is_ref_unassignable(reference):
            fresh.add(reference)
        elif reference == old.root_ref:
            if not _same_but(old.root, new.root, {"/Extensions", "/Version"}):
                return False
        elif reference in empty and _filled(old, old(reference), new(reference)):
            filled += 1
        else:
            return False
    return filled == 1 and not fresh & _awaited(reader, range(first + 1, update))


def _same_trailer(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    others = {*old.trailer_view.keys(), *new.trailer_view.keys()} - {"/Root", "/Info", "/Encrypt"}
    return _same_but(old.trailer_view, new.trailer_view, others)


def _same_but(old: DictionaryObject, new: DictionaryObject, allowed: Collection[str]) -> bool:
    keys = {*old.keys(), *new.keys()} - set(allowed)
    return all(key in old and key in new and old.raw_get(key) == new.raw_get(key) for key in keys)


def _filled(old: HistoricalResolver, before: DictionaryObject, after: DictionaryObject) -> bool:
    """True when a field got a new value and perhaps a new look, and kept everything else."""
    if not _same_but(before, after, {"/V", "/AP"}) or not _is_new(old, after, "/V"):
        return False
    if "/AP" in before and "/AP" in after and before.raw_get("/AP") == after.raw_get("/AP"):
        return True
    look = after.raw_get("/AP") if "/AP" in after else None
    return isinstance(look, DictionaryObject) and set(look.keys()) == {"/N"} and _is_new(old, look, "/N")


def _is_new(old: HistoricalResolver, holder: DictionaryObject, key: str) -> bool:
    value = holder.raw_get(key) if key in holder else None
    return isinstance(value, IndirectObject) and old.is_ref_unassignable(value.reference)


def _awaited(reader: PdfFileReader, updates: Iterable[int]) -> set[Reference]:
    """Everything that these updates refer to: an object that was missing then must not be supplied later."""
    return {
        found
        for update in updates
        for reference in reader.xrefs.explicit_refs_in_revision(update)
        for found in _references(reader.get_historical_resolver(update)(reference))
    }


def _references(value: Any) -> Iterator[Reference]:
    if isinstance(value, IndirectObject):
        yield value.reference
    elif isinstance(value, DictionaryObject):
        for key in value.keys():  # noqa: SIM118 - its items() would follow the references
            yield from _references(value.raw_get(key))
    elif isinstance(value, ArrayObject):
        for place in range(len(value)):
            yield from _references(value.raw_get(place))

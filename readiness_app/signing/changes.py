"""What may change in a document after somebody signed it: planned signature fields get filled, nothing else."""

from collections.abc import Iterable

from pyhanko.pdf_utils.generic import DictionaryObject
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
            if spec.old_field_ref is None and field is not None:
                value = field.get("/V")
                if _visible(field) or value is None or value.get("/Type") != "/DocTimeStamp":
                    raise AddedField(f"Field {name} was added after signing.")
        yield from super().apply(context)


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

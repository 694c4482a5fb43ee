"""The last signature of a report locks it: who locks, who comes too late, and what is written for that."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, enumerate_sig_fields
from pyhanko.sign.signers.cms_embedder import fieldmdp_reference_dictionary
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from readiness_app.domain.errors import Refused
from readiness_app.signing.fields import role_of_field


class _Place(NamedTuple):
    """One signature field: its name and label, its signature where there is one, and what the field itself asks for.

    `asks` is any lock, `planned_lock` one of the whole document.
    """

    name: str
    label: str
    value: DictionaryObject | None
    planned_lock: bool
    asks: bool

    @property
    def locked(self) -> bool:
        """True where somebody signed here and locked the document with it."""
        return self.value is not None and (self.planned_lock or _locks_everything(self.value))


def locks_document(reader: PdfFileReader, field: str, role_label: str, name: str) -> bool:
    """True when a signature in `field` is the last that the report has a place for, and so locks every field (ISO 32000-2, 12.8.2.4).

    Which signature that is, is known only as it is made: people sign in any order, so no field can ask for it beforehand. Raises Refused
    after a signature that locked the document, and for a field that asks for a lock while somebody else's signature is missing.
    """
    places = _places(reader)
    if any(place.locked for place in places):
        raise Refused(f"{name} was locked by its last signature. Nothing was signed; whoever is missing signs a new edition.")
    planned = [place for place in places if role_of_field(place.name)]
    waiting = [place.label for place in planned if place.value is None and place.name != field]
    if waiting and any(place.planned_lock for place in places if place.name == field):
        missing = ", ".join(waiting)
        raise Refused(f"A signature as {role_label} locks {name} and comes last; still missing: {missing}. Nothing was signed.")
    return not waiting and any(place.name == field and not place.asks for place in planned)


def lock(session: PdfSigningSession, root: Any) -> None:
    """Writes into the signature that is being made that no field may change after it; the field itself stays as it was sealed."""
    everything = FieldMDPSpec(FieldMDPAction.ALL)
    session.sig_field["/V"][pdf_name("/Reference")] = ArrayObject([fieldmdp_reference_dictionary(everything, data_ref=root)])


def _places(reader: PdfFileReader) -> Sequence[_Place]:
    return [_place(name, value, reference.get_object()) for name, value, reference in enumerate_sig_fields(reader)]


def _place(name: str, value: Any, field: DictionaryObject) -> _Place:
    # Brackets follow a reference to another object, `get` does not.
    planned = "/Lock" in field and "/P" in field["/Lock"] and bool(field["/Lock"]["/P"] == MDPPerm.NO_CHANGES.value)
    signature = value.get_object() if value is not None else None
    return _Place(name=name, label=str(field.get("/TU", name)), value=signature, planned_lock=planned, asks="/Lock" in field)


def _locks_everything(signature: DictionaryObject) -> bool:
    if "/Reference" not in signature:
        return False
    everything = FieldMDPAction.ALL.value
    return any(
        part["/TransformMethod"] == "/FieldMDP" and part["/TransformParams"]["/Action"] == everything
        for part in (one.get_object() for one in signature["/Reference"])
        if "/TransformMethod" in part and "/TransformParams" in part
    )

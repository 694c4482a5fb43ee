"""Locks where none belongs, and what comes after the one that does: the last signature of a report forbids every other."""

import asyncio
import io
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import NoOpStampStyle

from readiness_app.domain.vocabulary import Role
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.signing.fields import SEAL_FIELD, field_name
from readiness_app.signing.identities import Identity
from tests.builders import NOW
from tests.forgeries import editing
from tests.forgeries.making import FIRST, SECOND, Case, QuietWriter, evil_signed, failed, names, reason, signed, signer_of, updated
from tests.forgeries.test_seal import sealed_otherwise

ALL = {"Action": pdf_name("/All")}


def texts(*words: str) -> generic.ArrayObject:
    return generic.ArrayObject(pdf_string(one) for one in words)


def locked(data: bytes, role: Role, identity: Identity, field: str = "", method: str = "FieldMDP", **params: Any) -> bytes:
    """Signed by a planned person with a lock of their own making."""
    writer = QuietWriter(io.BytesIO(data))
    settings = PdfSignatureMetadata(
        field_name=field or field_name(role), subfilter=SigSeedSubFilter.PADES, reason=meaning_of_signing(role), md_algorithm="sha256"
    )
    session = PdfSigner(settings, signer_of(identity), stamp_style=NoOpStampStyle()).init_signing_session(writer, existing_fields_only=True)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=9_000)
    part = names(Type="SigRef", TransformMethod=method)
    part[pdf_name("/TransformParams")] = editing.dictionary(Type=pdf_name("/TransformParams"), V=pdf_name("/1.2"), **params)
    root = writer.root_ref
    part[pdf_name("/Data")] = generic.IndirectObject(root.idnum, root.generation, writer)
    session.sig_field["/V"][pdf_name("/Reference")] = generic.ArrayObject([part])
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=NOW)
    asyncio.run(document.perform_signature(document_digest=prepared.document_digest, pdf_cms_signed_attrs=attributes))
    return output.getvalue()


def test_a_report_says_that_it_is_locked(case: Case) -> None:
    assert failed(case.twice) == [] and "locked the report" in reason(case.twice, "after_last")


def test_a_last_signature_that_does_not_lock_is_told_and_not_refused(case: Case) -> None:
    other = evil_signed(case.once, SECOND, case.people[SECOND], lambda writer: None)
    assert failed(other) == [] and "did not lock the report" in reason(other, "after_last")


def test_while_somebody_is_missing_nothing_is_said_of_a_lock(case: Case) -> None:
    assert "lock" not in reason(case.once, "after_last")


@pytest.mark.parametrize("params", [ALL, {**ALL, "P": generic.NumberObject(1)}], ids=["all", "and nothing else"])
def test_a_lock_that_another_tool_wrote(case: Case, params: dict[str, Any]) -> None:
    made = locked(case.once, SECOND, case.people[SECOND], **params)
    assert failed(made) == [] and "locked the report" in reason(made, "after_last")


@pytest.mark.parametrize("listed", [(), ("Role-04-business_owner",), ("Role-02-security", "Role-04-business_owner")], ids=str)
def test_a_lock_of_what_nobody_may_change_anyway(case: Case, listed: tuple[str, ...]) -> None:
    made = locked(case.once, SECOND, case.people[SECOND], Action=pdf_name("/Include"), Fields=texts(*listed))
    assert failed(made) == [] and "did not lock the report" in reason(made, "after_last")


def test_a_lock_before_everybody_has_signed(case: Case) -> None:
    early = locked(case.base, FIRST, case.people[FIRST], **ALL)
    forged = evil_signed(early, SECOND, case.people[SECOND], lambda writer: None)
    assert "nothing_changed" in failed(forged) and "others still have to sign" in reason(forged, "nothing_changed")


def test_a_lock_of_the_next_persons_field(case: Case) -> None:
    early = locked(case.base, FIRST, case.people[FIRST], Action=pdf_name("/Include"), Fields=texts(field_name(SECOND)))
    assert "in which somebody still has to sign" in reason(early, "nothing_changed")


@pytest.mark.parametrize("prefix", ["Role", "Role-04", "Role-04-business_owner.x"])
def test_a_lock_of_something_like_the_next_persons_field(case: Case, prefix: str) -> None:
    """Some readers match the beginnings of names."""
    early = locked(case.base, FIRST, case.people[FIRST], Action=pdf_name("/Include"), Fields=texts(prefix))
    assert "nothing_changed" in failed(early)


ODD: dict[str, dict[str, Any]] = {
    "all but some": {"Action": pdf_name("/Exclude"), "Fields": texts("Role-04-business_owner")},
    "all but none": {"Action": pdf_name("/Exclude"), "Fields": texts()},
    "all, and a list": {**ALL, "Fields": texts("Role-02-security")},
    "all, but forms may be filled": {**ALL, "P": generic.NumberObject(2)},
    "all, but notes may be added": {**ALL, "P": generic.NumberObject(3)},
    "no action": {"Fields": texts()},
    "another action": {"Action": pdf_name("/Some"), "Fields": texts()},
    "names that are no texts": {"Action": pdf_name("/Include"), "Fields": generic.ArrayObject([pdf_name("/x")])},
    "something more": {**ALL, "Note": pdf_string("anything")},
    "a list with permissions": {"Action": pdf_name("/Include"), "Fields": texts(), "P": generic.NumberObject(2)},
}


@pytest.mark.parametrize("params", ODD.values(), ids=ODD)
def test_an_odd_lock_of_the_last_signer(case: Case, params: dict[str, Any]) -> None:
    assert "nothing_changed" in failed(locked(case.once, SECOND, case.people[SECOND], **params))


@pytest.mark.parametrize("method", ["DocMDP", "UR3", "Identity"])
def test_another_statement_of_the_last_signer(case: Case, method: str) -> None:
    assert "nothing_changed" in failed(locked(case.once, SECOND, case.people[SECOND], method=method, P=generic.NumberObject(2)))


def test_a_seal_that_locks(case: Case) -> None:
    assert "nothing_changed" in failed(locked(case.plain, FIRST, case.seal, SEAL_FIELD, **ALL))


def test_a_seal_after_the_lock(case: Case) -> None:
    late = sealed_otherwise(case, case.people_sign(case.plain))
    assert {"nothing_changed", "seal"} <= set(failed(late)) and "had locked the report" in reason(late, "nothing_changed")


def lock_added_to_a_signature(writer: Any) -> None:
    value = editing.field(writer, 0)["/V"]
    part = names(Type="SigRef", TransformMethod="FieldMDP")
    part[pdf_name("/TransformParams")] = editing.dictionary(Type=pdf_name("/TransformParams"), **ALL)
    value[pdf_name("/Reference")] = generic.ArrayObject([part])
    writer.update_container(value)


def lock_taken_out(writer: Any) -> None:
    value = editing.field(writer, 1)["/V"]
    del value["/Reference"]
    writer.update_container(value)


def lock_added_to_a_field(writer: Any) -> None:
    holder = editing.field(writer, 1)
    holder[pdf_name("/Lock")] = editing.dictionary(Type=pdf_name("/SigFieldLock"), **ALL)


@pytest.mark.parametrize("change", [lock_added_to_a_signature, lock_taken_out, lock_added_to_a_field], ids=lambda one: one.__name__)
def test_a_lock_changed_later(case: Case, change: Any) -> None:
    assert "nothing_changed" in failed(updated(case.twice, change))


@pytest.mark.parametrize("change", [lock_added_to_a_signature, lock_added_to_a_field], ids=lambda one: one.__name__)
def test_a_lock_changed_by_the_last_signer(case: Case, change: Any) -> None:
    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], change))


def test_people_sign_in_any_order_and_the_last_one_locks(case: Case) -> None:
    data = signed(signed(case.base, SECOND, case.people[SECOND]), FIRST, case.people[FIRST])
    assert failed(data) == [] and "locked the report" in reason(data, "after_last")
    assert [b"FieldMDP" in part for part in (case.base, data)] == [False, True]
    assert "/Lock" not in PdfFileReader(io.BytesIO(data)).root["/AcroForm"]["/Fields"][1]

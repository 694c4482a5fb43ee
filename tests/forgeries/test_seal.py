"""The workspace's seal stripped, replaced, moved or made to allow more: refused by the check of the seal, or by what it covers."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers import PdfSigner

from readiness_app.report.stamp import seal_stamp
from readiness_app.services.seals import certified
from readiness_app.signing.certify import MEANING, certify
from readiness_app.signing.fields import SEAL_FIELD
from tests.builders import NOW
from tests.forgeries.making import (
    FIRST,
    SECOND,
    Case,
    built,
    edited,
    evil_signed,
    failed,
    made_seal,
    planned,
    reason,
    signed,
    updated,
    verified,
)


def sealed_otherwise(case: Case, data: bytes, **more: Any) -> bytes:
    """Sealed with the workspace's own key, but not as the program seals."""
    return evil_signed(data, FIRST, case.seal, lambda writer: None, field_name=SEAL_FIELD, reason=MEANING, **more)


def never_sealed(case: Case) -> bytes:
    return case.people_sign(case.plain)


def test_the_seal_is_first_and_nobodys(case: Case) -> None:
    found = verified(case.twice)
    assert [signer.role for signer in found.signers] == [FIRST, SECOND] and found.expected_signers == 2
    assert "by the workspace that made it (Workspace acme)" in reason(case.twice, "seal")
    assert "The seal and 2 signatures are intact." in reason(case.twice, "signatures_intact")


def test_a_report_from_before_there_were_seals_passes(case: Case) -> None:
    data = case.people_sign(built(planned(case.people)))
    assert failed(data) == [] and reason(data, "seal") == "The record names no seal of a workspace."


def test_the_seal_stripped_with_everything_after_it(case: Case) -> None:
    data = case.twice[: len(case.plain)]
    assert failed(data) == ["seal", "all_signed"] and "does not carry it" in reason(data, "seal")


def test_signed_without_the_seal(case: Case) -> None:
    assert failed(never_sealed(case)) == ["seal"]


def test_another_key_of_the_same_name(case: Case, tmp_path: Path) -> None:
    forged = case.people_sign(certified(case.plain, made_seal(tmp_path), NOW))
    assert failed(forged) == ["seal"] and "another key" in reason(forged, "seal")


def test_a_persons_certification_in_place_of_the_seal(case: Case) -> None:
    more = {"certify": True, "docmdp_permissions": MDPPerm.FILL_FORMS}
    first = evil_signed(case.plain, FIRST, case.people[FIRST], lambda writer: None, **more)
    assert failed(signed(first, SECOND, case.people[SECOND])) == ["seal"]


def test_a_seal_that_certifies_nothing(case: Case) -> None:
    forged = case.people_sign(sealed_otherwise(case, case.plain))
    assert failed(forged) == ["seal"] and "does not say that nothing but signatures may follow" in reason(forged, "seal")


def test_a_seal_after_a_person(case: Case) -> None:
    late = sealed_otherwise(case, signed(case.plain, FIRST, case.people[FIRST]))
    assert failed(signed(late, SECOND, case.people[SECOND])) == ["seal"]


@pytest.mark.parametrize("allowed", [MDPPerm.ANNOTATE, MDPPerm.NO_CHANGES], ids=str)
def test_a_seal_that_allows_more_or_less(case: Case, allowed: MDPPerm) -> None:
    forged = sealed_otherwise(case, case.plain, certify=True, docmdp_permissions=allowed)
    assert {"nothing_changed", "seal"} <= set(failed(forged))


def test_the_permission_rewritten_in_place(case: Case) -> None:
    forged = case.twice.replace(b"/P 2", b"/P 3", 1)
    assert forged != case.twice and {"signatures_intact", "nothing_changed", "seal"} <= set(failed(forged))


def allowing_more(writer: Writer) -> None:
    value = writer.root["/AcroForm"]["/Fields"][0]["/V"]
    value["/Reference"][0]["/TransformParams"][pdf_name("/P")] = NumberObject(3)
    writer.update_container(value)


def certification_dropped(writer: Writer) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def seal_taken_out(writer: Writer) -> None:
    reference = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    writer.mark_update(reference)
    del reference.get_object()["/V"]


def certified_by_a_person(writer: Writer) -> None:
    writer.root["/Perms"][pdf_name("/DocMDP")] = writer.root["/AcroForm"]["/Fields"][1].raw_get("/V")
    writer.update_root()


LATER = (allowing_more, certification_dropped, seal_taken_out, certified_by_a_person)


@pytest.mark.parametrize("change", LATER, ids=lambda one: one.__name__)
def test_the_seal_changed_later(case: Case, change: Any) -> None:
    assert "nothing_changed" in failed(updated(case.twice, change))


@pytest.mark.parametrize("change", LATER[:3], ids=lambda one: one.__name__)
def test_the_seal_changed_by_the_last_signer(case: Case, change: Any) -> None:
    assert "nothing_changed" in failed(evil_signed(case.once, SECOND, case.people[SECOND], change))


def test_a_second_certification(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that signs would not do it; an attacker's own would."""
    monkeypatch.setattr(PdfSigner, "_enforce_certification_constraints", lambda self, reader: None)
    more = {"certify": True, "docmdp_permissions": MDPPerm.FILL_FORMS}
    forged = evil_signed(case.once, SECOND, case.people[SECOND], lambda writer: None, **more)
    assert failed(forged) == ["nothing_changed"] and "certification that does not come first and once" in reason(forged, "nothing_changed")


def test_the_seals_key_in_the_place_of_a_person(case: Case) -> None:
    people = {**case.people, SECOND: case.seal}
    data = signed(case.sealed(built(planned(people, sealing=case.sealing()))), FIRST, case.people[FIRST])
    forged = evil_signed(data, SECOND, case.seal, lambda writer: None)
    assert failed(forged) == ["seal"] and "in the place of a person" in reason(forged, "seal")


def test_a_place_for_a_seal_that_the_record_does_not_name(case: Case) -> None:
    def place(pdf: pikepdf.Pdf) -> None:
        more = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(SEAL_FIELD), Rect=Array([0, 0, 90, 90]), F=4)
        more.P = pdf.pages[-1].obj
        pdf.Root.AcroForm.Fields.insert(0, pdf.make_indirect(more))

    forged = case.people_sign(edited(built(planned(case.people)), place))
    assert {"pages", "seal"} <= set(failed(forged)) and "does not name" in reason(forged, "seal")


def test_a_seal_that_shows_another_workspace(case: Case) -> None:
    look = seal_stamp(name="Workspace of the board", time_text=NOW.strftime("%Y-%m-%d %H:%M UTC"))
    forged = case.people_sign(certify(case.plain, field=SEAL_FIELD, seal=case.seal, now=NOW, appearance=look))
    assert failed(forged) == ["looks"]

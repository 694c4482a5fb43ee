"""The last signature locks the document, whoever it is; validation data and time stamps may still follow."""

import datetime as dt
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import FieldMDPAction
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from readiness_app.domain.errors import Refused
from readiness_app.domain.vocabulary import Role
from readiness_app.signing import pades
from readiness_app.signing.changes import STRICT
from readiness_app.signing.identities import Identity
from readiness_app.signing.levels import Level, ValidationMaterial
from readiness_app.signing.read import read_revisions, read_signatures
from readiness_app.signing.sign import sign_field

from .conftest import NOW, PLANNED, Issuer, drawn, issued, planned, sign, with_fields
from .lab import Lab, laboratory

SPARE = "Spare"


@pytest.fixture
def spare() -> bytes:
    """A report with one more field than there are roles."""
    return with_fields(drawn("Page"), {**planned(PLANNED), SPARE: "Spare place"})


@pytest.fixture
def both(spare: bytes, ada: Identity, bjorn: Identity) -> bytes:
    return sign(sign(spare, PLANNED[0], ada), PLANNED[1], bjorn)


@pytest.fixture
def carla(root: Issuer, identity_of: Callable[..., Identity]) -> Identity:
    from cryptography.hazmat.primitives.asymmetric import ec

    return identity_of(issued("Carla", ec.generate_private_key(ec.SECP256R1()), root))


def locks(data: bytes) -> list[bool]:
    return [update.locks for update in read_revisions(data).updates]


def late(data: bytes, identity: Identity) -> bytes:
    """Signed once more with a tool that cares for no lock."""
    settings = PdfSignatureMetadata(field_name=SPARE, md_algorithm="sha256")
    return (
        PdfSigner(settings, pades._signer(identity))
        .sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), existing_fields_only=True)
        .getvalue()
    )


@pytest.mark.parametrize("order", [PLANNED, PLANNED[::-1]], ids=str)
def test_whoever_signs_last_locks(report: bytes, ada: Identity, bjorn: Identity, order: tuple[Role, Role]) -> None:
    first, second = order
    assert locks(sign(sign(report, first, ada), second, bjorn)) == [False, True]


def test_the_lock_stands_in_the_signature_alone(both: bytes) -> None:
    signatures = PdfFileReader(io.BytesIO(both)).embedded_regular_signatures
    assert [one.fieldmdp and one.fieldmdp.action for one in signatures] == [None, FieldMDPAction.ALL]
    with pikepdf.open(io.BytesIO(both)) as pdf:
        assert not any("/Lock" in field for field in pdf.Root.AcroForm.Fields)


def test_nobody_signs_here_after_the_lock(both: bytes, carla: Identity) -> None:
    with pytest.raises(Refused, match="was locked by its last signature"):
        sign_field(both, field=SPARE, identity=carla, role_label="Spare", meaning="Read.", now=NOW, appearance=None)


def test_before_the_last_signature_nothing_is_locked(spare: bytes, ada: Identity, carla: Identity) -> None:
    assert read_signatures(late(sign(spare, PLANNED[0], ada), carla)).signatures[-1].ok


def test_a_later_approval_is_judged_bad_by_both_judges(both: bytes, carla: Identity) -> None:
    forged = late(both, carla)
    assert read_revisions(forged).refused
    second = PdfFileReader(io.BytesIO(forged)).embedded_regular_signatures[1]
    second.compute_integrity_info(diff_policy=STRICT)
    assert isinstance(second.diff_result, SuspiciousModification) and "locked" in str(second.diff_result)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    with laboratory(tmp_path) as found:
        yield found


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_validation_data_may_follow_the_lock(report: bytes, lab: Lab, level: Level) -> None:
    more = {"now": dt.datetime.now(dt.UTC), "level": level, "timestamp_url": lab.tsa, "material": ValidationMaterial(fetch=True)}
    data = sign(sign(report, PLANNED[0], lab.person("Ada"), **more), PLANNED[1], lab.person("Björn"), **more)
    found = read_revisions(data)
    assert (found.malformed, found.refused) == ("", "") and any(locks(data))
    assert all(one.ok for one in read_signatures(data).signatures)


def test_one_role_alone_locks_at_once(ada: Identity) -> None:
    assert locks(sign(with_fields(drawn("Page"), planned(PLANNED[:1])), PLANNED[0], ada, now=NOW)) == [True]

"""What a signature costs: ours with its look and all its checks, beside pyHanko's bare one on the same file."""

import io
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import NoOpStampStyle

from readiness_app.domain.vocabulary import Role
from readiness_app.report.stamp import FIELD_SIZE, stamp
from readiness_app.signing.identities import Identity, create_identity, open_identity
from readiness_app.signing.sign import sign_field
from tests.builders import NOW, a_sealing, big_review
from tests.report.conftest import FIELDS, make

FIELD = FIELDS[Role.SECURITY]
PASSPHRASE = "correct horse"


def ours(pdf: bytes, identity: Identity) -> bytes:
    width, height = FIELD_SIZE
    look = stamp(role="Security", name="Ada", time_text="2026-04-02", meaning="I have read this.", width=width, height=height)
    return sign_field(pdf, field=FIELD, identity=identity, role_label="security", meaning="Read.", now=NOW, appearance=look)


def bare(pdf: bytes, signer: SimpleSigner) -> bytes:
    settings = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    out = PdfSigner(settings, signer, stamp_style=NoOpStampStyle()).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), existing_fields_only=True
    )
    return bytes(out.getvalue())


def seconds(*works: Callable[[], bytes], times: int = 5) -> list[float]:
    """The median seconds of work of each, taken in turns so that a busy machine is busy for all of them."""

    def once(work: Callable[[], bytes]) -> float:
        start = process_time()
        work()
        return process_time() - start

    for work in works:
        work()
    return [median(one) for one in zip(*([once(work) for work in works] for _ in range(times)), strict=True)]


@pytest.mark.slow
@pytest.mark.benchmark
@pytest.mark.parametrize("items", [60, pytest.param(2000, marks=pytest.mark.long)])
def test_a_signature_beside_a_bare_one(items: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = make(big_review(items, sealing=a_sealing()), {}).pdf
    create_identity("Ada", tmp_path / "ada.p12", PASSPHRASE, NOW)
    identity = open_identity(tmp_path / "ada.p12", PASSPHRASE, NOW)
    signer = SimpleSigner.load_pkcs12(str(tmp_path / "ada.p12"), passphrase=PASSPHRASE.encode())
    assert signer is not None
    full, plain = seconds(lambda: ours(pdf, identity), lambda: bare(pdf, signer))
    with capsys.disabled():
        words = f"{full / plain:.1f}x a bare one (target 3.0x): {full * 1000:.0f} ms beside {plain * 1000:.0f} ms"
        print(f"\nA signature in {len(pdf) // 1024} KB of {items} items: {words}")

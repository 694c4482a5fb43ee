"""How long verifying takes, beside rendering the same report: everything but the re-rendering, and the re-rendering."""

from collections.abc import Mapping
from time import perf_counter

import pypdfium2
import pytest

from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import State
from readiness_app.exchange.record import decode_record, digest_of, encode_record
from readiness_app.report.build import build_report
from readiness_app.report.package_versions import made_with
from readiness_app.services import rerendering
from readiness_app.services.seals import certified
from readiness_app.signing.certify import create_seal, open_seal
from readiness_app.signing.fields import SEAL_FIELD, field_name
from readiness_app.signing.identities import create_identity, open_identity
from tests.builders import NOW, SIGN_OFF, a_decision, a_frame, a_sealing, big_review
from tests.forgeries.making import signed
from tests.verified_here import verified_here

ITEMS_OF_281_PAGES = 850


def _seconds(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[float, float]:
    """Verifying without the re-rendering, and the re-rendering alone, in seconds."""
    inside: list[float] = []
    made_again = rerendering._made_again

    def timed(*arguments: object) -> object:
        start = perf_counter()
        made = made_again(*arguments)
        inside.append(perf_counter() - start)
        return made

    monkeypatch.setattr(rerendering, "_made_again", timed)
    start = perf_counter()
    found = verified_here(data, "report.pdf")
    assert found.valid and not found.warnings
    monkeypatch.undo()
    return perf_counter() - start - inside[0], inside[0]


@pytest.mark.benchmark
@pytest.mark.long
def test_verifying_against_rendering(tmp_path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    frame = a_frame()
    people = {}
    for role in SIGN_OFF[frame.tier]:
        create_identity(f"Person {role.value}", tmp_path / f"{role.value}.p12", "correct horse", NOW)
        people[role] = open_identity(tmp_path / f"{role.value}.p12", "correct horse", NOW)
    pins = tuple(Signatory(role=role, name=one.certificate.name, fingerprint=one.certificate.fingerprint) for role, one in people.items())
    create_seal(tmp_path / "seal.p12", "acme", NOW)
    seal = open_seal(tmp_path / "seal.p12", NOW)
    sealing = a_sealing(made_with=made_with(), seal=seal.certificate.fingerprint)
    parts = {"frame": frame, "decision": a_decision(), "signatories": pins, "state": State.SEALED, "sealing": sealing}
    record = encode_record(big_review(ITEMS_OF_281_PAGES, **parts))
    files: Mapping[str, bytes] = {}
    fields = {role: field_name(role) for role in people}
    review = decode_record(record)
    times = []
    for _ in range(3):
        start = perf_counter()
        data = build_report(review, record=record, digest=digest_of(record), files=files, fields=fields, seal_field=SEAL_FIELD, final=True)
        times.append(perf_counter() - start)
    data = certified(data, seal, NOW)
    for role, identity in people.items():
        data = signed(data, role, identity)
    rest, again = (min(part) for part in zip(*(_seconds(data, monkeypatch) for _ in range(3)), strict=True))
    with pypdfium2.PdfDocument(data) as document, capsys.disabled():
        figures = (
            f"rendering {min(times):.2f} s; re-rendering {again / min(times):.2f}x (target 1.2x); "
            f"all other checks {rest:.2f} s, {rest / min(times):.2f}x (target 0.5x)"
        )
        print(f"\nverifying {len(document)} pages: {figures}")

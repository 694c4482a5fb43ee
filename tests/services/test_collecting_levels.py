"""A report signed on another machine at the longer levels comes back whole, whoever signed it and however much was added for the proof."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role, State
from readiness_app.services import sealing, signing_off, verifying
from readiness_app.services.signing_off import Level
from readiness_app.services.workspace import Workspace
from readiness_app.signing.read import read_signatures
from tests.builders import NOW
from tests.services.conftest import BY, Person, by_file, ready
from tests.signing.conftest import Issuer, packed
from tests.signing.lab import Lab, laboratory

LEVELS = [Level.B_T, Level.B_LT, Level.B_LTA]


@pytest.fixture
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    with laboratory(tmp_path_factory.mktemp("lab")) as made:
        yield made


@pytest.fixture
def holders(lab: Lab) -> dict[Role, Person]:
    """People whose certificates come from the authority, so that there is something to prove."""
    made = {}
    for role, name in {Role.SECURITY: "Joan Clarke", Role.BUSINESS_OWNER: "Grace Hopper"}.items():
        key = ec.generate_private_key(ec.SECP256R1())
        holder = Issuer(lab.issue(name, key), key)
        path = lab.folder / f"{role}.p12"
        path.write_bytes(packed(holder, Issuer(lab.root, lab.key)))
        path.with_suffix(".pem").write_bytes(holder.pem)
        made[role] = Person(name, path)
    return made


@pytest.fixture
def planned(workspace: Workspace, review: Review, holders: dict[Role, Person], tmp_path: Path) -> Review:
    return sealing.seal(workspace, ready(workspace, review, holders), BY, NOW, tmp_path / "report.pdf").review


def sent(report: Path, folder: Path) -> Path:
    """A copy on another machine."""
    folder.mkdir()
    return Path(shutil.copy(report, folder / "to sign.pdf"))


@pytest.mark.parametrize("level", LEVELS)
def test_a_report_signed_elsewhere_at_every_level_is_taken_back(
    workspace: Workspace, planned: Review, holders: dict[Role, Person], lab: Lab, tmp_path: Path, level: Level
) -> None:
    copy = sent(tmp_path / "report.pdf", tmp_path / "elsewhere")
    for role, person in holders.items():
        signing_off.sign_file(copy, by_file(role, person, at=datetime.now(UTC), level=level, timestamp_url=lab.tsa))
    after = signing_off.collect(workspace, planned, copy, BY, datetime.now(UTC))
    assert after.state is State.SIGNED and sealing.report(workspace, after) == copy.read_bytes()
    assert verifying.verify(copy).valid


@pytest.mark.parametrize("level", LEVELS[1:])
def test_proofs_may_stand_between_two_signatures_collected_one_by_one(
    workspace: Workspace, planned: Review, holders: dict[Role, Person], lab: Lab, tmp_path: Path, level: Level
) -> None:
    for role, person in holders.items():
        copy = sent(tmp_path / "report.pdf", tmp_path / role)
        signing_off.sign_file(copy, by_file(role, person, at=datetime.now(UTC), level=level, timestamp_url=lab.tsa))
        planned = signing_off.collect(workspace, planned, copy, BY, datetime.now(UTC))
        sealing.export_report(workspace, planned, tmp_path / "report.pdf")
    assert planned.state is State.SIGNED and verifying.verify(tmp_path / "report.pdf").valid


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_both_judges_read_what_was_signed_at_every_level(
    planned: Review, holders: dict[Role, Person], lab: Lab, tmp_path: Path, level: Level
) -> None:
    """The signing library's own comparison of revisions, as for a PDF that is not ours."""
    report = tmp_path / "report.pdf"
    for role, person in holders.items():
        signing_off.sign_file(report, by_file(role, person, at=datetime.now(UTC), level=level, timestamp_url=lab.tsa))
    assert [one.modification for one in read_signatures(report.read_bytes()).signatures] == [""] * 3

"""A workspace, a review in it, and people who can sign, shared by the tests of the services."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readiness_app.domain.changes import DecisionMade
from readiness_app.domain.review import Review, Subject
from readiness_app.domain.vocabulary import Role, Tier
from readiness_app.services import reviewing, sealing, signing_off
from readiness_app.services.reviewing import NewReview
from readiness_app.services.signing_off import Signing
from readiness_app.services.workspace import Workspace
from readiness_app.store import replaying
from tests.builders import NOW, TODAY, a_decision

PASSPHRASE = "correct horse"
BY = "Ada Byron"


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "w.readiness", NOW) as made:
        yield made
        if made.path.exists():  # else the test has moved it
            with made.database.read() as connection:  # whatever a test did by the program, the rows follow from the history
                assert replaying.check(connection) == {}


@pytest.fixture
def review(workspace):
    subject = Subject(vendor="Anthropic", model="Claude Mythos")
    new = NewReview(checklist="frontier-deployment", subject=subject, tier=Tier.INTERNAL, as_of=TODAY, pack="claude-mythos-2026-03-29")
    return reviewing.create_review(workspace, new, BY, NOW)


@dataclass(frozen=True)
class Person:
    name: str
    identity: Path

    @property
    def certificate(self):
        return self.identity.with_suffix(".pem")


@pytest.fixture(scope="session")
def people(tmp_path_factory):
    folder = tmp_path_factory.mktemp("identities")
    names = {Role.SECURITY: "Joan Clarke", Role.BUSINESS_OWNER: "Grace Hopper"}
    made = {role: Person(name, folder / f"{role}.p12") for role, name in names.items()}
    for person in made.values():
        signing_off.create_identity(person.name, person.identity, PASSPHRASE, NOW)
    return made


def by_file(role: Role, person: Person, **parts: Any) -> Signing:
    """This person signing with their identity file at NOW."""
    return Signing(**{"role": role, "at": NOW, "identity": person.identity, "passphrase": PASSPHRASE, **parts})


def ready(workspace: Workspace, review: Review, people) -> Review:
    """The review with a decision and pinned signatories."""
    review = reviewing.apply(workspace, review, DecisionMade(before=None, after=a_decision(edition=review.edition)), BY, NOW)
    for role, person in people.items():
        change = signing_off.signatory_change(review, role, person.name, person.certificate)
        review = reviewing.apply(workspace, review, change, BY, NOW)
    return review


@pytest.fixture
def sealed(workspace, review, people, tmp_path):
    return sealing.seal(workspace, ready(workspace, review, people), BY, NOW, tmp_path / "report.pdf").review


@pytest.fixture
def report(sealed, tmp_path):
    return tmp_path / "report.pdf"

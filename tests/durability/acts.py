"""What a person can ask for that writes: each act on a small workspace of its own, and what the file must say before and after."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool

from readiness_app.domain.changes import DecisionMade, change_answer
from readiness_app.domain.review import Review, Subject
from readiness_app.domain.vocabulary import Role, Tier
from readiness_app.services import backups, evidence, reviewing, sealing, signing_off
from readiness_app.services.evidence import Details
from readiness_app.services.reviewing import NewReview
from readiness_app.services.signing_off import Signing
from readiness_app.services.workspace import Workspace
from readiness_app.store.connecting import engine_for
from readiness_app.store.database import APPLICATION_ID, Database
from readiness_app.store.keys import Key
from readiness_app.store.upgrade import upgrade
from tests.builders import NOW, TODAY, a_decision

BY = "Ada Byron"
ITEM = "SAC-01"
PASSPHRASE = "correct horse"
EVIDENCE = b"evidence " * 900
FILES = ("work.readiness", "old.readiness", "sealed.readiness", "pack.readiness", "memo.txt", "signed.pdf")
PROPOSED = 83  # items of the pack that adopting fills


def make_templates(folder: Path) -> None:
    """The workspaces that acts begin with: open and backed up, sealed with a report that was signed elsewhere, and one of an old format."""
    (folder / "memo.txt").write_bytes(EVIDENCE)
    with Workspace.create(folder / "work.readiness") as workspace:
        review = _open_review(workspace)
    backups.back_up(folder / "work.readiness", NOW)
    with Workspace.open(folder / "work.readiness") as workspace:
        reviewing.apply(workspace, review, change_answer(review, ITEM, BY, note="after the backup"), BY, NOW)
    shutil.copy(folder / "work.readiness", folder / "sealed.readiness")
    with Workspace.create(folder / "pack.readiness") as workspace:
        _create(workspace)
    make_old(folder / "old.readiness", folder / "work.readiness")
    with Workspace.open(folder / "sealed.readiness") as workspace:
        sealing.seal(workspace, the_review(workspace), BY, NOW, folder / "signed.pdf", seals=folder / "seals")
    signing = Signing(role=Role.SECURITY, at=NOW, identity=folder / "joan.p12", passphrase=PASSPHRASE)
    signing_off.sign_file(folder / "signed.pdf", signing)


def _open_review(workspace: Workspace) -> Review:
    folder = workspace.path.parent
    subject = Subject(vendor="Example Labs", model="Model One")
    new = NewReview(checklist="staged-access-cyber", subject=subject, tier=Tier.INTERNAL, as_of=TODAY)
    review = reviewing.create_review(workspace, new, BY, NOW)
    review = reviewing.apply(workspace, review, DecisionMade(before=None, after=a_decision(edition=1)), BY, NOW)
    for role, name in ((Role.SECURITY, "Joan"), (Role.BUSINESS_OWNER, "Grace")):
        identity = folder / f"{name.lower()}.p12"
        signing_off.create_identity(name, identity, PASSPHRASE, NOW)
        change = signing_off.signatory_change(review, role, name, identity.with_suffix(".pem"))
        review = reviewing.apply(workspace, review, change, BY, NOW)
    return review


def make_old(path: Path, source: Path) -> None:
    """What a workspace of today holds, in a file of the first format."""
    connection = driver.connect(str(path))
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.close()
    config = Config()
    config.set_main_option("script_location", str(files("readiness_app.store") / "migrations"))
    with engine_for(path, begin="BEGIN IMMEDIATE", mode="mode=rw", settings={}, pool=NullPool).begin() as first:
        config.attributes["connection"] = first
        command.upgrade(config, "0001")
        first.exec_driver_sql("PRAGMA user_version=1")
    connection = driver.connect(str(path), isolation_level=None)
    connection.execute("ATTACH ? AS today", (str(source),))
    tables = connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name != 'alembic_version'").fetchall()
    for (table,) in tables:
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM today.{table}")
    connection.close()


def the_review(workspace: Workspace) -> Review:
    return reviewing.load_review(workspace, reviewing.review_ids(workspace)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`run(workspace)` for what goes through one transaction, `run_on(folder)` for what handles whole files; `steps` entries are added.

    `family` is the folder it begins with, where that is one of its own.
    """

    name: str
    file: str = "work.readiness"
    family: str = ""
    steps: int = 0
    run: Callable[[Workspace], object] | None = None
    run_on: Callable[[Path], object] | None = None


def _save(workspace: Workspace) -> None:
    review = the_review(workspace)
    reviewing.apply(workspace, review, change_answer(review, ITEM, BY, note="typed for an hour"), BY, NOW)


def _attach(workspace: Workspace) -> None:
    path = workspace.path.with_name("memo.txt")
    evidence.attach(workspace, the_review(workspace), ITEM, path, Details(title="Memo"), BY, NOW, limit=10**7)


def _seal(workspace: Workspace) -> None:
    folder = workspace.path.parent
    sealing.seal(workspace, the_review(workspace), BY, NOW, folder / "report.pdf", seals=folder / "seals")


def _collect(workspace: Workspace) -> None:
    signing_off.collect(workspace, the_review(workspace), workspace.path.with_name("signed.pdf"), BY, NOW)


def _create(workspace: Workspace) -> None:
    subject = Subject(vendor="Anthropic", model="Claude Mythos")
    pack = "claude-mythos-2026-03-29"
    reviewing.create_review(
        workspace, NewReview(checklist="frontier-deployment", subject=subject, tier=Tier.INTERNAL, as_of=TODAY, pack=pack), BY, NOW
    )


def _adopt(workspace: Workspace) -> None:
    reviewing.adopt(workspace, the_review(workspace), BY, NOW)


def _back_up(folder: Path) -> None:
    backups.back_up(folder / "work.readiness", NOW + timedelta(days=1))


def _restore(folder: Path) -> None:
    path = folder / "work.readiness"
    backups.restore(path, backups.held(path)[0], NOW + timedelta(days=1), BY)


def _upgrade(folder: Path) -> None:
    upgrade(folder / "old.readiness")


ACTS = {
    act.name: act
    for act in (
        Act(name="save", steps=1, run=_save),
        Act(name="attach", steps=2, run=_attach),
        Act(name="new review", steps=1, run=_create),
        Act(name="adopt", file="pack.readiness", steps=PROPOSED, run=_adopt),
        Act(name="seal", steps=1, run=_seal),
        Act(name="sign", file="sealed.readiness", steps=1, run=_collect),
        Act(name="backup", run_on=_back_up),
        Act(name="restore", run_on=_restore),
        Act(name="upgrade", file="old.readiness", run_on=_upgrade),
    )
}


def length(path: Path, key: Key | None = None) -> int:
    """How many entries all histories of a workspace have together, after everything in it was checked."""
    with Workspace.open(path, key=key) as workspace:
        found = reviewing.check(workspace)
        assert found.ok, found
        return sum(chain.length for chain in found.chains.values())


def says_restored(path: Path) -> bool:
    """True where a history says that a backup was put back."""
    with Workspace.open(path, read_only=True) as workspace:
        return any(one.operation == "restore" for review in reviewing.review_ids(workspace) for one in reviewing.history(workspace, review))


def version(path: Path) -> int:
    database = Database.open(path)
    database.close()
    from readiness_app.store.header import check_header

    return check_header(path)

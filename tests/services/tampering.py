"""A workspace that was sealed, signed, backed up and seen, what may be done to it behind the program's back, and who notices."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from readiness_app.domain.changes import DecisionMade, change_answer
from readiness_app.domain.history import GENESIS, Entry, hash_of
from readiness_app.domain.review import Review, Subject
from readiness_app.domain.vocabulary import Role, Tier
from readiness_app.exchange.checklist_files import encode_checklist
from readiness_app.services import backups, evidence, heads, known_here, library, reviewing, sealing, signing_off
from readiness_app.services.evidence import Details
from readiness_app.services.reviewing import NewReview
from readiness_app.services.signing_off import Signing
from readiness_app.services.workspace import Workspace
from tests.builders import NOW, TODAY, a_decision

BY, PASSPHRASE = "Ada Byron", "correct horse"
NAME = "acme.readiness"
DETECTORS = ("chain", "rows", "file", "kept", "backup", "report", "seen")
SENTENCES = {
    "chain": "the links of the history",
    "rows": "the rows against the history",
    "file": "the file and its bytes",
    "kept": "what is kept of sealed editions, files, checklists and packs",
    "backup": "the backups' heads",
    "report": "the signed report that somebody holds",
    "seen": "the head last seen here",
}
_COLUMNS = "review_id, sequence, at, offset, actor, machine, operation, target, before, after, previous, hash"


@dataclass(frozen=True)
class Place:
    """A folder with the workspace, its backups, older copies of it, the report that somebody holds, and the profile of this machine."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / NAME

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    @property
    def report(self) -> Path:
        return self.folder / "held" / "report.pdf"

    def copy(self, name: str) -> Path:
        return self.folder / "copies" / f"{name}.readiness"


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def build(folder: Path) -> Place:
    """Entries 1 to 5, sealed over 7 and collected, reopened, 11 in a backup, 12 seen last; copies of before the seal and of the backup."""
    place = Place(folder)
    for one in (place.profile, place.report.parent, place.copy("x").parent):
        one.mkdir()
    identity = folder / "ada.p12"
    signing_off.create_identity("Joan Clarke", identity, PASSPHRASE, NOW)
    (folder / "page.txt").write_text("Prompts are kept for 30 days.", encoding="utf-8")
    with Workspace.create(place.file, NOW, folder / "seals") as workspace:
        review = started(workspace)
        for item, text in (("SAC-01", "one"), ("SAC-02", "two"), ("SAC-01", "one again")):
            review = noted(workspace, review, item, text)
        review, _ = evidence.attach(workspace, review, None, folder / "page.txt", Details(title="Page"), BY, NOW, limit=1000)
        review = reviewing.apply(workspace, review, DecisionMade(before=None, after=a_decision()), BY, at(5))
        named = signing_off.signatory_change(review, Role.REVIEWER, "Joan Clarke", identity.with_suffix(".pem"))
        review = reviewing.apply(workspace, review, named, BY, at(6))
        workspace.database.fold_log()
        shutil.copy(place.file, place.copy("before-seal"))
        review = sealing.seal(workspace, review, BY, at(7), place.report, seals=folder / "seals").review
        signing_off.sign_file(place.report, Signing(role=Role.REVIEWER, at=at(8), identity=identity, passphrase=PASSPHRASE))
        review = signing_off.collect(workspace, review, place.report, BY, at(9))
        review = sealing.reopen(workspace, review, "Something new", BY, at(10))
        review = noted(workspace, review, "SAC-03", "three")
        other = started(workspace, "Model Two")
        noted(workspace, other, "SAC-01", "another review")
    backups.back_up(place.file, at(20))
    shutil.copy(place.file, place.copy("backup"))
    with Workspace.open(place.file) as workspace:
        noted(workspace, reviewing.load_review(workspace, review.id), "SAC-02", "four")
        heads.note(workspace, at(30), place.profile)
    return place


def started(workspace: Workspace, model: str = "Model One", when: datetime = NOW) -> Review:
    subject = Subject(vendor="Example Labs", model=model)
    new = NewReview(checklist="staged-access-cyber", subject=subject, tier=Tier.SANDBOX, as_of=TODAY)
    return reviewing.create_review(workspace, new, BY, when)


def noted(workspace: Workspace, review: Review, item: str, text: str) -> Review:
    return reviewing.apply(workspace, review, change_answer(review, item, BY, note=text), BY, NOW)


ONE, TWO = "model-one-2026-03-29", "model-two-2026-03-29"


def who_notices(place: Place) -> frozenset[str]:
    """Every detector asked: those that object."""
    with Workspace.open(place.file, read_only=True) as workspace:
        found = reviewing.check(workspace)
        compared = heads.compare(workspace, place.profile)
        report = known_here.compare_report(workspace, place.report) if place.report.exists() else None
    said = {
        "chain": any(not chain.intact for chain in found.chains.values()),
        "rows": bool(found.rows),
        "file": bool(found.file_problems or found.damaged),
        "kept": bool(found.anchors),
        "backup": any(one.source == heads.IN_A_BACKUP for one in compared.departures),
        "report": report is not None and not report.holds,
        "seen": any(one.source == heads.HERE for one in compared.departures),
    }
    return frozenset(name for name in DETECTORS if said[name])


# --- acts ------------------------------------------------------------------------------------------------------------------------------

Raw = Any  # a connection of the driver's own
Act = Callable[[Place], None]


def raw(act: Callable[[Raw], None], *, guards_back: bool = True) -> Act:
    """An act on the tables, by somebody who takes the guards away and is careful enough to put them back."""

    def do(place: Place) -> None:
        connection = driver.connect(str(place.file))
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        act(connection)
        for _, sql in guards if guards_back else ():
            connection.execute(sql)
        connection.commit()
        connection.close()

    return do


def sql(*statements: str) -> Act:
    def act(connection: Raw) -> None:
        for statement in statements:
            connection.execute(statement)

    return raw(act)


def rehashed(sequence: int, review: str = ONE, **columns: str) -> Act:
    """One entry changed, and every hash from there on made again, so that the chain is whole in itself."""

    def act(connection: Raw) -> None:
        for column, value in columns.items():
            connection.execute(f'UPDATE history SET "{column}" = ? WHERE review_id = ? AND sequence = ?', (value, review, sequence))
        rechain(connection, review)

    return raw(act)


def rechain(connection: Raw, review: str) -> None:
    previous = GENESIS
    for row in connection.execute(f"SELECT {_COLUMNS} FROM history WHERE review_id = ? ORDER BY sequence", (review,)).fetchall():
        values = dict(zip(_COLUMNS.split(", "), row, strict=True))
        values["review"] = values.pop("review_id")
        entry = replace(Entry(**{**values, "at": datetime.fromisoformat(values["at"])}), previous=previous)
        previous = hash_of(entry)
        where = (entry.previous, previous, review, entry.sequence)
        connection.execute("UPDATE history SET previous = ?, hash = ? WHERE review_id = ? AND sequence = ?", where)


def inserted(connection: Raw) -> None:
    connection.execute("UPDATE history SET sequence = -sequence - 1 WHERE review_id = ? AND sequence > 2", (ONE,))
    connection.execute("UPDATE history SET sequence = -sequence WHERE sequence < 0")
    columns = _COLUMNS.replace("sequence", "3")
    connection.execute(f"INSERT INTO history SELECT {columns} FROM history WHERE review_id = ? AND sequence = 2", (ONE,))


def of_another(connection: Raw) -> None:
    """The history of one review in the place of another's, linked anew."""
    connection.execute("DELETE FROM history WHERE review_id = ?", (ONE,))
    connection.execute("UPDATE history SET review_id = ? WHERE review_id = ?", (ONE, TWO))
    rechain(connection, ONE)


def swapped(connection: Raw) -> None:
    connection.execute("UPDATE history SET sequence = -sequence WHERE review_id = ? AND sequence IN (2, 3)", (ONE,))
    connection.execute("UPDATE history SET sequence = sequence + 5 WHERE review_id = ? AND sequence < 0", (ONE,))


def unwritten(entries: int) -> Act:
    """The last entries cut off and their answers put back, as if they had never been given."""

    def act(connection: Raw) -> None:
        rows = connection.execute(
            "SELECT sequence, target, before FROM history WHERE review_id = ? ORDER BY sequence DESC LIMIT ?", (ONE, entries)
        ).fetchall()
        for sequence, target, before in rows:
            connection.execute("UPDATE answer SET body = ? WHERE review_id = ? AND item_id = ?", (before, ONE, target))
            connection.execute("DELETE FROM history WHERE review_id = ? AND sequence = ?", (ONE, sequence))

    return raw(act)


def older(name: str, *, then: int = 0) -> Act:
    """An older copy of the whole file in its place, and so many changes made in it by the program."""

    def do(place: Place) -> None:
        shutil.copy(place.copy(name), place.file)
        with Workspace.open(place.file) as workspace:
            review = reviewing.load_review(workspace, ONE)
            for number in range(then):
                review = noted(workspace, review, "SAC-04", f"other {number}")

    return do


def both(*acts: Act) -> Act:
    def do(place: Place) -> None:
        for act in acts:
            act(place)

    return do


def body(table: str, where: str, edit: Callable[[dict[str, Any]], object]) -> Act:
    """A stored JSON text changed by hand."""

    def act(connection: Raw) -> None:
        text = connection.execute(f"SELECT body FROM {table} WHERE {where}").fetchone()[0]
        value = json.loads(text)
        edit(value)
        connection.execute(f"UPDATE {table} SET body = ? WHERE {where}", (json.dumps(value, ensure_ascii=False, separators=(",", ":")),))

    return raw(act)


def record_changed(connection: Raw) -> None:
    """The record of a sealed edition and its digest, changed together."""
    (record,) = connection.execute("SELECT record FROM edition").fetchone()
    changed = bytes(record).replace(b"Too much is unknown.", b"Too much was unknown")
    assert changed != bytes(record)
    connection.execute("UPDATE edition SET record = ?, digest = ?", (changed, hashlib.sha256(changed).hexdigest()))


def removed(connection: Raw) -> None:
    for table in ("history", "answer", "evidence", "edition"):
        connection.execute(f"DELETE FROM {table} WHERE review_id = ?", (ONE,))
    connection.execute("DELETE FROM review WHERE id = ?", (ONE,))


def anew(place: Place) -> None:
    """Another workspace under the name, made by the program, with reviews of the same names."""
    place.file.unlink()
    with Workspace.create(place.file, NOW, place.folder / "seals") as workspace:
        noted(workspace, started(workspace, when=at(40)), "SAC-01", "anew")


def all_gone(place: Place) -> None:
    """The file and everything that knew of it, and then a new one."""
    for folder in (backups_of(place), place.profile, place.report.parent):
        shutil.rmtree(folder)
    anew(place)


def more_reviews(place: Place) -> None:
    """One that shows a pack, and one that asks a checklist which a person wrote."""
    own = replace(library.checklist("staged-access-cyber"), id="ours")
    (place.folder / "ours.json").write_bytes(encode_checklist(own))
    asked = (("frontier-deployment", "claude-mythos-2026-03-29"), (str(place.folder / "ours.json"), ""))
    with Workspace.open(place.file) as workspace:
        for checklist, pack in asked:
            subject = Subject(vendor="Anthropic", model="Claude Mythos")
            new = NewReview(checklist=checklist, subject=subject, tier=Tier.SANDBOX, as_of=TODAY, pack=pack)
            reviewing.create_review(workspace, new, BY, NOW)


def backups_of(place: Place) -> Path:
    return place.file.with_name("acme.backups")


def unseen_rewritten(place: Place) -> None:
    """That entry, its answer and its hash made anew."""

    def act(connection: Raw) -> None:
        connection.execute(f"UPDATE history SET after = replace(after, 'five', 'six') WHERE review_id = '{ONE}' AND sequence = 13")
        connection.execute(f"UPDATE answer SET body = replace(body, 'five', 'six') WHERE review_id = '{ONE}' AND item_id = 'SAC-04'")
        rechain(connection, ONE)

    raw(act)(place)


def unseen(place: Place) -> None:
    """An entry that was written after the last head anybody noted."""
    with Workspace.open(place.file) as workspace:
        noted(workspace, reviewing.load_review(workspace, ONE), "SAC-04", "five")

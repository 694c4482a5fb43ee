"""The tables of a workspace file. A row holds a whole value, as a change does: saving one is a single compare-and-set."""

from typing import Any

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    event,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


# One row: what the workspace is called among the keys in a person's profile. It stands in no record and no report.
workspace = _table("workspace", _text("id"), PrimaryKeyConstraint("id"))

checklist = _table("checklist", _text("id"), _text("version"), _text("body"), PrimaryKeyConstraint("id", "version"))

pack = _table("pack", _text("id"), _text("version"), _text("body"), PrimaryKeyConstraint("id", "version"))

review = _table(
    "review",
    _text("id"),
    _text("checklist_id"),
    _text("checklist_version"),
    _text("state"),
    _number("edition"),
    _text("created"),
    _text("body"),
    PrimaryKeyConstraint("id"),
    ForeignKeyConstraint(["checklist_id", "checklist_version"], ["checklist.id", "checklist.version"]),
    CheckConstraint("state IN ('open', 'sealed', 'signed')", name="state"),
)

answer = _table(
    "answer",
    Column("review_id", Text, ForeignKey("review.id"), nullable=False),
    _text("item_id"),
    _text("body"),
    PrimaryKeyConstraint("review_id", "item_id"),
)

evidence = _table(
    "evidence",
    Column("review_id", Text, ForeignKey("review.id"), nullable=False),
    _text("sha256"),
    _number("position"),
    _text("body"),
    PrimaryKeyConstraint("review_id", "sha256"),
    Index("ix_evidence_sha256", "sha256"),
)

file = _table(
    "file",
    Column("id", Integer, nullable=False, autoincrement=False),
    Column("sha256", Text, nullable=False, unique=True),
    _number("size"),
    PrimaryKeyConstraint("id"),
)

# A chunk names its file by number: the hash is known only once the last chunk has come in.
chunk = _table(
    "chunk",
    Column("file_id", Integer, ForeignKey("file.id", deferrable=True, initially="DEFERRED"), nullable=False),
    _number("position"),
    Column("bytes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("file_id", "position"),
)

edition = _table(
    "edition",
    Column("review_id", Text, ForeignKey("review.id"), nullable=False),
    _number("edition"),
    Column("record", LargeBinary, nullable=False),
    _text("digest"),
    _text("report_sha256"),
    _text("latest_sha256"),
    _text("sealed_at"),
    PrimaryKeyConstraint("review_id", "edition"),
)

history = _table(
    "history",
    Column("review_id", Text, ForeignKey("review.id"), nullable=False),
    _number("sequence"),
    _text("at"),
    _number("offset"),
    _text("actor"),
    _text("machine"),
    _text("operation"),
    _text("target"),
    _text("before"),
    _text("after"),
    _text("previous"),
    _text("hash"),
    PrimaryKeyConstraint("review_id", "sequence"),
    Index("ix_history_target", "review_id", "target"),
)


def _guard(table: str, action: str, sentence: str) -> str:
    name = f"{table}_no_{action.split()[0].lower()}"
    return f"CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


_FIXED = "review_id, edition, record, digest, report_sha256, sealed_at"
TRIGGERS = (
    _guard("history", "UPDATE", "the history is append-only"),
    _guard("history", "DELETE", "the history is append-only"),
    _guard("edition", f"UPDATE OF {_FIXED}", "a sealed edition stays as it is"),
    _guard("edition", "DELETE", "a sealed edition stays as it is"),
)

for _trigger in TRIGGERS:
    event.listen(metadata, "after_create", DDL(_trigger).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]

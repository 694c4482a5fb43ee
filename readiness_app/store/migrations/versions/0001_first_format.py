"""Format 1: checklists, packs, reviews, their answers and evidence, files, sealed editions and the history."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From an empty database to format 1. Frozen: later formats change it by steps of their own."""
    _content()
    _reviews()
    _files()
    _kept_for_good()
    for trigger in _TRIGGERS:
        op.execute(trigger)


def _table(name: str, *parts: Any) -> None:
    op.create_table(name, *parts, sqlite_strict=True)


def _text(name: str) -> Any:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> Any:
    return sa.Column(name, sa.Integer, nullable=False)


def _content() -> None:
    for name in ("checklist", "pack"):
        _table(name, _text("id"), _text("version"), _text("body"), sa.PrimaryKeyConstraint("id", "version", name=f"pk_{name}"))


def _reviews() -> None:
    _table(
        "review",
        _text("id"),
        _text("checklist_id"),
        _text("checklist_version"),
        _text("state"),
        _number("edition"),
        _text("created"),
        _text("body"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.ForeignKeyConstraint(["checklist_id", "checklist_version"], ["checklist.id", "checklist.version"], name="fk_review_checklist"),
        sa.CheckConstraint("state IN ('open', 'sealed', 'signed')", name=op.f("ck_review_state")),
    )
    _table("answer", _text("review_id"), _text("item_id"), _text("body"), _key("answer", "review_id", "item_id"), _of_review("answer"))
    _table(
        "evidence",
        _text("review_id"),
        _text("sha256"),
        _number("position"),
        _text("body"),
        _key("evidence", "review_id", "sha256"),
        _of_review("evidence"),
    )
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"])


def _files() -> None:
    _table(
        "file",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _text("sha256"),
        _number("size"),
        _key("file", "id"),
        sa.UniqueConstraint("sha256"),
    )
    _table(
        "chunk",
        _number("file_id"),
        _number("position"),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        _key("chunk", "file_id", "position"),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name="fk_chunk_file", deferrable=True, initially="DEFERRED"),
    )


def _kept_for_good() -> None:
    _table(
        "edition",
        _text("review_id"),
        _number("edition"),
        sa.Column("record", sa.LargeBinary, nullable=False),
        *(_text(name) for name in ("digest", "report_sha256", "latest_sha256", "sealed_at")),
        _key("edition", "review_id", "edition"),
        _of_review("edition"),
    )
    _table(
        "history",
        _text("review_id"),
        _number("sequence"),
        _text("at"),
        _number("offset"),
        *(_text(name) for name in ("actor", "machine", "operation", "target", "before", "after", "previous", "hash")),
        _key("history", "review_id", "sequence"),
        _of_review("history"),
    )
    op.create_index("ix_history_target", "history", ["review_id", "target"])


def _key(table: str, *names: str) -> Any:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def _of_review(table: str) -> Any:
    return sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=f"fk_{table}_review")


_APPEND_ONLY = "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
_SEALED = "BEGIN SELECT RAISE(ABORT, 'a sealed edition stays as it is'); END"
_TRIGGERS = (
    f"CREATE TRIGGER history_no_update BEFORE UPDATE ON history {_APPEND_ONLY}",
    f"CREATE TRIGGER history_no_delete BEFORE DELETE ON history {_APPEND_ONLY}",
    "CREATE TRIGGER edition_no_update BEFORE UPDATE OF review_id, edition, record, digest, report_sha256, sealed_at ON edition " + _SEALED,
    f"CREATE TRIGGER edition_no_delete BEFORE DELETE ON edition {_SEALED}",
)

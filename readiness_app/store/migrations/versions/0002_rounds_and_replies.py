"""Format 2: anchors, revisions, resolved conflicts, proofs, rounds, and questions to the vendor, all inside the stored texts."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No table changes: what is new has a default in every stored text. The number keeps an older program from dropping it on saving."""

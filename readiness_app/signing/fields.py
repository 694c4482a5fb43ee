"""Names of the signature fields: one per role, of which none begins with another."""

from readiness_app.domain.vocabulary import Role

# The place of the workspace's seal. No field of a role begins like it, nor it like one of theirs.
SEAL_FIELD = "Seal-00-workspace"


def field_name(role: Role) -> str:
    """The name of the field in which this role signs, as in `Role-01-reviewer`."""
    # A lock on one field matches names by their beginning in some readers, so no name may be the beginning of another.
    return f"Role-{list(Role).index(role) + 1:02d}-{role.value}"


def role_of_field(name: str) -> Role | None:
    """The role that signs in this field, or None for a field that is not ours."""
    return next((role for role in Role if field_name(role) == name), None)

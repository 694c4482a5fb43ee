"""Names of the signature fields."""

from itertools import permutations

import pytest

from readiness_app.domain.vocabulary import Role
from readiness_app.signing.fields import field_name, role_of_field


def test_no_name_begins_with_another() -> None:
    assert not any(one.startswith(other) for one, other in permutations([field_name(role) for role in Role], 2))


@pytest.mark.parametrize("role", Role)
def test_a_name_leads_back_to_its_role(role: Role) -> None:
    assert role_of_field(field_name(role)) is role


def test_names_stay_as_published() -> None:
    assert field_name(Role.REVIEWER) == "Role-01-reviewer"


@pytest.mark.parametrize("name", ["Signature1", "Role-01-reviewer2", "", "Role-02-reviewer"])
def test_a_foreign_name_has_no_role(name: str) -> None:
    assert role_of_field(name) is None

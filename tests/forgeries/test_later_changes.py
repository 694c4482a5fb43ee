"""Incremental saving, shadow, annotation and form attacks: what is changed after people signed is refused, whoever changes it."""

import pytest

from tests.forgeries import changes
from tests.forgeries.making import SECOND, Case, Change, evil_signed, failed, updated


@pytest.mark.parametrize("change", changes.LATER, ids=lambda one: one.__name__)
def test_a_change_after_the_last_signature(case: Case, change: Change) -> None:
    assert {"nothing_changed", "after_last"} <= set(failed(updated(case.twice, change)))


@pytest.mark.parametrize("change", changes.WHILE_SIGNING, ids=lambda one: one.__name__)
def test_a_change_by_the_last_signer_while_signing(case: Case, change: Change) -> None:
    """The last signature covers the change, so that no signature tool sees more than a valid signature at the end."""
    forged = evil_signed(case.once, SECOND, case.people[SECOND], change)
    assert "nothing_changed" in failed(forged)


def test_signing_without_anything_else_is_no_change(case: Case) -> None:
    assert failed(evil_signed(case.once, SECOND, case.people[SECOND], lambda writer: None)) == []

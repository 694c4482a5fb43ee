"""A forgery passes once its check is gone: so it is that check, and no accident, that refuses it."""

from collections.abc import Callable

import pytest

from readiness_app.services import rerendering, signers, verifying
from readiness_app.services.verification import Checks
from tests.forgeries import changes, test_prepared, test_seal
from tests.forgeries.making import FIRST, SECOND, Case, Edit, edited, evil_signed, signed, verified


def _without(check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add = Checks.add

    def blind(self: Checks, name: str, ok: bool, detail: str, *, warning: bool = False) -> None:
        add(self, name, ok or name == check, detail, warning=warning)

    monkeypatch.setattr(Checks, "add", blind)


def _other_person(case: Case) -> bytes:
    return signed(case.once, SECOND, case.strangers[SECOND])


def _exchanged(case: Case) -> bytes:
    return signed(signed(case.base, FIRST, case.people[SECOND]), SECOND, case.people[FIRST])


def _look(case: Case) -> bytes:
    return signed(case.once, SECOND, case.people[SECOND], appearance=test_prepared.LOOKS["another name"]())


def _weak(case: Case) -> bytes:
    return evil_signed(case.once, SECOND, case.people[SECOND], lambda writer: None, digest="sha1")


MADE: dict[str, tuple[str, Callable[[Case], bytes]]] = {
    "cut back": ("all_signed", lambda case: case.once),
    "stripped": ("all_signed", lambda case: case.base),
    "another person": ("signers", _other_person),
    "roles exchanged": ("signers", _exchanged),
    "another look": ("looks", _look),
    "never sealed": ("seal", test_seal.never_sealed),
    "a seal that certifies nothing": ("seal", lambda case: case.people_sign(test_seal.sealed_otherwise(case, case.plain))),
    "weak digest": ("signatures_intact", _weak),
}


@pytest.mark.parametrize("check, forgery", MADE.values(), ids=MADE)
def test_without_its_check_a_forgery_passes(
    case: Case, check: str, forgery: Callable[[Case], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = forgery(case)
    assert not verified(data).valid
    _without(check, monkeypatch)
    assert verified(data).valid


WHILE_SIGNING = (
    *(changes.page_redrawn, changes.note_added, changes.place_added, changes.metadata_replaced, changes.named_script, changes.file_swapped),
    *(changes.layers_added, changes.outline_retitled, changes.glyphs_renamed, changes.junk_among_certificates, changes.own_field_hidden),
)


@pytest.mark.parametrize("change", WHILE_SIGNING, ids=lambda one: one.__name__)
def test_without_the_closed_world_the_last_signer_may_change_anything(case: Case, change, monkeypatch: pytest.MonkeyPatch) -> None:
    data = evil_signed(case.once, SECOND, case.people[SECOND], change)
    assert not verified(data).valid
    _without("nothing_changed", monkeypatch)
    assert verified(data).valid


PREPARED = (test_prepared.page_drawn_over, test_prepared.layer_hidden, test_prepared.glyphs_renamed, test_prepared.pages_swapped)


@pytest.mark.parametrize("edit", PREPARED, ids=lambda one: one.__name__)
def test_without_the_rendering_what_was_prepared_passes(case: Case, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    data = case.both(edited(case.plain, edit))
    assert not verified(data).valid
    _without("pages", monkeypatch)
    assert verified(data).valid


def test_every_check_has_a_forgery_of_its_own() -> None:
    """The names of all checks, so that a new one is not forgotten here."""
    import inspect
    import re

    source = "".join(inspect.getsource(module) for module in (verifying, rerendering, signers))
    names = set(re.findall(r'work\.add\(\s*"(\w+)"', source)) - {
        "report",
        "history",
        "known_here",
    }  # the last only warns, of what this machine knows
    from tests.forgeries import test_later_changes, test_people, test_signatures, test_structure

    modules = (test_later_changes, test_people, test_signatures, test_structure, test_prepared, test_seal)
    tested = "".join(inspect.getsource(module) for module in modules)
    assert {name for name in names if f'"{name}"' not in tested} == set()

"""The visible look of a signature, and the small pure parts."""

import pytest

from readiness_app.domain.vocabulary import GateReason, Role
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.report.package_versions import made_with
from readiness_app.report.stamp import FIELD_SIZE, SEAL_SIZE, seal_stamp, stamp
from readiness_app.report.words import REASONS, grouped, percent
from tests.pdf_reading import reader, text_of


def test_a_stamp_is_one_page_of_the_size_asked_for() -> None:
    pdf = stamp(role="Security", name="Åsa <b>Öberg</b>", time_text="21 Nov 2026", meaning="I judged it.", width=200, height=70)
    pages = reader(pdf).pages
    assert len(pages) == 1
    assert [float(value) for value in pages[0].mediabox] == [0, 0, 200, 70]
    assert "Åsa <b>Öberg</b>" in text_of(pdf)


def test_the_seal_says_which_workspace_and_when() -> None:
    pdf = seal_stamp(name="Workspace <acme>", time_text="2026-11-21 14:05 UTC")
    assert [float(value) for value in reader(pdf).pages[0].mediabox] == [0, 0, *(side - 2 for side in SEAL_SIZE)]
    assert all(words in text_of(pdf) for words in ("Sealed by", "Workspace <acme>", "2026-11-21 14:05 UTC"))


def test_a_long_name_stays_inside_the_stamp() -> None:
    pdf = stamp(role="Chair", name="N" * 500, time_text="now " * 90, meaning="m " * 900, width=FIELD_SIZE[0], height=FIELD_SIZE[1])
    assert "…" in text_of(pdf)


@pytest.mark.parametrize("role", Role)
def test_every_role_says_what_its_signature_means(role: Role) -> None:
    assert meaning_of_signing(role).endswith(".")


def test_every_reason_of_a_gate_has_words() -> None:
    assert set(REASONS) == set(GateReason)


@pytest.mark.parametrize(("share", "words"), [(0.0, "0 %"), (0.004, "1 %"), (0.555, "55 %"), (0.999, "99 %"), (1.0, "100 %")])
def test_percentages_never_round_up_to_all(share: float, words: str) -> None:
    assert percent(share) == words


def test_groups_hold_the_whole_hash() -> None:
    assert grouped("ab" * 32).replace(" ", "") == "ab" * 32


def test_made_with_names_what_could_move_a_byte() -> None:
    assert set(made_with()) == {"readiness", "renderer", "rules", "reportlab", "pikepdf"}

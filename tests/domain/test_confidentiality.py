"""Rule 15: what goes into the report."""

from dataclasses import replace

import pytest

from readiness_app.domain.confidentiality import EMBEDDED_LIMIT, embedded
from readiness_app.domain.review import Purge
from readiness_app.domain.vocabulary import Confidentiality
from tests.builders import NOW, a_review, an_evidence


@pytest.mark.parametrize(
    ("confidentiality", "goes_in"),
    [
        (Confidentiality.PUBLIC, True),
        (Confidentiality.INTERNAL, True),
        (Confidentiality.CONFIDENTIAL, False),
        (Confidentiality.UNDER_NDA, False),
    ],
)
def test_only_public_and_internal_files_go_in(confidentiality, goes_in):
    assert bool(embedded(a_review(evidence=(an_evidence(confidentiality=confidentiality),)))) is goes_in


def test_up_to_the_limit_in_all():
    big = replace(an_evidence(b"1"), size=EMBEDDED_LIMIT)
    small = an_evidence(b"2")
    assert embedded(a_review(evidence=(big, small))) == (big,)


def test_a_file_too_large_does_not_keep_smaller_ones_out():
    huge = replace(an_evidence(b"1"), size=EMBEDDED_LIMIT + 1)
    small = an_evidence(b"2")
    assert embedded(a_review(evidence=(huge, small))) == (small,)


def test_purged_files_stay_out():
    assert not embedded(a_review(evidence=(an_evidence(purged=Purge(by="Ada", at=NOW, why="mistake")),)))

"""The workspace's seal: made with it, bound to it, found again, made anew where it is lost."""

import shutil
from dataclasses import replace

import pytest

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.vocabulary import Role, State
from readiness_app.report.canon import first_revision
from readiness_app.services import copies, reviewing, sealing, signing_off, verifying
from readiness_app.services.workspace import Workspace
from readiness_app.settings import seals_folder
from readiness_app.signing.certify import seals_in
from readiness_app.signing.fields import SEAL_FIELD
from readiness_app.signing.read import read_signatures
from readiness_app.store import editions as edition_rows
from tests.builders import NOW
from tests.services.conftest import BY, by_file, ready


@pytest.fixture(autouse=True)
def profile(tmp_path, monkeypatch):
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path / "profile"))


def seal_again(workspace, sealed):
    """The next edition, and the seal that it names."""
    review = sealing.reopen(workspace, sealed, "The card was revised", BY, NOW)
    return sealing.seal(workspace, ready(workspace, review, {}), BY, NOW).review.sealing.seal


def test_the_report_is_sealed_with_the_key_that_the_record_names(workspace, sealed, report):
    (signature,) = read_signatures(report.read_bytes()).signatures
    assert (signature.field, signature.ok, signature.certificate.name) == (SEAL_FIELD, True, "Workspace w")
    assert signature.certificate.fingerprint == sealed.sealing.seal and list(seals_in(seals_folder())) == [sealed.sealing.seal]


def test_the_next_edition_is_sealed_with_the_same_key(workspace, sealed):
    assert seal_again(workspace, sealed) == sealed.sealing.seal


def test_a_workspace_that_moved_keeps_its_seal(workspace, sealed, tmp_path):
    workspace.close()
    (tmp_path / "elsewhere").mkdir()
    shutil.move(workspace.path, tmp_path / "elsewhere" / "renamed.readiness")
    with Workspace.open(tmp_path / "elsewhere" / "renamed.readiness") as moved:
        assert seal_again(moved, sealed) == sealed.sealing.seal


def test_another_workspace_has_another_seal(workspace, sealed, tmp_path, people):
    with Workspace.create(tmp_path / "other.readiness") as other:
        new = reviewing.NewReview(checklist="frontier-deployment", subject=sealed.subject, tier=sealed.tier, as_of=sealed.as_of)
        review = ready(other, reviewing.create_review(other, new, BY, NOW), people)
        assert sealing.seal(other, review, BY, NOW).review.sealing.seal != sealed.sealing.seal


@pytest.mark.parametrize("suffix", ["p12", "pem", "passphrase"])
def test_a_lost_part_of_the_key_means_a_new_seal(workspace, sealed, suffix):
    for file in seals_folder().glob(f"*.{suffix}"):
        file.unlink()
    new = seal_again(workspace, sealed)
    assert new != sealed.sealing.seal and new in seals_in(seals_folder())


@pytest.mark.parametrize("suffix", ["p12", "pem", "passphrase"])
def test_a_damaged_part_of_the_key_means_a_new_seal(workspace, sealed, suffix):
    for file in seals_folder().glob(f"*.{suffix}"):
        file.write_bytes(b"\xff damaged")
    assert seal_again(workspace, sealed) != sealed.sealing.seal


def test_an_expired_seal_means_a_new_one(workspace, sealed):
    later = NOW.replace(year=NOW.year + 11)
    review = ready(workspace, sealing.reopen(workspace, sealed, "x", BY, later), {})
    assert sealing.seal(workspace, review, BY, later).review.sealing.seal != sealed.sealing.seal


def test_the_key_is_made_with_the_workspace(workspace, review, people):
    (made,) = seals_in(seals_folder())
    assert sealing.seal(workspace, ready(workspace, review, people), BY, NOW).review.sealing.seal == made


def test_a_profile_that_cannot_be_written_keeps_nobody_from_working(tmp_path):
    (tmp_path / "profile").write_text("in the way")
    Workspace.create(tmp_path / "w.readiness", NOW).close()
    assert (tmp_path / "w.readiness").exists()


def test_an_older_workspace_gets_its_key_at_its_first_sealing(workspace, review, people):
    shutil.rmtree(seals_folder())
    assert sealing.seal(workspace, ready(workspace, review, people), BY, NOW).review.sealing.seal in seals_in(seals_folder())


def test_a_foreign_workspace_that_names_a_seal_of_mine_does_not_get_it(workspace, sealed, tmp_path, people, monkeypatch):
    """Its file says that my key sealed an edition of it, as every report of mine does."""
    with workspace.database.read() as connection:
        named = edition_rows.latest(connection, sealed.id)
    with Workspace.create(tmp_path / "foreign.readiness", NOW, tmp_path / "theirs") as foreign:
        new = reviewing.NewReview(checklist="frontier-deployment", subject=sealed.subject, tier=sealed.tier, as_of=sealed.as_of)
        review = ready(foreign, reviewing.create_review(foreign, new, BY, NOW), people)
        with foreign.database.write() as connection:
            edition_rows.add(connection, replace(named, review_id=review.id, edition=7))
            assert edition_rows.seals(connection) == (sealed.sealing.seal,)
        monkeypatch.setattr(sealing, "require_sound", lambda *parts: None)  # which refuses such an edition before any key is looked for
        assert sealing.seal(foreign, review, BY, NOW).review.sealing.seal != sealed.sealing.seal


def test_a_copy_of_the_workspace_keeps_the_seal(workspace, sealed, tmp_path):
    copies.save_copy(workspace, tmp_path / "copy.readiness")
    with Workspace.open(tmp_path / "copy.readiness") as copy:
        assert seal_again(copy, sealed) == sealed.sealing.seal


def test_a_seal_that_fails_leaves_no_other_key(workspace, review, people, tmp_path):
    shutil.rmtree(seals_folder())
    with pytest.raises(Unreadable):
        sealing.seal(workspace, ready(workspace, review, people), BY, NOW, tmp_path / "no" / "folder.pdf")
    assert list(seals_folder().iterdir()) == []


def test_a_profile_that_cannot_be_written_leaves_the_review_open(workspace, review, people, tmp_path):
    shutil.rmtree(tmp_path / "profile")
    (tmp_path / "profile").write_text("in the way")
    with pytest.raises(Unreadable, match="No seal was made"):
        sealing.seal(workspace, ready(workspace, review, people), BY, NOW)
    assert reviewing.load_review(workspace, review.id).state is State.OPEN


def test_a_draft_is_not_sealed(workspace, review, tmp_path):
    sealing.draft(workspace, review, tmp_path / "draft.pdf")
    assert read_signatures((tmp_path / "draft.pdf").read_bytes()).fields == ()


def test_nobody_signs_a_report_without_its_seal(report, people):
    report.write_bytes(first_revision(report.read_bytes()).rstrip() + b"\n")
    with pytest.raises(Refused, match=r"does not carry it\. Nothing was signed"):
        signing_off.sign_file(report, by_file(Role.SECURITY, people[Role.SECURITY]))


def test_verifying_says_whether_the_key_is_here(report, tmp_path):
    def said():
        return next(check.detail for check in verifying.verify(report).checks if check.name == "seal")

    assert said().endswith("That workspace's key is on this machine.")
    shutil.rmtree(seals_folder())
    assert said().endswith("with the key that the record names.")

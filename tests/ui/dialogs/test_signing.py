"""Sealing, signing and making identities, through the dialogs."""

from pathlib import Path
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import SignatoryNamed
from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import Role, State
from readiness_app.services import sealing, signing_off
from readiness_app.services.signing_off import MEANING
from readiness_app.ui.dialogs.identity import CreateIdentityDialog
from readiness_app.ui.dialogs.seal import SealDialog
from readiness_app.ui.dialogs.sign import SignDialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from tests.builders import TODAY
from tests.ui.on_screen import AT, LONG

PEOPLE = ((Role.SECURITY, "Tomas Berg"), (Role.BUSINESS_OWNER, "Ruth Okello"))
WORDS = "a long passphrase"


@pytest.fixture
def sealed(open_review: OpenReview) -> OpenReview:
    for role, name in PEOPLE:
        open_review.do(SignatoryNamed(role=role, before=None, after=Signatory(role=role, name=name)))
    open_review.flush()
    open_review.replace(sealing.seal(open_review.workspace, open_review.review, "Imke Sanders", AT).review)
    return open_review


def a_dialog(shown: OpenReview, jobs: Jobs, qtbot: QtBot, role: Role = Role.SECURITY) -> SignDialog:
    dialog = SignDialog(shown, jobs, role)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def sign(dialog: SignDialog, identity: Path, words: str, qtbot: QtBot) -> None:
    dialog.understood.setChecked(True)
    dialog.place.set_path(identity)
    qtbot.keyClicks(dialog.passphrase, words)
    qtbot.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.busy(), timeout=LONG)


def an_identity(folder: Path, name: str) -> Path:
    path = folder / f"{name.split()[0]}.p12"
    signing_off.create_identity(name, path, WORDS, AT)
    return path


def test_what_a_job_still_adds_is_sealed_too(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    for role, name in PEOPLE:
        open_review.do(SignatoryNamed(role=role, before=None, after=Signatory(role=role, name=name)))
    dialog = SealDialog(open_review, jobs, TODAY)
    qtbot.addWidget(dialog)
    late = SignatoryNamed(
        role=PEOPLE[0][0], before=open_review.review.signatory(PEOPLE[0][0]), after=Signatory(role=PEOPLE[0][0], name="Late")
    )
    job = jobs.create(lambda progress: sleep(0.2))
    job.done.connect(lambda _: open_review.do(late))
    jobs.start(job)
    assert dialog.take()(Progress(lambda *_: None, lambda _: None)).signatory(PEOPLE[0][0]).name == "Late"


@pytest.mark.slow
def test_both_roles_sign_and_the_review_is_signed(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    for role, name in PEOPLE:
        dialog = a_dialog(sealed, jobs, qtbot, role)
        sign(dialog, an_identity(tmp_path, name), WORDS, qtbot)
        sealed.replace(dialog.value)
    assert sealed.review.state is State.SIGNED


@pytest.mark.slow
def test_wrong_passphrase_is_said_beside_its_field(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(sealed, jobs, qtbot)
    sign(dialog, an_identity(tmp_path, "Tomas Berg"), "wrong", qtbot)
    assert "passphrase" in dialog.pass_row.error.text().lower() and dialog.isVisible() and dialog.value is None


@pytest.mark.slow
def test_another_person_than_the_one_named_cannot_sign(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(sealed, jobs, qtbot)
    sign(dialog, an_identity(tmp_path, "Somebody Else"), WORDS, qtbot)
    assert "Tomas Berg" in dialog.problem.text() and sealed.review.sign_offs == ()


@pytest.mark.slow
def test_missing_identity_file_is_said(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = a_dialog(sealed, jobs, qtbot)
    sign(dialog, tmp_path / "nowhere.p12", WORDS, qtbot)
    assert dialog.problem.text() and dialog.isVisible()


@pytest.mark.slow
def test_what_the_signature_means_must_be_read_first(sealed: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = a_dialog(sealed, jobs, qtbot)
    assert dialog.meaning.text() == MEANING[Role.SECURITY] and not dialog.verb.isEnabled()


@pytest.mark.slow
def test_passphrase_leaves_with_the_dialog(sealed: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = a_dialog(sealed, jobs, qtbot)
    qtbot.keyClicks(dialog.passphrase, WORDS)
    assert dialog.passphrase.echoMode() is QLineEdit.EchoMode.Password
    dialog.reject()
    assert dialog.passphrase.text() == ""


@pytest.fixture
def creating(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> CreateIdentityDialog:
    dialog = CreateIdentityDialog(jobs, "Tomas Berg")
    qtbot.addWidget(dialog)
    dialog.place.set_path(tmp_path / "tomas")
    dialog.open()
    return dialog


def test_identity_is_made_with_its_certificate_beside_it(creating: CreateIdentityDialog, qtbot: QtBot) -> None:
    creating.first.setText(WORDS)
    creating.second.setText(WORDS)
    with qtbot.waitSignal(creating.accepted, timeout=LONG):
        creating.verb.click()
    assert signing_off.certificate(creating.value.certificate).fingerprint == creating.value.fingerprint


def test_two_passphrases_must_be_the_same(creating: CreateIdentityDialog) -> None:
    creating.first.setText(WORDS)
    creating.second.setText("something else")
    creating.verb.click()
    assert "differ" in creating.second_row.error.text() and creating.isVisible()


def test_short_passphrase_is_refused_with_the_name_kept(creating: CreateIdentityDialog) -> None:
    creating.first.setText("abc")
    creating.second.setText("abc")
    creating.verb.click()
    assert "at least" in creating.first_row.error.text() and creating.name_field.text() == "Tomas Berg"


def test_identity_never_replaces_a_file(creating: CreateIdentityDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "tomas.p12").write_bytes(b"mine")
    creating.first.setText(WORDS)
    creating.second.setText(WORDS)
    creating.verb.click()
    qtbot.waitUntil(lambda: bool(creating.problem.text()), timeout=LONG)
    assert (tmp_path / "tomas.p12").read_bytes() == b"mine"


def test_seal_says_what_is_missing(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = SealDialog(open_review, jobs, AT.date())
    qtbot.addWidget(dialog)
    assert not dialog.verb.isEnabled() and any("Nobody is named" in text for text in dialog.problems)

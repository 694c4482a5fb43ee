"""Signing in the window with a token, and at a level: a real software token, a real authority, a real module that answers late."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import SignatoryNamed
from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import Role
from readiness_app.services import sealing, signing_off
from readiness_app.services.signing_off import Level, TokenSlot
from readiness_app.ui.dialogs.sign import FILE, TOKEN, SignDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview
from tests.signing import softhsm
from tests.signing.lab import Lab, laboratory
from tests.ui.on_screen import AT, LONG

NAMES = {Role.SECURITY: "Tomas Berg", Role.BUSINESS_OWNER: "Ruth Okello"}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    with laboratory(tmp_path_factory.mktemp("lab")) as found:
        yield found


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory, lab: Lab) -> Iterator[Path]:
    """The module of a token with the certificates of two people, both with the same label."""
    library, folder = softhsm.module(), tmp_path_factory.mktemp("token")
    with softhsm.token(folder):
        for number, name in (("01", "Ruth Okello"), ("02", "Tomas Berg")):
            key = ec.generate_private_key(ec.SECP256R1())
            softhsm.put(library, folder, lab.issue(name, key), key, id=number, label="Signature")
        yield library


@pytest.fixture
def sealed(open_review: OpenReview) -> OpenReview:
    for role, name in NAMES.items():
        open_review.do(SignatoryNamed(role=role, before=None, after=Signatory(role=role, name=name)))
    open_review.flush()
    open_review.replace(sealing.seal(open_review.workspace, open_review.review, "Imke Sanders", AT).review)
    return open_review


def a_dialog(shown: OpenReview, jobs: Jobs, qtbot: QtBot, library: object = "", address: str = "") -> SignDialog:
    dialog = SignDialog(shown, jobs, Role.SECURITY, timestamp_url=address, token_library=str(library))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.understood.setChecked(True)
    return dialog


def with_token(dialog: SignDialog, qtbot: QtBot) -> SignDialog:
    """Choose the token; what it holds is listed."""
    qtbot.mouseClick(dialog.source.button(TOKEN), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.pane.waiting(), timeout=LONG)
    return dialog


def sign(dialog: SignDialog, qtbot: QtBot, pin: str = softhsm.PIN) -> None:
    qtbot.keyClicks(dialog.pane.pin, pin)
    qtbot.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.busy(), timeout=LONG)


def late(monkeypatch: pytest.MonkeyPatch, name: str, answer: object) -> threading.Event:
    """Has a call of the services wait, as a reader does, until the event is set."""
    go = threading.Event()

    def slow(*args: object, **kwargs: object) -> object:
        assert go.wait(LONG / 1000)
        return answer

    monkeypatch.setattr(signing_off, name, slow)
    return go


@pytest.mark.slow
def test_a_token_signs(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    sign(dialog, qtbot)
    assert [one.name for one in dialog.value.sign_offs] == ["Tomas Berg"] and dialog.identity() is None


@pytest.mark.slow
def test_certificates_are_told_apart_by_everything_but_their_label(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    pane = dialog.pane
    lines = [pane.list.item(row).text().split("\n") for row in range(pane.list.count())]
    assert {line[0] for line in lines} == set(NAMES.values()) and {line[2][-5:] for line in lines} == {"id 01", "id 02"}
    assert all("EC P-256 · valid until" in line[1] and "Card, slot " in line[2] for line in lines)
    assert pane.list.currentItem().text().startswith("Tomas Berg"), "whoever is to sign is chosen at once"


@pytest.mark.slow
def test_somebody_elses_certificate_is_refused(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    dialog.pane.list.setCurrentRow(1 - dialog.pane.list.currentRow())
    sign(dialog, qtbot)
    assert "Tomas Berg" in dialog.problem.text() and dialog.value is None


@pytest.mark.slow
def test_a_wrong_pin_is_said_beside_it_and_not_tried_again(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    sign(dialog, qtbot, "000000")
    assert "PIN of the token Card is wrong" in dialog.pane.pin_row.error.text() and dialog.pane.pin.selectedText() == "000000"
    sign(dialog, qtbot)
    assert dialog.value is not None


@pytest.mark.slow
def test_the_pin_leaves_with_the_dialog_and_is_asked_for(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    sign(dialog, qtbot, "")
    assert "PIN" in dialog.pane.pin_row.error.text()
    qtbot.keyClicks(dialog.pane.pin, "12")
    dialog.reject()
    assert dialog.pane.pin.text() == "" and dialog.pane.pin.echoMode() is dialog.pane.pin.EchoMode.Password


@pytest.mark.slow
def test_the_module_is_remembered_once_it_has_answered(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot), qtbot)
    dialog.pane.library.set_path(card)
    with qtbot.waitSignal(dialog.kept, timeout=LONG) as kept:
        dialog.pane.look.click()
    assert kept.args == [{"token_library": str(card)}]


@pytest.mark.slow
def test_no_module_is_said(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot), qtbot)
    pane = dialog.pane
    pane.look.click()
    assert "Choose the module" in pane.library_row.error.text()
    pane.library.set_path(tmp_path / "none.so")
    pane.look.click()
    qtbot.waitUntil(lambda: not pane.waiting(), timeout=LONG)
    assert "There is no PKCS#11 module" in pane.library_row.error.text()


@pytest.mark.slow
def test_a_file_that_is_no_module_is_said(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "notes.so").write_text("notes")
    dialog = with_token(a_dialog(sealed, jobs, qtbot, tmp_path / "notes.so"), qtbot)
    pane = dialog.pane
    assert "notes.so is no PKCS#11 module" in pane.library_row.error.text()


@pytest.mark.slow
def test_no_token_is_said(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = softhsm.module()
    (tmp_path / "tokens").mkdir()
    (tmp_path / "empty.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "empty.conf"))
    dialog = with_token(a_dialog(sealed, jobs, qtbot, library), qtbot)
    dialog.verb.click()
    assert "No token is in" in dialog.pane.status.text() and "choose yours" in dialog.pane.list_row.error.text()


@pytest.mark.slow
def test_a_module_that_hangs_is_named_and_left(
    sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = late(monkeypatch, "tokens", ())
    dialog = a_dialog(sealed, jobs, qtbot, card)
    dialog.source.button(TOKEN).click()
    assert card.name in dialog.pane.status.text() and dialog.pane.waiting() and not jobs.busy()
    dialog.reject()
    assert dialog.isVisible() and not dialog.pane.waiting() and "no longer" in dialog.pane.status.text()
    go.set()


@pytest.mark.slow
def test_a_signature_that_was_left_is_never_collected(
    sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    go = threading.Event()
    real = signing_off.sign.sign_field

    def slow(*args: object, **kwargs: object) -> bytes:
        assert go.wait(LONG / 1000)
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(signing_off.sign, "sign_field", slow)
    qtbot.keyClicks(dialog.pane.pin, softhsm.PIN)
    dialog.verb.click()
    qtbot.waitUntil(lambda: dialog.doing.isVisible() and "token Card" in dialog.doing.text(), timeout=LONG)
    (job,) = jobs._apart
    with qtbot.waitSignal(job.finished, timeout=LONG):
        dialog.reject()
        assert dialog.isVisible() and not dialog.busy() and "Nothing was signed" in dialog.problem.text()
        go.set()
    assert dialog.value is None
    assert not signing_off.reviewing.load_review(sealed.workspace, sealed.review.id).sign_offs


@pytest.mark.slow
def test_a_reader_with_a_pin_pad_asks_itself(
    sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = signing_off.tokens(card)
    pad = TokenSlot(slot=slots[0].slot, label="Card", serial="1", pin_pad=True)
    late(monkeypatch, "tokens", (pad,)).set()
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    pane = dialog.pane
    assert "PIN pad" in pane.at_reader.text() and pane.at_reader.isVisible() and not pane.pin.isVisible()
    token = pane.token()
    assert isinstance(token, signing_off.Token) and token.pin is None and token.certificate_id == "02"


@pytest.mark.slow
@pytest.mark.parametrize(("flag", "words"), [("last_try", "One try is left"), ("locked", "is locked")])
def test_what_a_token_says_of_its_pin_is_said_first(
    sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path, monkeypatch: pytest.MonkeyPatch, flag: str, words: str
) -> None:
    slot = TokenSlot(slot=signing_off.tokens(card)[0].slot, label="Card", serial="1", pin_pad=False, **{flag: True})  # type: ignore[arg-type]
    late(monkeypatch, "tokens", (slot,)).set()
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    assert words in dialog.pane.pin_row.error.text()


@pytest.mark.slow
def test_levels_need_an_authority(sealed: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = a_dialog(sealed, jobs, qtbot)
    level = dialog.level
    assert level.level() is Level.B_B and "Preferences" in level.meaning.text()
    assert [level.choice.button(one).isEnabled() for one in Level] == [True, False, False, False]


@pytest.mark.slow
def test_with_an_authority_nobody_is_asked_until_a_level_wants_it(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, lab: Lab) -> None:
    dialog = a_dialog(sealed, jobs, qtbot, address=lab.tsa)
    level = dialog.level
    assert level.address() == "" and "Nothing goes out" in level.meaning.text()
    qtbot.mouseClick(level.choice.button(Level.B_T), Qt.MouseButton.LeftButton)
    assert level.address() == lab.tsa and lab.tsa in level.meaning.text()


@pytest.mark.slow
@pytest.mark.parametrize(("level", "grown"), [(Level.B_B, b"/Role-"), (Level.B_LT, b"/DSS"), (Level.B_LTA, b"/DocTimeStamp")])
def test_a_token_signs_at_a_level(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path, lab: Lab, level: Level, grown: bytes) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card, lab.tsa), qtbot)
    before = len(sealing.report(sealed.workspace, sealed.review))
    dialog.level.set_level(level)
    sign(dialog, qtbot)
    after = sealing.report(sealed.workspace, dialog.value)[before:]
    assert (grown in after or level is Level.B_B) and (b"/DSS" in after) is level.long_term


@pytest.mark.slow
def test_tab_goes_through_what_is_seen_and_then_to_the_buttons(sealed: OpenReview, jobs: Jobs, qtbot: QtBot, card: Path) -> None:
    dialog = with_token(a_dialog(sealed, jobs, qtbot, card), qtbot)
    for source in (FILE, TOKEN):
        dialog.source.button(source).click()
        here, seen = dialog.understood, []
        while here is not dialog.verb:
            here = here.nextInFocusChain()
            if here in (dialog.passphrase, dialog.pane.library.edit, dialog.cancel) and here.isVisible():
                seen.append(here)
        assert seen == [dialog.passphrase if source == FILE else dialog.pane.library.edit, dialog.cancel]

"""The preferences that have to do with signing and trust."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from readiness_app.services import signing_off
from readiness_app.settings import load_settings
from readiness_app.ui.dialogs.preferences import PreferencesDialog, QFileDialog
from readiness_app.ui.preferences import Preferences, trusted_here
from tests.ui.on_screen import AT, answers


@pytest.fixture
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preferences:
    monkeypatch.setenv("READINESS_CONFIG_DIR", str(tmp_path / "config"))
    return Preferences()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    signing_off.create_identity("Tomas Berg", tmp_path / "tomas.p12", "a long passphrase", AT)
    return tmp_path / "tomas.pem"


def a_dialog(preferences: Preferences, qtbot: QtBot) -> PreferencesDialog:
    dialog = PreferencesDialog(preferences)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def choosing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answers(str(path)))


@pytest.mark.parametrize(
    "address", ["ftp://tsa.example.com", "tsa.example.com", "https://", "https://me:word@tsa.example.com", "http://a b"]
)
def test_an_address_that_is_none_is_not_saved(preferences: Preferences, qtbot: QtBot, address: str) -> None:
    dialog = a_dialog(preferences, qtbot)
    dialog.timestamp.setText(address)
    dialog.verb.click()
    assert "https://" in dialog._timestamp_row.error.text() and dialog.isVisible() and preferences.settings.timestamp_url == ""


@pytest.mark.parametrize("address", ["https://tsa.example.com/stamp", "http://127.0.0.1:8080", ""])
def test_an_address_is_kept(preferences: Preferences, qtbot: QtBot, address: str) -> None:
    dialog = a_dialog(preferences, qtbot)
    dialog.timestamp.setText(f" {address} ")
    dialog.verb.click()
    assert load_settings().timestamp_url == address and not dialog.isVisible()


def test_a_certificate_is_trusted_once_and_removed(
    preferences: Preferences, qtbot: QtBot, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(certificate, monkeypatch)
    dialog = a_dialog(preferences, qtbot)
    dialog.add_trusted.click()
    dialog.add_trusted.click()
    dialog.verb.click()
    assert trusted_here() == ([certificate], ())
    dialog = a_dialog(preferences, qtbot)
    assert not dialog.remove_trusted.isEnabled()
    dialog.trusted.setCurrentRow(0)
    dialog.remove_trusted.click()
    dialog.verb.click()
    assert trusted_here() == ([], ()) and certificate.exists()


def test_what_is_no_certificate_is_refused(
    preferences: Preferences, qtbot: QtBot, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(certificate.with_suffix(".p12"), monkeypatch)
    dialog = a_dialog(preferences, qtbot)
    dialog.add_trusted.click()
    assert "tomas.p12" in dialog.problem.text() and dialog.trusted.count() == 0


def test_a_file_that_is_gone_is_said_and_stays_listed(preferences: Preferences, qtbot: QtBot, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.pem")
    preferences.change(trusted=(gone,))
    dialog = a_dialog(preferences, qtbot)
    assert "missing" in dialog.trusted.item(0).text()
    dialog.verb.click()
    assert preferences.settings.trusted == (gone,) and "no longer there" in trusted_here()[1][0]


def test_what_is_no_certificate_any_more_is_marked_and_passed_over(preferences: Preferences, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.pem").write_text("x", encoding="utf-8")
    preferences.change(trusted=(str(tmp_path / "broken.pem"),))
    assert "no certificate" in a_dialog(preferences, qtbot).trusted.item(0).text()
    found, problems = trusted_here()
    assert found == [] and "cannot be read as a certificate" in problems[0]

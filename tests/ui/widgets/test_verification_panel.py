"""What stands with a verification: trusted certificates that could not be used are said beside its result, and only there."""

from pytestqt.qtbot import QtBot

from readiness_app.services.verifying import NAMED_BY_THE_REPORT_ONLY, Check, Verification
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.verification_panel import VerificationPanel

BROKEN = "/home/ada/root.pem, which your settings trust, cannot be read as a certificate. It was passed over."
FOUND = Verification(
    valid=True,
    summary="r.pdf is valid.",
    identities=NAMED_BY_THE_REPORT_ONLY,
    checks=(Check(name="digest", ok=True, detail="The digest is right."),),
    signers=(),
    expected_signers=0,
    digest="0" * 64,
    review=None,
)


def a_panel(qtbot: QtBot) -> VerificationPanel:
    panel = VerificationPanel()
    qtbot.addWidget(panel)
    panel.passed_over = (BROKEN,)
    panel.show_verification(FOUND, "r.pdf")
    return panel


def warnings(panel: VerificationPanel) -> list[str]:
    return [one.text() for one in panel.findChildren(PlainLabel) if "your settings trust" in one.text() and not one.isHidden()]


def test_a_certificate_that_was_passed_over_is_said_with_what_to_do(qtbot: QtBot) -> None:
    panel = a_panel(qtbot)
    assert warnings(panel) == [f"{BROKEN} Take it out in the Preferences."] and f"[??] {BROKEN}" in panel.text()


def test_it_is_said_once_and_goes_with_its_result(qtbot: QtBot) -> None:
    panel = a_panel(qtbot)
    panel.show_verification(FOUND, "r.pdf")
    assert len(warnings(panel)) == 1
    panel.begin("other.pdf")
    assert warnings(panel) == []

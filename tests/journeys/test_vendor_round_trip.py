"""A vendor round trip: gaps go out as a spreadsheet, the vendor fills it in, the answers come back as proposals."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import Knowledge, ReplyState, SourceKind, Verdict
from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.main_window import MainWindow
from tests.cli.conftest import MYTHOS, run_command
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed
from tests.ui.on_screen import LONG, answers, idle, sample_file
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "rubbish_stays_here", "sample_file", "theme_of_tests", "themed", "window"]
AS = ("--as", "Imke Sanders")
ASKED = ("PRV-02", "PRV-03", "PRV-04", "PRV-05", "SEC-01")
Edit = Callable[[Path], Path]


def by_openpyxl(sent: Path) -> Path:
    """As a careful vendor: one plain answer, one with a formula, one question reworded, one row left empty, one row deleted, one added."""
    book = openpyxl.load_workbook(sent)
    sheet = book["Questions"]
    sheet["F8"], sheet["G8"], sheet["H8"], sheet["I8"] = "Yes, in writing.", "Val Vendor", "2026-11-20", "https://example.com/dpa"
    sheet["F9"] = "=1+1"
    sheet["D10"], sheet["F10"] = "What do you keep, and where?", "Nothing."
    sheet.delete_rows(12)
    sheet["D13"], sheet["F13"] = "Anything else?", "We also hold ISO certificates."
    out = sent.with_name("answered.xlsx")
    book.save(out)
    return out


def by_libreoffice(sent: Path) -> Path:
    """The same, then opened and saved by LibreOffice twice: as OpenDocument and back as a spreadsheet of the other kind."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not here: sudo apt-get install libreoffice-calc-nogui")
    path = by_openpyxl(sent)
    profile = f"-env:UserInstallation={(sent.parent / 'office').as_uri()}"
    for kind in ("ods", "xlsx"):
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(sent.parent / kind), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        path = sent.parent / kind / f"{path.stem}.{kind}"
        if not path.exists():
            pytest.skip("This LibreOffice has no Calc: sudo apt-get install libreoffice-calc-nogui")
    return path


EDITORS = [by_openpyxl, pytest.param(by_libreoffice, marks=pytest.mark.slow)]


@pytest.mark.parametrize("edit", EDITORS)
def test_by_command(edit: Edit, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "LOG"):
        monkeypatch.setenv(f"READINESS_{name}_DIR", str(tmp_path / name.lower()))
    work = Path(shutil.copy(sample_file, tmp_path / "w.readiness"))
    chosen = [word for item in ASKED for word in ("--item", item)]
    run_command("questions", work, MYTHOS, *chosen, "--due", "2099-01-01", "--out", tmp_path / "q.xlsx", "--out", tmp_path / "q.pdf", *AS)
    answered = edit(tmp_path / "q.xlsx")
    found = json.loads(run_command("replies", work, MYTHOS, answered, "--json", *AS).stdout)
    assert [(one["item"], one["statement"], bool(one["problem"])) for one in found["replies"]] == [
        ("PRV-02", "Yes, in writing.", False),
        ("PRV-03", "=1+1", False),
        ("", "Nothing.", True),
        ("", "We also hold ISO certificates.", True),
    ]
    assert (found["empty"], found["missing"]) == (1, ["SEC-01"])
    run_command("replies", work, MYTHOS, "--adopt", "R1", *AS)
    run_command("replies", work, MYTHOS, "--assign", "R3=PRV-04", "--adopt", "R3", "--set-aside", "R4", *AS)
    assert "read before" in run_command("replies", work, MYTHOS, answered, *AS).stderr
    (listed,) = json.loads(run_command("questions", work, MYTHOS, "--json").stdout)
    assert (listed["questions"], listed["replied"], listed["waiting"]) == (5, 3, 1)
    run_command("draft", work, MYTHOS, "--out", tmp_path / "draft.pdf")
    with Workspace.open(work) as opened:
        check(reviewing.load_review(opened, MYTHOS).stored_answer("PRV-02"), reviewing.load_review(opened, MYTHOS))


def check(answer, review) -> None:
    claim = answer.claims[-1]
    assert (claim.statement, claim.source, claim.address) == (
        "Yes, in writing.",
        "Vendor reply, Val Vendor, list Q1",
        "https://example.com/dpa",
    )
    assert (claim.source_kind, str(claim.dated), answer.knowledge) == (SourceKind.VENDOR_STATEMENT, "2026-11-20", Knowledge.PARTLY_KNOWN)
    assert answer.verdict is Verdict.UNDECIDED and review.evidence_file(claim.evidence).title == "Vendor replies from Anthropic, list Q1"


@pytest.mark.parametrize("edit", EDITORS)
def test_in_the_window(edit: Edit, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F8)
    page = window.frame.page
    page.panes.pick_none.click()
    for item in ASKED:
        page.panes.gap_list.setCurrentIndex(page.panes.gaps.index_of(item))
        qtbot.keyClick(page.panes.gap_list, Qt.Key.Key_Space)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / "q.xlsx")))
    qtbot.mouseClick(page.panes.ask.make.make, Qt.MouseButton.LeftButton)
    idle(qtbot, window.jobs)
    window.review.flush()
    assert (tmp_path / "q.pdf").exists() and [one.item for one in window.review.review.questions[0].items] == list(ASKED)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(edit(tmp_path / "q.xlsx")))])
    page.panes.drop.take(data)
    qtbot.waitUntil(lambda: len(window.review.review.replies) == 4, timeout=LONG)
    window.review.flush()
    qtbot.mouseClick(page.panes.reply.adopt, Qt.MouseButton.LeftButton)
    window.review.flush()
    check(window.review.review.stored_answer("PRV-02"), window.review.review)
    page.panes.reply_list.setCurrentIndex(page.panes.replies.index_of("R4"))
    qtbot.mouseClick(page.panes.reply.aside, Qt.MouseButton.LeftButton)
    window.run("undo")
    window.review.flush()
    assert [reply.state for reply in window.review.review.replies] == [ReplyState.ADOPTED, *[ReplyState.WAITING] * 3]
    assert "3 to decide" in [entry.count for entry in window.frame._record_entries()]

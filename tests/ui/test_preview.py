"""Previews of foreign files: in a process of their own, with limits on time, memory and size."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from readiness_app.domain.errors import Unreadable
from readiness_app.services import child
from readiness_app.ui import picture_child, preview
from readiness_app.ui.preview import PdfSource
from readiness_app.ui.widgets.visible import visible


def a_pdf(width: float = 300, height: float = 400) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(width, height))
    canvas.drawString(20, 20, "Hello")
    canvas.showPage()
    canvas.drawString(20, 20, "Second")
    canvas.save()
    return made.getvalue()


def script(folder: Path, text: str) -> list[str]:
    path = folder / "child.py"
    path.write_text(text, encoding="utf-8")
    return [sys.executable, str(path)]


@pytest.mark.parametrize("foreign", [True, False])
def test_pages_and_sizes(foreign: bool) -> None:
    assert preview.outline(PdfSource(data=a_pdf(), foreign=foreign)).sizes == ((300.0, 400.0), (300.0, 400.0))


@pytest.mark.parametrize("foreign", [True, False])
def test_picture_of_a_page(foreign: bool) -> None:
    image, words = preview.picture(PdfSource(data=a_pdf(), foreign=foreign), 1, 2.0)
    assert (image.width(), image.height()) == (600, 800) and words == "Second"


def test_huge_page_is_drawn_smaller() -> None:
    image, _ = preview.picture(PdfSource(data=a_pdf(14_000, 14_000)), 0, 4.0)
    assert image.width() * image.height() <= picture_child.MOST_PIXELS * 1.01


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"hello"])
def test_broken_pdf_is_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match="stored unchanged"):
        preview.outline(PdfSource(data=data))


def test_drawing_that_breaks_off_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_command", lambda: script(tmp_path, "raise SystemExit(1)"))
    with pytest.raises(Unreadable, match=r"too much time or memory\. It is stored unchanged"):
        preview.outline(PdfSource(data=a_pdf()))


def test_answer_that_does_not_fit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lying = """print('{"width": 9000, "height": 9000, "stride": 36000}')"""
    monkeypatch.setattr(child, "_command", lambda: script(tmp_path, lying))
    with pytest.raises(Unreadable):
        preview.picture(PdfSource(data=a_pdf()), 0, 1.0)


def test_process_knows_nothing_of_the_window() -> None:
    code = "import sys, readiness_app.ui.picture_child; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_picture_file_is_scaled_down(qtbot: QtBot, tmp_path: Path) -> None:
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    image.save(str(tmp_path / "big.png"))
    shown = preview.image_file((tmp_path / "big.png").read_bytes(), 500)
    assert (shown.width(), shown.height()) == (500, 250)


@pytest.mark.parametrize("data", [b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", b"hello"])
def test_svg_is_never_drawn(data: bytes) -> None:
    with pytest.raises(Unreadable):
        preview.image_file(data, 500)


@pytest.mark.parametrize(
    ("media_type", "data", "kind"),
    [
        ("text/plain", b"%PDF-1.7", "pdf"),
        ("image/svg+xml", b"<svg/>", "text"),
        ("text/html", b"<b>", "text"),
        ("image/png", b"\x89PNG", "image"),
        ("application/octet-stream", b"plain words", "text"),
        ("application/octet-stream", b"MZ\0\0", "none"),
    ],
)
def test_kind_of_preview(media_type: str, data: bytes, kind: str) -> None:
    assert preview.kind_of(media_type, data) == kind


def test_hidden_characters_are_written_out() -> None:
    assert visible("a\u202eb\x00c\n") == "a‹U+202E›b‹U+0000›c‹U+000A›" and visible("Zoë 研究 👩\u200d🔬") == "Zoë 研究 👩\u200d🔬"

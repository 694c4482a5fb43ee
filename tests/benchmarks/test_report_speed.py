"""How long a report takes, beside plain ReportLab paragraphs of the same words."""

import hashlib
from io import BytesIO
from time import perf_counter

import pypdfium2
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from readiness_app.domain.review import Review
from readiness_app.report.build import build_report
from tests.builders import a_sealing, big_review
from tests.report.conftest import FIELDS, mythos


def _words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document).split()


def _plain(words: list[str]) -> float:
    style = ParagraphStyle("plain", fontName="Inter", fontSize=9.5, leading=14)
    paragraphs = [" ".join(words[at : at + 12]).replace("&", "&amp;").replace("<", "&lt;") for at in range(0, len(words), 12)]
    start = perf_counter()
    SimpleDocTemplate(BytesIO()).build([Paragraph(text, style) for text in paragraphs])
    return perf_counter() - start


def _ours(review: Review, files: dict[str, bytes]) -> tuple[float, bytes]:
    record = b"{}"
    start = perf_counter()
    pdf = build_report(review, record=record, digest=hashlib.sha256(record).hexdigest(), files=files, fields=FIELDS, final=True)
    return perf_counter() - start, pdf


@pytest.mark.benchmark
@pytest.mark.slow
@pytest.mark.parametrize("items", [108, 2000])
def test_report_against_plain_paragraphs(items: int, capsys: pytest.CaptureFixture[str]) -> None:
    review, files = mythos() if items == 108 else (big_review(2000, sealing=a_sealing()), {})
    first, pdf = _ours(review, files)
    ours = min(_ours(review, files)[0] for _ in range(2))
    words = _words(pdf)
    plain = min(_plain(words) for _ in range(2))
    with capsys.disabled():
        figures = f"first {first:.2f} s, then {ours:.2f} s; plain ReportLab of the same {len(words)} words {plain:.2f} s"
        print(f"\nreport of {items} items: {figures}; ratio {ours / plain:.2f}")

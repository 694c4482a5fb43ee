"""What a report costs: beside plain ReportLab paragraphs of the same words, in memory, and per item as reviews grow."""

import hashlib
import subprocess
import sys
from io import BytesIO
from time import process_time

import pypdfium2
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from readiness_app.domain.review import Review
from readiness_app.report.build import build_report
from tests.builders import a_sealing, big_review
from tests.report.conftest import FIELDS, mythos

_MEMORY = """
import sys
from readiness_app.report.build import build_report
from tests.builders import a_sealing, big_review
review = big_review(int(sys.argv[1]), sealing=a_sealing())
fields = {role: role.value for role in review.required_roles}
peak = lambda: next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
before = peak()
build_report(review, record=b"{}", digest="0" * 64, files={}, fields=fields, final=True)
print(before, peak())
"""


def of_items(items: int) -> tuple[Review, dict[str, bytes]]:
    return big_review(items, sealing=a_sealing()), {}


def ours(review: Review, files: dict[str, bytes]) -> tuple[float, bytes]:
    """Seconds of work and bytes of the whole base file: pages, tags, metadata, record."""
    record = b"{}"
    start = process_time()
    pdf = build_report(review, record=record, digest=hashlib.sha256(record).hexdigest(), files=files, fields=FIELDS, final=True)
    return process_time() - start, pdf


def _content(pdf: bytes) -> tuple[int, list[str]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document), " ".join(page.get_textpage().get_text_range() for page in document).split()


def _plain(words: list[str]) -> float:
    style = ParagraphStyle("plain", fontName="Inter", fontSize=9.5, leading=14)
    paragraphs = [" ".join(words[at : at + 12]).replace("&", "&amp;").replace("<", "&lt;") for at in range(0, len(words), 12)]
    start = process_time()
    SimpleDocTemplate(BytesIO()).build([Paragraph(text, style) for text in paragraphs])
    return process_time() - start


@pytest.mark.benchmark
@pytest.mark.slow
@pytest.mark.parametrize("items", [20, 108, *(pytest.param(large, marks=pytest.mark.long) for large in (643, 2000))])
def test_report_against_plain_paragraphs(items: int, capsys: pytest.CaptureFixture[str]) -> None:
    review, files = mythos() if items == 108 else of_items(items)
    first, pdf = ours(review, files)
    pages, words = _content(pdf)
    # Turn about, so that a busy machine is unfair to both.
    rounds = [(ours(review, files)[0], _plain(words)) for _ in range(3)]
    mine, plain = (min(times) for times in zip(*rounds, strict=True))
    with capsys.disabled():
        figures = f"first {first:.2f} s, then {mine:.2f} s; plain ReportLab of the same {len(words)} words {plain:.2f} s"
        print(f"\nreport of {items} items, {pages} pages: {figures}; ratio {mine / plain:.2f}")


@pytest.mark.benchmark
@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the most memory a process ever had is read from /proc")
def test_memory_of_a_large_report(capsys: pytest.CaptureFixture[str]) -> None:
    run = subprocess.run([sys.executable, "-c", _MEMORY, "643"], check=True, capture_output=True, text=True)
    before, peak = map(int, run.stdout.split())
    with capsys.disabled():
        print(f"\nreport of 643 items: {peak} MB at most, of which {before} MB were there before")


@pytest.mark.benchmark
@pytest.mark.long
def test_cost_of_an_item_as_reviews_grow(capsys: pytest.CaptureFixture[str]) -> None:
    ours(*of_items(100))
    per_item = {items: min(ours(*of_items(items))[0] for _ in range(2)) / items for items in (2_000, 10_000)}
    with capsys.disabled():
        small, large = (f"{per_item[items] * 1e6:.0f} µs" for items in (2_000, 10_000))
        print(f"\nper item: {small} of 2000, {large} of 10000; ratio {per_item[10_000] / per_item[2_000]:.2f}")

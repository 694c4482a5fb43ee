"""What a report costs: beside plain ReportLab with the same content, in memory, and per item as reviews grow.

The plain document has the same headings, paragraphs, tables, links, bookmarks and figures, but no tags, attached files, fields or
metadata. Beside it stands what ReportLab needs for the bare words in paragraphs of twelve, which is less than a report.
"""

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from time import process_time

import pypdfium2
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from readiness_app.domain.review import Review
from readiness_app.exchange.record import encode_record
from tests.benchmarks.other_engines import plain_reportlab
from tests.benchmarks.same_content import Content, built, content_of
from tests.builders import a_sealing, big_review
from tests.report.conftest import mythos

LARGE = 850
"""So many items make 281 pages."""
MEMORY_GOAL = 150
_MEMORY = """
import sys
from readiness_app.exchange.record import encode_record
from tests.benchmarks.same_content import built
from tests.benchmarks.test_report_speed import review_of
review, files = review_of(int(sys.argv[1]))
record = encode_record(review)
peak = lambda: next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
before = peak()
built(review, files, record)
print(before, peak())
"""


def review_of(items: int) -> tuple[Review, dict[str, bytes]]:
    """A sealed review and its files: the real checklist where there are as many items as it has, else one made for its size."""
    return mythos() if items == 108 else (big_review(items, sealing=a_sealing()), {})


def ours(items: int) -> Callable[[], bytes]:
    """The work of making the whole base file."""
    review, files = review_of(items)
    record = encode_record(review)
    return lambda: built(review, files, record)


def seconds(work: Callable[[], bytes]) -> float:
    """How long the processor worked for one call."""
    start = process_time()
    work()
    return process_time() - start


def _bare(content: Content) -> bytes:
    words = " ".join(one.text for one in content.root.words()).split()
    style = ParagraphStyle("bare", fontName="Inter", fontSize=9.5, leading=14)
    texts = [" ".join(words[at : at + 12]).replace("&", "&amp;").replace("<", "&lt;") for at in range(0, len(words), 12)]
    out = BytesIO()
    SimpleDocTemplate(out).build([Paragraph(text, style) for text in texts])
    return out.getvalue()


@pytest.mark.benchmark
@pytest.mark.slow
@pytest.mark.parametrize("items", [36, 108, *(pytest.param(large, marks=pytest.mark.long) for large in (LARGE, 2000))])
def test_report_against_plain_reportlab(items: int, capsys: pytest.CaptureFixture[str]) -> None:
    make, content = ours(items), content_of(*review_of(items))
    works = (make, lambda: plain_reportlab(content), lambda: _bare(content))
    for work in works:
        work()
    # Turn about, so that a busy machine is unfair to all.
    rounds = [[seconds(work) for work in works] for _ in range(3)]
    mine, plain, bare = (min(times) for times in zip(*rounds, strict=True))
    with pypdfium2.PdfDocument(make()) as document, capsys.disabled():
        figures = f"{mine / plain:.2f}x plain ReportLab of the same content (target 1.4x), {mine / bare:.2f}x of its bare words"
        print(f"\nreport of {items} items, {len(document)} pages: {figures}; {mine:.2f} s beside {plain:.2f} s and {bare:.2f} s")


@pytest.mark.benchmark
@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the most memory a process ever had is read from /proc")
def test_memory_of_a_large_report(capsys: pytest.CaptureFixture[str]) -> None:
    run = subprocess.run([sys.executable, "-c", _MEMORY, str(LARGE)], check=True, capture_output=True, text=True)
    before, peak = map(int, run.stdout.split())
    with capsys.disabled():
        print(f"\nreport of {LARGE} items: {peak} MB at most (target {MEMORY_GOAL} MB), of which {before} MB were there before")


@pytest.mark.benchmark
@pytest.mark.long
def test_cost_of_an_item_as_reviews_grow(capsys: pytest.CaptureFixture[str]) -> None:
    ours(100)()
    per_item = {items: min(seconds(ours(items)) for _ in range(2)) / items for items in (2_000, 10_000)}
    with capsys.disabled():
        small, large = (f"{per_item[items] * 1e6:.0f} µs" for items in (2_000, 10_000))
        ratio = f"{per_item[10_000] / per_item[2_000]:.2f}x (target 1.2x)"
        print(f"\nper item of 10000 beside 2000: {ratio}, {large} beside {small}")

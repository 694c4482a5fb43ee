"""What a report costs beside other engines that set the same content: Typst, WeasyPrint and LibreOffice.

They are given the report's own headings, paragraphs, tables with header rows, lists, links, bookmarks, contents, figures with their
alternative texts, header and footer of each page, record and evidence, tagged and archival as far as each can. Their pages are simpler:
labels stand above what they label, columns of a table are equally wide, chips are words, and a figure is one small drawing. What they
leave out beside that:

- Typst 0.15: signature fields, scope of row headers, metadata of our own. PDF/A-3a and PDF/UA-1 in one file, as ours.
- WeasyPrint 70: signature fields, PDF/UA-1 in the same file (one variant at a time; PDF/A-3a here).
- LibreOffice 7.4, from HTML: signature fields, attached files, header, footer and page numbers; its PDF/A-3 is a 3b.

Every PDF is made in a process of its own, because Typst remembers what it has set before. What an engine imports is not counted; the
start of LibreOffice is, as nobody has it without.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import pypdfium2
import pytest

from readiness_app.assets import resource_path
from tests.benchmarks.other_engines import font_settings, typst_document, web_page
from tests.benchmarks.same_content import Content, content_of
from tests.benchmarks.test_report_speed import LARGE, review_of

_OURS = """
import sys
from time import perf_counter
from readiness_app.exchange.record import encode_record
from tests.benchmarks.same_content import built
from tests.benchmarks.test_report_speed import review_of
review, files = review_of(int(sys.argv[1]))
record = encode_record(review)
start = perf_counter()
built(review, files, record)
print(perf_counter() - start)
"""
_TYPST = """
from time import perf_counter
import sys, typst
start = perf_counter()
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], pdf_standards=["a-3a", "ua-1"])
print(perf_counter() - start)
"""
_WEASYPRINT = """
from time import perf_counter
import sys, weasyprint
start = perf_counter()
files = [weasyprint.Attachment(filename=path, relationship="Data") for path in sys.argv[3:]]
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/a-3a", attachments=files)
print(perf_counter() - start)
"""
_PDF_A_3 = 'pdf:writer_web_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"},"PDFUACompliance":{"type":"boolean","value":"true"}}'
_GOALS = {"Typst": 1.0, "WeasyPrint": 0.1, "LibreOffice": 1.0}


def _seconds(script: str, *arguments: object, settings: Mapping[str, str] | None = None) -> float:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600, env={**os.environ, **(settings or {})})
    return float(run.stdout)


def _typst(content: Content, folder: Path) -> float:
    return _seconds(_TYPST, typst_document(content, folder), folder / "report.pdf", resource_path("fonts"))


def _weasyprint(content: Content, folder: Path) -> float:
    page = web_page(content, folder)
    inside = [folder / name for name, _, _ in content.files]
    return _seconds(_WEASYPRINT, page, folder / "report.pdf", *inside, settings=font_settings(folder))


def _libreoffice(content: Content, folder: Path) -> float:
    page, settings = web_page(content, folder), font_settings(folder)
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    start = perf_counter()
    command = ["soffice", own, "--headless", "--convert-to", _PDF_A_3, "--outdir", str(folder), str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=600, env={**os.environ, **settings})
    return perf_counter() - start


def _missing(name: str) -> str:
    """How to get an engine that is not here; empty where it is."""
    if name == "LibreOffice":
        return "" if shutil.which("soffice") else "apt-get install libreoffice-writer-nogui"
    package = name.lower()
    if importlib.util.find_spec(package) is None:
        libraries = "; apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" if package == "weasyprint" else ""
        return f"pip install {package}{libraries}"
    return ""


@pytest.mark.benchmark
@pytest.mark.long
@pytest.mark.parametrize("items", [36, 108, LARGE])
@pytest.mark.parametrize("name", _GOALS)
def test_report_against_another_engine(name: str, items: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if how := _missing(name):
        pytest.skip(f"{name} is not here; get it with: {how}")
    engine = {"Typst": _typst, "WeasyPrint": _weasyprint, "LibreOffice": _libreoffice}[name]
    content = content_of(*review_of(items))
    # Turn about, so that a busy machine is unfair to both.
    rounds = [(_seconds(_OURS, items), engine(content, tmp_path)) for _ in range(2 if items > 200 else 5)]
    mine, theirs = (min(times) for times in zip(*rounds, strict=True))
    with pypdfium2.PdfDocument((tmp_path / "report.pdf").read_bytes()) as document, capsys.disabled():
        ratio = f"{mine / theirs:.2f}x {name} with the same content (target {_GOALS[name]}x)"
        print(f"\nreport of {items} items: {ratio}: {mine:.2f} s beside {theirs:.2f} s for {len(document)} pages")

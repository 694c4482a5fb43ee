"""What a report costs beside other engines that set the same words, in plain paragraphs: Typst, WeasyPrint and LibreOffice.

Every PDF is made in a process of its own, because Typst remembers what it has set before. What an engine imports is not counted; the
start of LibreOffice is, as nobody has it without.
"""

import html
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pypdfium2
import pytest

from tests.benchmarks.test_report_speed import _content, ours
from tests.report.conftest import mythos

_OURS = """
from time import perf_counter
from tests.benchmarks.test_report_speed import ours
from tests.report.conftest import mythos
review, files = mythos()
start = perf_counter()
ours(review, files)
print(perf_counter() - start)
"""
_TYPST = """
from time import perf_counter
import sys, typst
start = perf_counter()
typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=["a-3a", "ua-1"])
print(perf_counter() - start)
"""
_WEASYPRINT = """
from time import perf_counter
import sys, weasyprint
start = perf_counter()
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/a-3a")
print(perf_counter() - start)
"""
_PDF_A_3 = 'pdf:writer_web_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"},"PDFUACompliance":{"type":"boolean","value":"true"}}'


def _seconds(script: str, *arguments: Path) -> float:
    run = subprocess.run([sys.executable, "-c", script, *map(str, arguments)], check=True, capture_output=True, text=True, timeout=300)
    return float(run.stdout)


def _paragraphs(words: list[str]) -> list[str]:
    return [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]


def _web_page(words: list[str], path: Path) -> Path:
    body = "".join(f"<p>{html.escape(text)}</p>\n" for text in _paragraphs(words))
    head = '<head><meta charset="utf-8"><title>Report</title><style>body { font-size: 9.5pt }</style></head>'
    path.write_text(f'<!doctype html><html lang="en">{head}<body>{body}</body></html>', encoding="utf-8")
    return path


def _typst(words: list[str], folder: Path) -> float:
    # As strings, so that nothing in the words is markup.
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in _paragraphs(words))
    body = '#set document(title: "Report")\n#set text(size: 9.5pt)\n' + "".join(f'#par("{text}")\n' for text in quoted)
    (folder / "report.typ").write_text(body, encoding="utf-8")
    return _seconds(_TYPST, folder / "report.typ", folder / "report.pdf")


def _weasyprint(words: list[str], folder: Path) -> float:
    return _seconds(_WEASYPRINT, _web_page(words, folder / "report.html"), folder / "report.pdf")


def _libreoffice(words: list[str], folder: Path) -> float:
    page = _web_page(words, folder / "report.html")
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    start = perf_counter()
    command = ["soffice", own, "--headless", "--convert-to", _PDF_A_3, "--outdir", str(folder), str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
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
@pytest.mark.parametrize("name", ["Typst", "WeasyPrint", "LibreOffice"])
def test_report_against_another_engine(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if how := _missing(name):
        pytest.skip(f"{name} is not here; get it with: {how}")
    engine = {"Typst": _typst, "WeasyPrint": _weasyprint, "LibreOffice": _libreoffice}[name]
    pages, words = _content(ours(*mythos())[1])
    # Turn about, so that a busy machine is unfair to both.
    rounds = [(_seconds(_OURS), engine(words, tmp_path)) for _ in range(3)]
    mine, theirs = (min(times) for times in zip(*rounds, strict=True))
    with pypdfium2.PdfDocument((tmp_path / "report.pdf").read_bytes()) as document, capsys.disabled():
        figures = f"{name} with its {len(words)} words alone ({len(document)} pages) {theirs:.2f} s"
        print(f"\nreport of 108 items, {pages} pages: {mine:.2f} s; {figures}; ratio {mine / theirs:.2f}")

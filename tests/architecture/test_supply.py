"""What we depend on: pinned, licensed, in no version that is known to do harm, and built the same every time."""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest
import sqlcipher3.dbapi2 as driver

ROOT = Path(__file__).parents[2]


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / ".ci" / "sbom.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SBOM = _loaded()
LIBRARIES = [name for name in SBOM.run_time() if name != SBOM.PROGRAM]
# What a distribution's metadata does not say, read in its licence file.
READ = {"rfc8785": "Apache-2.0", "sqlcipher3": "zlib", "reportlab": "BSD-3-Clause", "pypdfium2": "BSD-3-Clause AND Apache-2.0"}


def licences() -> dict[str, str]:
    rows = (ROOT / "NOTICE").read_text(encoding="utf-8").partition("readiness.cdx.json lists their versions.")[2].splitlines()
    return {SBOM.normal(row.split()[0]): row.split(maxsplit=1)[1] for row in rows if row.strip()}


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_notice_names_each_library_with_its_licence(name: str) -> None:
    told = SBOM.licence_of(SBOM.run_time()[name]).replace("Apache 2.0", "Apache-2.0").removesuffix(" License")
    assert licences()[name].startswith(READ.get(name, told))


def test_the_notice_names_nothing_else() -> None:
    optional = {"oscrypto", "asn1crypto"} | {name for name, said in licences().items() if "in the extra `" in said}  # may not be installed
    assert set(licences()) - set(LIBRARIES) <= optional


@pytest.mark.parametrize("name", LIBRARIES)
def test_each_library_is_pinned_at_the_version_that_was_tested(name: str) -> None:
    pins = dict(re.findall(r"^([^=#\s]+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))
    assert name in {SBOM.normal(pinned) for pinned in pins}


def test_the_database_is_past_the_bug_that_damages_its_log() -> None:
    assert driver.sqlite_version_info >= (3, 51, 3)


def test_the_window_library_is_not_the_one_that_loses_references() -> None:
    assert sys.version_info >= (3, 12) or version("PySide6_Essentials") != "6.12.0"


def test_the_bill_of_materials_is_the_same_twice() -> None:
    bill = json.loads(SBOM.bill())
    assert SBOM.bill() == SBOM.bill() and "timestamp" not in bill["metadata"]
    assert {part["name"] for part in bill["components"]} == set(LIBRARIES)


@pytest.mark.slow
def test_the_wheel_is_the_same_twice(tmp_path: Path) -> None:
    sums = set()
    for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2")):
        folder = tmp_path / seed
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        (wheel,) = folder.glob("*.whl")
        sums.add(hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert len(sums) == 1

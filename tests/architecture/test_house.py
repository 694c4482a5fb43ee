"""What the house looks like from outside: the top level, the size of rooms, and what no file may hold."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "NOTICE",
    "README.md",
    "build.spec",
    "constraints.txt",
    "docs",
    "pyproject.toml",
    "readiness_app",
    "resources",
    "schemas",
    "tests",
}
HOSTS = re.compile(rb"(pypi|pythonhosted|npmjs|registry\.npm|deb\.debian|crates)\.(org|com|io)", re.IGNORECASE)


def tracked():
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in found.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_the_top_level_stays():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP


def test_no_file_names_a_registry_host():
    mine = Path(__file__)
    assert [path for path in tracked() if path != mine and HOSTS.search(path.read_bytes())] == []


def test_resources_and_schemas_hold_data_only():
    assert [path for folder in ("resources", "schemas") for path in (ROOT / folder).rglob("*.py")] == []


def test_rooms_stay_small():
    large = {path: count for path in (ROOT / "readiness_app").rglob("*.py") if (count := len(path.read_text().splitlines())) > 400}
    assert large == {}


def test_every_module_says_what_it_is():
    assert [path for path in (ROOT / "readiness_app").rglob("*.py") if not path.read_text().lstrip().startswith('"""')] == []

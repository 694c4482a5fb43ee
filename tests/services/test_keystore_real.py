"""A keystore that people have: GNOME's, on a bus of its own, for somebody who has just logged in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readiness_app.services import encryption
from readiness_app.services.workspace import Workspace
from tests.builders import NOW

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
WORDS = "first long passphrase"
FIRST = """
import sys
from pathlib import Path
from readiness_app.services import encryption, keystore
import keyring
from readiness_app.store import keys
path = Path(sys.argv[1])
assert keystore.is_there(), type(keyring.get_keyring()).__module__
keystore.remember(path, encryption.unlock(path, sys.argv[2]))
print(keyring.get_password("readiness", keys.remembered(encryption.key_file(path))[0]))
"""
SECOND = """
import sys
from pathlib import Path
from readiness_app.services import encryption, keystore
path = Path(sys.argv[1])
key = keystore.recall(path).key
assert key == encryption.unlock(path, sys.argv[2])
assert keystore.forget(path) and keystore.recall(path) == keystore.Recalled(there=True)
"""


def test_one_process_remembers_and_another_opens_it(tmp_path: Path) -> None:
    pytest.importorskip("keyring", reason="keyring is not installed (the extra keystore)")
    if missing := [name for name in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(name) is None]:
        pytest.skip(f"{', '.join(missing)} is not installed: there is no keystore to be asked")
    path = tmp_path / "work" / "work.readiness"
    Workspace.create(path).close()
    encryption.encrypt(path, WORDS, encryption.new_recovery_code(), NOW, lambda fraction, name: None)
    logged_in = "printf 'login\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    run = f'"{sys.executable}" -c "$0" "$2" "$3" && "{sys.executable}" -c "$1" "$2" "$3"'
    (tmp_path / "run").mkdir(mode=0o700)
    outer = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    own = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "PYTHONPATH": str(ROOT),
    }
    command = ["dbus-run-session", "--", "bash", "-c", f"{logged_in}; {run}", FIRST, SECOND, str(path), WORDS]
    done = subprocess.run(command, cwd=ROOT, env=outer | own, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    secret = done.stdout.strip().encode()
    assert len(secret) == 64 and not [one for one in tmp_path.rglob("*") if one.is_file() and secret in one.read_bytes()]

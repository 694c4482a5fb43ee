"""A software token for the tests: SoftHSM with certificates put on it by `pkcs11-tool`."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from .lab import Key

PIN = "271828"
PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
INSTALL = "SoftHSM and pkcs11-tool are not installed (apt-get install softhsm2 opensc)"


def module() -> Path:
    """SoftHSM's module; skips the test where it or a tool is missing."""
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed (the extra named token)")
    found = next((Path(place) for place in PLACES if Path(place).exists()), None)
    if found is None or not shutil.which("softhsm2-util") or not shutil.which("pkcs11-tool"):
        pytest.skip(INSTALL)
    return found


@contextmanager
def token(folder: Path, label: str = "Card") -> Iterator[Path]:
    """A new token in `folder`, known to this process for as long as the context lasts; gives its folder."""
    (folder / "tokens").mkdir()
    (folder / "softhsm.conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm.conf"))
        run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "314159")
        yield folder


def put(library: Path, folder: Path, certificate: x509.Certificate, key: Key | None, *, id: str, label: str, always: bool = False) -> None:
    """Puts a certificate, and its key where one is given, on the token; with `always` the key wants the PIN for each signature."""
    there = ("pkcs11-tool", "--module", str(library), "--login", "--pin", PIN, "--id", id, "--label", label)
    (folder / "x.der").write_bytes(certificate.public_bytes(serialization.Encoding.DER))
    run(*there, "--write-object", str(folder / "x.der"), "--type", "cert")
    if key is not None:
        encoding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        (folder / "k.der").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
        more = ("--always-auth",) if always else ()
        run(*there, "--write-object", str(folder / "k.der"), "--type", "privkey", "--usage-sign", *more)


def run(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout

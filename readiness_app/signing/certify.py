"""The workspace's seal: a key of its own that certifies a report before anybody signs. It says which workspace made it, never who."""

import datetime as dt
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.signing.files import read_whole, sync_folder, write_part
from readiness_app.signing.identities import LONGEST_NAME, load_certificate, open_identity, write_identity
from readiness_app.signing.levels import Level, ValidationMaterial
from readiness_app.signing.tokens import AnyIdentity
from readiness_app.signing.values import Certificate

SEAL_LABEL = "seal of the workspace"
MEANING = "This workspace made this report. Nothing but the planned signatures may be added."
YEARS = 10
# Rounds slow down guessing; a passphrase of 256 random bits is not guessed.
ROUNDS = 2_000
LONGEST_PASSPHRASE_FILE = 1_000


def create_seal(path: Path, workspace_name: str, now: dt.datetime) -> Certificate:
    """Makes a workspace's P-256 key in `path` (.p12, mode 0600), its certificate beside it as `.pem`, and returns the certificate.

    The key is encrypted with a random passphrase that is kept beside it as `.passphrase` (mode 0600). That protects against nothing but a
    copy of the single file: whoever can read the folder can seal. `workspace_name` is what the seal is called, shortened to what a
    certificate holds; valid from `now` (with time zone) for ten years. Raises Refused where one of the three files is there already,
    Unreadable where they cannot be written; then nothing is left behind.
    """
    beside = _passphrase_file(path)
    if beside.exists():
        raise Refused(f"{beside.name} is already there and was kept. No seal was made; choose another name.")
    passphrase = secrets.token_urlsafe(32)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = write_part(beside, passphrase.encode(), 0o600)
    except OSError as trouble:
        raise Unreadable(f"{beside.name} cannot be written ({trouble.strerror}). No seal was made.") from trouble
    try:
        made = write_identity(_seal_name(workspace_name), path, passphrase, now, YEARS, ROUNDS)
        part.replace(beside)
        sync_folder(path.parent)
    except OSError as trouble:
        for file in (path, path.with_suffix(".pem")):
            file.unlink(missing_ok=True)
        raise Unreadable(f"{beside.name} cannot be written ({trouble.strerror}). No seal was made.") from trouble
    finally:
        part.unlink(missing_ok=True)
    return made


def remove_seal(path: Path) -> None:
    """Takes back a seal that was made and never used; what cannot be removed stays."""
    for file in (path, path.with_suffix(".pem"), _passphrase_file(path)):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def seals_in(folder: Path) -> dict[str, Path]:
    """The seals kept in `folder`, by the SHA-256 of their certificate; what cannot be read is passed over."""
    found = {}
    for beside in sorted(folder.glob("*.pem")):
        with suppress(ReadinessError):
            found[load_certificate(beside).fingerprint] = beside.with_suffix(".p12")
    return found


def open_seal(path: Path, now: dt.datetime) -> AnyIdentity:
    """The seal in `path`, ready to certify at `now`; raises NotFound, Unreadable, Refused where it expired or its files do not match."""
    passphrase = read_whole(_passphrase_file(path), LONGEST_PASSPHRASE_FILE).decode("utf-8", "replace")
    return open_identity(path, passphrase, now)


def certify(
    data: bytes,
    *,
    field: str,
    seal: AnyIdentity,
    now: dt.datetime,
    appearance: bytes | None = None,
    timestamp_url: str | None = None,
    level: Level = Level.B_B,
    material: ValidationMaterial | None = None,
    name: str = "This report",
) -> bytes:
    """The document certified in its field `field`: from then on only planned signatures and validation data may be added (DocMDP, P 2).

    It has to be the first signature. Arguments and errors as for `sign.sign_field`; Refused also where anybody has signed already.
    """
    # See `sign.sign_field`: loaded on first use.
    from readiness_app.signing import pades

    order = pades.Order(field=field, identity=seal, role_label=SEAL_LABEL, meaning=MEANING, now=now, appearance=appearance, certify=True)
    return pades.signed(data, order, pades.Proof(level=level, timestamp_url=timestamp_url, material=material), name)


def _passphrase_file(path: Path) -> Path:
    return path.with_suffix(".passphrase")


def _seal_name(workspace_name: str) -> str:
    # A workspace is called what its file is called, and file names hold anything.
    visible = "".join(char if unicodedata.category(char)[0] != "C" else "_" for char in unicodedata.normalize("NFC", workspace_name))
    return f"Workspace {visible.strip() or 'without name'}"[:LONGEST_NAME].strip()

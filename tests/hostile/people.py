"""What a person knows and has in the sessions that are searched for secrets: words to type, files, a key, a token."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from reportlab.pdfgen.canvas import Canvas

from readiness_app.services import encryption
from tests.hostile.secret_search import Places
from tests.signing import softhsm
from tests.signing.lab import laboratory

KEYS = {
    "passphrase": "Vq7 heron kettle 93 umbra",
    "next passphrase": "Bt5 walrus ladle 17 ochre",
    "wrong passphrase": "Kd2 ibis spoon 58 sepia",
    "passphrase of an identity": "Mw9 otter sieve 64 azure",
    "PIN": "Ln3-stoat-mug-21",
}
TEXTS = {
    "vendor": "Quagga Works Xe1",
    "model": "Numbat Prime Yf8",
    "publisher": "Zeugma Press Tu6",
    "text in a PDF": "Rz4 the kiln keeps nine grey herons",
    "text in a file": "Hj6 the dam holds forty green newts",
    "pasted text": "Pc8 the barn hides seven white owls",
    "note": "Gs1 ask the miller about the sluice",
    "claim": "Fd7 the lock opens at low tide",
    "reply": "Wy2 we drain the pond in winter",
    "rationale": "Ae5 too much water is unmeasured",
    "reason": "Od3 the weir was rebuilt in autumn",
}
ID_OF_THE_REVIEW = "numbat-prime-yf8"


def give_files(places: Places) -> None:
    """A PDF whose words stand in it as they are, and a text."""
    made = BytesIO()
    canvas = Canvas(made, pageCompression=0)
    canvas.drawString(60, 760, TEXTS["text in a PDF"])
    canvas.save()
    (places.given / "plan.pdf").write_bytes(made.getvalue())
    (places.given / "plan.txt").write_text(f"Before. {TEXTS['text in a file']}. After.\n")


def searched(words: Mapping[str, str], workspace: Path, passphrase: str, identity: Path) -> dict[str, bytes]:
    """All that is looked for: the words, the id of the review, the key of the workspace and the private key of an identity."""
    found = {name: text.encode() for name, text in words.items()}
    opened = pkcs12.load_key_and_certificates(identity.read_bytes(), KEYS["passphrase of an identity"].encode())[0]
    assert isinstance(opened, ec.EllipticCurvePrivateKey)
    private = opened.private_numbers().private_value.to_bytes(32, "big")
    key = encryption.unlock(workspace, passphrase).key
    return found | {"id of the review": ID_OF_THE_REVIEW.encode(), "key of the workspace": key, "private key": private}


@contextmanager
def token(places: Places) -> Iterator[Path | None]:
    """The module of a token of Tomas Berg that opens by KEYS["PIN"]; None where this machine has no such module or no openssl."""
    folder = places.folder / "token"
    folder.mkdir()
    with ExitStack() as held:
        patch = held.enter_context(pytest.MonkeyPatch.context())
        try:
            library = softhsm.module()
        except pytest.skip.Exception:
            yield None
            return
        if shutil.which("openssl") is None:
            yield None
            return
        patch.setattr(softhsm, "PIN", KEYS["PIN"])
        lab = held.enter_context(laboratory(folder))
        held.enter_context(softhsm.token(folder))
        key = ec.generate_private_key(ec.SECP256R1())
        softhsm.put(library, folder, lab.issue("Tomas Berg", key), key, id="01", label="Signature")
        yield library


def now() -> datetime:
    return datetime.now(UTC)

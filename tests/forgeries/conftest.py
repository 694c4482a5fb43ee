"""One good report for all forgeries, and the people who signed it."""

from pathlib import Path

import pytest

from readiness_app.signing.identities import create_identity, open_identity
from tests.builders import NOW
from tests.forgeries.making import FIRST, SECOND, Case, made_seal

PASSPHRASE = "correct horse"
NAMES = {FIRST: "Joan Clarke", SECOND: "Grace Hopper"}


def _made(folder: Path) -> dict:
    made = {}
    for role, name in NAMES.items():
        path = folder / f"{role.value}.p12"
        create_identity(name, path, PASSPHRASE, NOW)
        made[role] = open_identity(path, PASSPHRASE, NOW)
    return made


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Joan and Grace, and two strangers who call themselves the same."""
    seal = made_seal(tmp_path_factory.mktemp("profile"))
    return Case(_made(tmp_path_factory.mktemp("people")), _made(tmp_path_factory.mktemp("strangers")), seal)

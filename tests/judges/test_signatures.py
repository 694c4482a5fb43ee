"""Signatures of ours, checked by three programs that know nothing of us."""

import re
from pathlib import Path

import pytest

from readiness_app.domain.vocabulary import Role
from tests.judges.outside import need, said

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
ROLES = (Role.SECURITY, Role.BUSINESS_OWNER)


@pytest.fixture
def twice(reports: dict[str, bytes], tmp_path: Path) -> Path:
    (tmp_path / "twice.pdf").write_bytes(reports["twice"])
    return tmp_path / "twice.pdf"


def cut_out(pdf: bytes, number: int) -> tuple[bytes, bytes]:
    """What the signature covers, and the signature itself without the zeros that fill its room."""
    start, length, after, rest = map(int, list(_RANGE.finditer(pdf))[number].groups())
    hexadecimal = pdf[start + length + 1 : after - 1]
    der = bytes.fromhex(hexadecimal.decode())
    size = int.from_bytes(der[2 : 2 + (der[1] & 0x7F)]) + 2 + (der[1] & 0x7F)
    return pdf[start : start + length] + pdf[after : after + rest], der[:size]


@pytest.mark.parametrize(("number", "role"), [(0, "seal"), *enumerate(ROLES, 1)])
def test_openssl_verifies_each_signature(twice: Path, certificates: Path, number: int, role: str) -> None:
    need("openssl")
    content, signature = cut_out(twice.read_bytes(), number)
    (twice.parent / "s.bin").write_bytes(content)
    (twice.parent / "s.cms").write_bytes(signature)
    files = ("-in", twice.parent / "s.cms", "-content", twice.parent / "s.bin", "-CAfile", certificates / f"{role}.pem")
    assert "successful" in said("openssl", "cms", "-verify", "-binary", "-inform", "DER", *files, "-purpose", "any", "-out", "/dev/null")


def test_openssl_refuses_changed_bytes(twice: Path, certificates: Path) -> None:
    need("openssl")
    content, signature = cut_out(twice.read_bytes(), 2)
    (twice.parent / "s.bin").write_bytes(content.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    (twice.parent / "s.cms").write_bytes(signature)
    files = ("-in", twice.parent / "s.cms", "-content", twice.parent / "s.bin", "-CAfile", certificates / "business_owner.pem")
    assert "successful" not in said(
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", *files, "-purpose", "any", "-out", "/dev/null"
    )


def test_pdfsig_finds_all_valid_and_trusts_the_issued_one(twice: Path, certificates: Path) -> None:
    need("pdfsig", "certutil")
    store = f"sql:{twice.parent}"
    said("certutil", "-N", "-d", store, "--empty-password")
    said("certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", certificates / "business_owner.pem")
    words = said("pdfsig", "-nssdir", store, twice)
    assert words.count("Signature is Valid.") == 3
    assert words.count("Certificate is Trusted.") == 1  # it never trusts a certificate that vouches for itself
    assert words.count("Total document signed") == 1


def test_mutool_finds_all_valid(twice: Path) -> None:
    need("mutool")
    words = said("mutool", "sign", "-v", twice)
    assert words.count("The signature is valid but there have been edits since signing.") == 2
    assert words.count("The document is unchanged since signing.") == 1


def test_mutool_and_pdfsig_notice_a_changed_byte(twice: Path) -> None:
    need("mutool", "pdfsig")
    twice.write_bytes(twice.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    assert said("mutool", "sign", "-v", twice).count("Signature invalidated by change to document.") == 3
    assert said("pdfsig", twice).count("Digest Mismatch") == 3

"""How a PKCS#12 file is protected, told from its outside before any passphrase is tried."""

import hashlib
import hmac
import os
from collections.abc import Iterator

from asn1crypto import algos, pkcs12

from readiness_app.domain.errors import Refused, Unreadable

MOST_ROUNDS = 5_000_000  # eight times what we write; four times more kept a machine busy for half a minute
WEAK_DIGESTS = {"sha1": ("SHA-1",), "md5": ("MD5",), "md2": ("MD2",)}


def refuse_weak_envelope(data: bytes, name: str, *, algorithms: bool = True) -> None:
    """Raises Unreadable for bytes that are no PKCS#12 file, Refused for RC2, RC4, 3DES, DES, SHA-1 or MD5 protection.

    With `algorithms` False only the number of rounds is checked: a file made to keep the computer busy is refused in any case.
    """
    try:
        pfx = pkcs12.Pfx.load(data, strict=True)
        ciphers = tuple(_ciphers(pfx))
        digest, rounds = _seal(pfx)
        weak = sorted({word for word in (_weakness(cipher) for cipher in ciphers) if word})
        rounds = max([rounds, *(_rounds(cipher) for cipher in ciphers)])
    except (ValueError, TypeError, KeyError, AttributeError) as trouble:
        raise Unreadable(f"{name} cannot be read as an identity (PKCS#12). Nothing was signed; choose a .p12 or .pfx file.") from trouble
    if rounds > MOST_ROUNDS:
        raise Refused(f"{name} asks for {rounds} rounds to open, more than any honest file. Nothing was signed.")
    reasons = [*weak, *WEAK_DIGESTS.get(digest, ())]
    if algorithms and reasons:
        outdated = ", ".join(reasons)
        raise Refused(f"{name} is protected with outdated {outdated}. Nothing was signed; export it again with AES-256 and SHA-256.")


def sealed_again(data: bytes, passphrase: str, rounds: int) -> bytes:
    """The same PKCS#12 file with its seal derived from the passphrase in `rounds` rounds.

    The library seals with 2,048 rounds whatever the key is encrypted with, and whoever guesses passphrases would guess against the seal.
    """
    pfx = pkcs12.Pfx.load(data)
    salt = os.urandom(16)
    key = _seal_key(passphrase, salt, rounds)
    value = hmac.new(key, pfx["auth_safe"]["content"].native, hashlib.sha256).digest()
    pfx["mac_data"] = {"mac": {"digest_algorithm": {"algorithm": "sha256"}, "digest": value}, "mac_salt": salt, "iterations": rounds}
    return bytes(pfx.dump())


def _seal_key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    """Key derivation of RFC 7292, appendix B, for SHA-256 and one block: purpose 3 is the seal."""
    block = 64

    def filled(text: bytes) -> bytes:
        length = block * -(-len(text) // block)
        return (text * (length // len(text) + 1))[:length]

    key = b"\x03" * block + filled(salt) + filled((passphrase + "\0").encode("utf-16-be"))
    for _ in range(rounds):
        key = hashlib.sha256(key).digest()
    return key


def _seal(pfx: pkcs12.Pfx) -> tuple[str, int]:
    seal = pfx["mac_data"]
    if not seal.native:
        return "", 0
    return str(seal["mac"]["digest_algorithm"]["algorithm"].native), int(seal["iterations"].native)


def _ciphers(pfx: pkcs12.Pfx) -> Iterator[algos.EncryptionAlgorithm]:
    """Every encryption that can be seen without the passphrase: of the sealed parts, and of keys in open parts."""
    for part in pfx.authenticated_safe:
        if part["content_type"].native == "encrypted_data":
            yield part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
        elif part["content_type"].native == "data":
            for bag in pkcs12.SafeContents.load(part["content"].native):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield bag["bag_value"]["encryption_algorithm"]


def _weakness(cipher: algos.EncryptionAlgorithm) -> str:
    kind = str(cipher["algorithm"].native)
    if kind == "pbes2":
        kind = str(cipher.encryption_cipher)
    for mark, word in (("rc2", "RC2"), ("rc4", "RC4"), ("tripledes", "3DES"), ("des", "DES")):
        if mark in kind:
            return word
    return "" if kind == "aes" else kind


def _rounds(cipher: algos.EncryptionAlgorithm) -> int:
    if cipher["algorithm"].native == "pbes2":
        derivation = cipher["parameters"]["key_derivation_func"]
        return int(derivation["parameters"]["iteration_count"].native) if derivation["algorithm"].native == "pbkdf2" else 0
    return int(cipher["parameters"]["iterations"].native)

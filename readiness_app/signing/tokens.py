"""PKCS#11 tokens: smart cards, USB keys and security modules, which sign without giving their key away.

A token may keep its caller waiting for minutes (a person types a PIN at a reader), so everything here belongs into a worker thread. One
thread at a time talks to tokens; an opened identity is used and closed by the thread that opened it.
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Self

from asn1crypto import algos, core
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from readiness_app.domain.errors import NotFound, ReadinessError, Refused, Unreadable
from readiness_app.signing.identities import Identity, described
from readiness_app.signing.values import Certificate

BUSY_SECONDS = 5
UNSIGNED = "Nothing was signed"
GONE = f"The token was taken out or does not answer. {UNSIGNED}; put it in and try again."
LOCKED = f"The PIN of this token is locked after too many wrong tries. {UNSIGNED}; whoever issued the token can unlock it."

# A module may be told that one thread uses it, and then need not protect itself; all tokens of a module share one state of being logged in.
_talking = threading.RLock()
_open: Counter[str] = Counter()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSlot:
    """One token that is in. `slot` is the number its module knows the place by; `pin_pad`: the PIN is typed at the reader.

    `last_try`: one more wrong PIN locks it. `locked`: no PIN is accepted any more.
    """

    slot: int
    label: str
    serial: str
    pin_pad: bool
    reader: str = ""
    model: str = ""
    needs_pin: bool = True
    last_try: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCertificate:
    """One certificate on a token. `id` in hexadecimal digits tells it from the others; labels may repeat."""

    id: str
    label: str
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIdentity:
    """A certificate whose key stays on its token; to be used as a context, which ends the session and logs out."""

    certificate: Certificate
    chain: tuple[Certificate, ...] = ()
    key: Any = field(repr=False, compare=False)
    mechanisms: frozenset[Any] = field(repr=False, compare=False)
    pin: str | None = field(repr=False, compare=False)
    session: ExitStack = field(repr=False, compare=False)

    def __enter__(self) -> Self:
        """Itself, already open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the session, whatever happened."""
        self.close()

    def close(self) -> None:
        """Logs out and ends the session; may be called twice."""
        self.session.close()

    def sign(self, data: bytes) -> bytes:
        """The token's signature over `data` with SHA-256, as it stands in a CMS: PKCS#1 v1.5 or ECDSA. Raises Refused, Unreadable."""
        with _plain_words(_package()):
            made = self._rsa(data) if self.certificate.key.startswith("RSA") else self._ecdsa(data)
        if not _fits(x509.load_pem_x509_certificate(self.certificate.pem.encode()), made, data):
            raise Refused(f"The token signed with another key than the one in the certificate. {UNSIGNED}; choose another certificate.")
        return made

    def _rsa(self, data: bytes) -> bytes:
        mechanism = _package().Mechanism
        if mechanism.SHA256_RSA_PKCS in self.mechanisms:
            return bytes(self.key.sign(data, mechanism=mechanism.SHA256_RSA_PKCS, pin=self.pin))
        digest = {"digest_algorithm": {"algorithm": "sha256", "parameters": core.Null()}, "digest": hashlib.sha256(data).digest()}
        return bytes(self.key.sign(algos.DigestInfo(digest).dump(), mechanism=mechanism.RSA_PKCS, pin=self.pin))

    def _ecdsa(self, data: bytes) -> bytes:
        # Every token with such a key signs a finished digest; few can make the digest themselves.
        raw = bytes(self.key.sign(hashlib.sha256(data).digest(), mechanism=_package().Mechanism.ECDSA, pin=self.pin))
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


AnyIdentity = Identity | TokenIdentity


def tokens(library: Path) -> tuple[TokenSlot, ...]:
    """The tokens that are in now, as the PKCS#11 module `library` lists them; raises NotFound, Unreadable, Refused."""
    with _conversation(library) as module:
        found = [slot.get_token() for slot in module.get_slots(token_present=True)]
        return tuple(_token_slot(token) for token in found if _flag(token, "TOKEN_INITIALIZED"))


def certificates_on(library: Path, slot: int, pin: str | None = None) -> tuple[TokenCertificate, ...]:
    """The certificates of persons on the token in `slot`, those of authorities left out.

    Most tokens show them without a PIN; with one it logs in first. Raises NotFound, Unreadable, Refused.
    """
    with _conversation(library) as module, _session(_token(module, slot), pin, log_in=pin is not None) as session:
        return tuple(_listed(one, found) for one, found in _certificates(session) if not _is_authority(found))


def open_token(library: Path, slot: int, certificate_id: str, pin: str | None) -> TokenIdentity:
    """Opens the identity with this id (hexadecimal) on the token in `slot`, ready to sign; close it, or use it as a context.

    With `pin` None the PIN is typed at the reader, where it has a pin pad. The PIN is tried once. Raises Refused for a wrong PIN or a
    certificate without a key, NotFound where module, token or certificate are missing, Unreadable where one of them fails.
    """
    wanted = _bytes_of(certificate_id)
    with ExitStack() as opening:
        module = opening.enter_context(_conversation(library))
        token = _token(module, slot)
        session = opening.enter_context(_session(token, pin, log_in=True))
        with _plain_words(_package()):
            own, others = _chosen(session, wanted, token.label)
            key = _key(session, wanted, token.label)
            always = _asks_every_time(key)
            mechanisms = frozenset(token.slot.get_mechanisms())
        return TokenIdentity(
            certificate=described(own),
            chain=tuple(described(one) for one in _issuers(own, others)),
            key=key,
            mechanisms=mechanisms,
            pin=pin if always else None,
            session=opening.pop_all(),
        )


def _package() -> ModuleType:
    try:
        import pkcs11
    except ImportError:
        raise Refused(
            f"This installation cannot use tokens. {UNSIGNED}; install Readiness with its extra named token, or sign with an identity file."
        ) from None
    return pkcs11


@contextmanager
def _conversation(library: Path) -> Iterator[Any]:
    """The module, started for this conversation and stopped after the last one, so that the next one sees what was plugged in since."""
    package, path = _package(), str(library.resolve())
    if not library.is_file():
        raise NotFound(f"There is no PKCS#11 module {library}. {UNSIGNED}; its maker's manual says where it is installed.")
    if not _talking.acquire(timeout=BUSY_SECONDS):
        raise Refused(f"A token is busy with an earlier request. {UNSIGNED}; finish or cancel that one at the reader, then try again.")
    try:
        try:
            module = package.lib(path)
        except package.PKCS11Error as trouble:
            raise Unreadable(f"{library.name} is no PKCS#11 module that works here. {UNSIGNED}; choose another one.") from trouble
        _open[path] += 1
        try:
            with _plain_words(package):
                yield module
        finally:
            _open[path] -= 1
            if not _open[path]:
                with suppress(package.PKCS11Error):
                    module.finalize()
    finally:
        _talking.release()


@contextmanager
def _plain_words(package: ModuleType) -> Iterator[None]:
    """Turns whatever a module answers into one sentence."""
    try:
        yield
    except package.PKCS11Error as trouble:
        raise _sentence(type(trouble).__name__) from trouble


def _sentence(kind: str) -> ReadinessError:
    if kind in {"FunctionCancelled", "FunctionRejected"}:
        return Refused(f"It was cancelled at the reader. {UNSIGNED}.")
    if kind == "PinLocked":
        return Refused(LOCKED)
    if kind == "PinExpired":
        return Refused(f"The PIN of this token has to be changed first. {UNSIGNED}; change it with the token's own program.")
    if kind in {"PinIncorrect", "PinInvalid", "PinLenRange"}:
        return Refused(f"The PIN is wrong. {UNSIGNED}; too many wrong tries lock the token.")
    if kind in {"UserNotLoggedIn", "UserPinNotInitialized"}:
        return Refused(f"The token wants its PIN for this. {UNSIGNED}; give the PIN.")
    if kind in {"UserAlreadyLoggedIn", "AnotherUserAlreadyLoggedIn", "UserTooManyTypes"}:
        return Refused(f"The token is in use by another signature. {UNSIGNED}; wait until that one is done.")
    if kind in {"TokenNotPresent", "TokenNotRecognised", "DeviceRemoved", "SlotIDInvalid", "SessionHandleInvalid", "SessionClosed"}:
        return Unreadable(GONE)
    return Unreadable(f"The token failed ({kind}). {UNSIGNED}; take it out, put it in and try again.")


def _flag(token: Any, name: str) -> bool:
    return bool(token.flags & getattr(_package().TokenFlag, name))


def _token_slot(token: Any) -> TokenSlot:
    return TokenSlot(
        slot=int(token.slot.slot_id),
        label=token.label,
        serial=token.serial.rstrip(b"\0 ").decode("utf-8", "replace"),
        pin_pad=_flag(token, "PROTECTED_AUTHENTICATION_PATH"),
        reader=token.slot.slot_description,
        model=token.model,
        needs_pin=_flag(token, "LOGIN_REQUIRED"),
        last_try=_flag(token, "USER_PIN_FINAL_TRY"),
        locked=_flag(token, "USER_PIN_LOCKED"),
    )


def _token(module: Any, slot: int) -> Any:
    place = next((one for one in module.get_slots(token_present=True) if int(one.slot_id) == slot), None)
    if place is None:
        raise NotFound(f"There is no token in slot {slot}. {UNSIGNED}; put the token in, or choose another slot.")
    return place.get_token()


@contextmanager
def _session(token: Any, pin: str | None, *, log_in: bool) -> Iterator[Any]:
    session = _logged_in(token, pin) if log_in else token.open()
    try:
        yield session
    finally:
        # A token that was taken out has ended the session by itself.
        with suppress(_package().PKCS11Error):
            session.close()


def _logged_in(token: Any, pin: str | None) -> Any:
    package = _package()
    if _flag(token, "USER_PIN_LOCKED"):
        raise Refused(LOCKED)
    if pin is None and not _flag(token, "LOGIN_REQUIRED"):
        return token.open()
    if pin is None and not _flag(token, "PROTECTED_AUTHENTICATION_PATH"):
        raise Refused(f"The token {token.label} needs its PIN. {UNSIGNED}; give the PIN.")
    try:
        return token.open(user_pin=package.PROTECTED_AUTH if pin is None else pin)
    except (package.PinIncorrect, package.PinInvalid, package.PinLenRange) as trouble:
        raise Refused(_wrong_pin(token)) from trouble


def _wrong_pin(token: Any) -> str:
    # The standard lets a token say only this much; the number of tries is its own secret.
    now = token.slot.get_token()
    if _flag(now, "USER_PIN_LOCKED"):
        return LOCKED
    left = "One try is left before it locks" if _flag(now, "USER_PIN_FINAL_TRY") else "Too many wrong tries lock it"
    return f"The PIN of the token {token.label} is wrong. {UNSIGNED}. {left}; make sure of the PIN before you try again."


def _certificates(session: Any) -> list[tuple[Any, x509.Certificate]]:
    package = _package()
    found = []
    for one in session.get_objects({package.Attribute.CLASS: package.ObjectClass.CERTIFICATE}):
        try:
            found.append((one, x509.load_der_x509_certificate(bytes(one[package.Attribute.VALUE]))))
        except (ValueError, package.AttributeTypeInvalid, package.AttributeSensitive):
            continue  # a certificate of another kind than X.509, or one that is kept elsewhere: it can sign no report
    return found


def _read(one: Any, name: str, otherwise: Any) -> Any:
    package = _package()
    try:
        return one[getattr(package.Attribute, name)]
    except (package.AttributeTypeInvalid, package.AttributeSensitive):
        return otherwise


def _id_of(one: Any) -> bytes:
    return bytes(_read(one, "ID", b"") or b"")


def _listed(one: Any, found: x509.Certificate) -> TokenCertificate:
    return TokenCertificate(id=_id_of(one).hex(), label=str(_read(one, "LABEL", "") or ""), certificate=described(found))


def _bytes_of(certificate_id: str) -> bytes:
    try:
        return bytes.fromhex(certificate_id.replace(":", ""))
    except ValueError:
        raise Refused(f"{certificate_id} is no certificate id; it is written in hexadecimal digits, like 01a2. {UNSIGNED}.") from None


def _chosen(session: Any, wanted: bytes, label: str) -> tuple[x509.Certificate, list[x509.Certificate]]:
    every = _certificates(session)
    own = list(dict.fromkeys(found for one, found in every if _id_of(one) == wanted and not _is_authority(found)))
    if not own:
        raise NotFound(f"The token {label} holds no certificate with the id {wanted.hex()}. {UNSIGNED}; choose one that it lists.")
    if len(own) > 1:
        raise Refused(f"The token {label} holds {len(own)} certificates with the id {wanted.hex()}. {UNSIGNED}; have the old ones removed.")
    if not isinstance(own[0].public_key(), rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise Refused(f"The certificate {wanted.hex()} has a kind of key that is not used here. {UNSIGNED}; choose one with RSA or EC.")
    return own[0], [found for _, found in every if found != own[0]]


def _key(session: Any, wanted: bytes, label: str) -> Any:
    package = _package()
    query = {package.Attribute.CLASS: package.ObjectClass.PRIVATE_KEY, package.Attribute.ID: wanted}
    found = list(session.get_objects(query))
    if len(found) != 1:
        raise Refused(
            f"The token {label} has {len(found) or 'no'} private keys with the id {wanted.hex()}. {UNSIGNED}; choose another one."
        )
    return found[0]


def _asks_every_time(key: Any) -> bool:
    """True for a key that wants the PIN anew for each signature, as qualified ones do."""
    return bool(_read(key, "ALWAYS_AUTHENTICATE", False))


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _issuers(own: x509.Certificate, others: list[x509.Certificate]) -> Iterator[x509.Certificate]:
    seen, last = {own}, own
    while issuer := next((one for one in others if one not in seen and _issued(one, last)), None):
        yield issuer
        seen.add(issuer)
        last = issuer


def _issued(issuer: x509.Certificate, holder: x509.Certificate) -> bool:
    try:
        holder.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _fits(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            return True
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
            return True
    except InvalidSignature:
        pass
    return False

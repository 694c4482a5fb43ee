"""Time stamps from a real RFC 3161 authority on this machine."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.vocabulary import Role
from readiness_app.signing.identities import Identity
from readiness_app.signing.inspection import BAD_STAMP
from readiness_app.signing.read import read_signatures

from .conftest import Issuer, issued, sign
from .lab import STAMP, set_up_stamps
from .lab import stamped as openssl_stamped
from .loopback import Reply, served

# The authority stamps with the real clock, whatever day it is where the tests run.
LONG_AGO, FAR_AWAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


@contextmanager
def authority(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """An authority that answers every request with what `answer` makes of it."""
    with served(lambda _, query: Reply(STAMP, answer(query))) as url:
        yield f"{url}/tsa"


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Answers requests through `openssl ts`."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    folder = tmp_path_factory.mktemp("tsa")
    giver = issued("Review Lab Time", rsa.generate_private_key(65537, 2048), stamps=True, since=LONG_AGO, until=FAR_AWAY)
    assert isinstance(giver.key, rsa.RSAPrivateKey)
    set_up_stamps(folder, giver.certificate, giver.key)
    return lambda query: openssl_stamped(folder, query)


@pytest.fixture
def chen(root: Issuer, identity_of: Callable[..., Identity]) -> Identity:
    return identity_of(issued("Chen Wei", ec.generate_private_key(ec.SECP256R1()), root, since=LONG_AGO, until=FAR_AWAY))


@pytest.fixture
def stamped(report: bytes, chen: Identity, stamps: Callable[[bytes], bytes]) -> bytes:
    with authority(stamps) as url:
        return sign(report, Role.SECURITY, chen, timestamp_url=url)


def test_a_stamped_signature_tells_time_and_giver(stamped: bytes) -> None:
    found = read_signatures(stamped).signatures[0]
    assert found.ok and found.timestamp is not None and found.time == found.timestamp
    assert abs(found.timestamp - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=2)
    assert found.timestamp_authority is not None and found.timestamp_authority.name == "Review Lab Time"


def test_a_stamped_report_takes_another_signature(stamped: bytes, bjorn: Identity) -> None:
    assert all(one.ok for one in read_signatures(sign(stamped, Role.BUSINESS_OWNER, bjorn)).signatures)


def test_the_authority_is_asked_once(report: bytes, chen: Identity, stamps: Callable[[bytes], bytes]) -> None:
    asked: list[bytes] = []
    with authority(lambda query: asked.append(query) or stamps(query)) as url:
        sign(report, Role.SECURITY, chen, timestamp_url=url)
    assert len(asked) == 1


def test_a_stamp_for_something_else_is_refused(report: bytes, chen: Identity, stamps: Callable[[bytes], bytes]) -> None:
    def other(query: bytes) -> bytes:
        request = tsp.TimeStampReq.load(query)
        request["message_imprint"]["hashed_message"] = bytes(32)
        return stamps(request.dump(force=True))

    with authority(other) as url, pytest.raises(Unreadable, match="gave no usable time stamp"):
        sign(report, Role.SECURITY, chen, timestamp_url=url)


@pytest.mark.parametrize(
    "flaw", [{"stamps": False}, {"purpose": ExtendedKeyUsageOID.CODE_SIGNING}, {"until": LONG_AGO + dt.timedelta(days=1)}]
)
def test_only_a_current_authority_for_time_is_believed(report: bytes, chen: Identity, flaw: dict) -> None:
    settings = {"stamps": True, "since": LONG_AGO, "until": FAR_AWAY, **flaw}
    giver = issued("Somebody", rsa.generate_private_key(65537, 2048), **settings)
    key = giver.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificate = asn1_x509.Certificate.load(giver.certificate.public_bytes(serialization.Encoding.DER))
    stamper = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(key))

    def answer(query: bytes) -> bytes:
        return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(query)).dump())

    with authority(answer) as url, pytest.raises(Unreadable, match="gave no usable time stamp"):
        sign(report, Role.SECURITY, chen, timestamp_url=url)


def test_a_damaged_stamp_is_told_and_not_believed(stamped: bytes) -> None:
    name = b"Review Lab Time".hex().encode()
    upper = stamped.replace(name, b"52" * 15).replace(name.upper(), b"52" * 15)
    found = read_signatures(upper).signatures[0]
    assert (found.intact, found.timestamp, found.problem) == (True, None, BAD_STAMP) and not found.ok


@pytest.mark.parametrize("reply", [b"", b"hello", b"\x30\x05\x30\x03\x02\x01\x02"])
def test_a_bad_answer_is_one_sentence(report: bytes, chen: Identity, reply: bytes) -> None:
    with (
        authority(lambda _: reply) as url,
        pytest.raises(Unreadable, match=r"^The time stamp authority 127\.0\.0\.1 gave no usable time stamp"),
    ):
        sign(report, Role.SECURITY, chen, timestamp_url=url)


def test_an_authority_out_of_reach_is_one_sentence(report: bytes, ada: Identity) -> None:
    with pytest.raises(Unreadable, match="Nothing was signed"):
        sign(report, Role.SECURITY, ada, timestamp_url="http://user:secret@127.0.0.1:9/tsa")


@pytest.mark.parametrize("url", ["ftp://x/", "file:///etc/passwd", "x", "", "http://", "http://[::1"])
def test_only_web_addresses_are_asked(report: bytes, ada: Identity, url: str) -> None:
    with pytest.raises(Refused, match="http:// or https://"):
        sign(report, Role.SECURITY, ada, timestamp_url=url)

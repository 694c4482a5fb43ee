"""Time stamps from a real RFC 3161 authority on this machine."""

import datetime as dt
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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

# The authority stamps with the real clock, whatever day it is where the tests run.
LONG_AGO, FAR_AWAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
SETTINGS = """
[tsa]
default_tsa = t
[t]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


@contextmanager
def served(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Answers requests through `openssl ts`."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    folder = tmp_path_factory.mktemp("tsa")
    giver = issued("Review Lab Time", rsa.generate_private_key(65537, 2048), stamps=True, since=LONG_AGO, until=FAR_AWAY)
    (folder / "tsa.pem").write_bytes(giver.pem)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "tsa.key").write_bytes(giver.key.private_bytes(encoding, form, serialization.NoEncryption()))
    (folder / "tsa.cnf").write_text(SETTINGS.format(folder=folder))
    (folder / "serial").write_text("01\n")

    def answer(query: bytes) -> bytes:
        (folder / "q.tsq").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return (folder / "r.tsr").read_bytes()

    return answer


@pytest.fixture
def chen(root: Issuer, identity_of: Callable[..., Identity]) -> Identity:
    return identity_of(issued("Chen Wei", ec.generate_private_key(ec.SECP256R1()), root, since=LONG_AGO, until=FAR_AWAY))


@pytest.fixture
def stamped(report: bytes, chen: Identity, stamps: Callable[[bytes], bytes]) -> bytes:
    with served(stamps) as url:
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
    with served(lambda query: asked.append(query) or stamps(query)) as url:
        sign(report, Role.SECURITY, chen, timestamp_url=url)
    assert len(asked) == 1


def test_a_stamp_for_something_else_is_refused(report: bytes, chen: Identity, stamps: Callable[[bytes], bytes]) -> None:
    def other(query: bytes) -> bytes:
        request = tsp.TimeStampReq.load(query)
        request["message_imprint"]["hashed_message"] = bytes(32)
        return stamps(request.dump(force=True))

    with served(other) as url, pytest.raises(Unreadable, match="gave no usable time stamp"):
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

    with served(answer) as url, pytest.raises(Unreadable, match="gave no usable time stamp"):
        sign(report, Role.SECURITY, chen, timestamp_url=url)


def test_a_damaged_stamp_is_told_and_not_believed(stamped: bytes) -> None:
    name = b"Review Lab Time".hex().encode()
    upper = stamped.replace(name, b"52" * 15).replace(name.upper(), b"52" * 15)
    found = read_signatures(upper).signatures[0]
    assert (found.intact, found.timestamp, found.problem) == (True, None, BAD_STAMP) and not found.ok


@pytest.mark.parametrize("reply", [b"", b"hello", b"\x30\x05\x30\x03\x02\x01\x02"])
def test_a_bad_answer_is_one_sentence(report: bytes, chen: Identity, reply: bytes) -> None:
    with (
        served(lambda _: reply) as url,
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

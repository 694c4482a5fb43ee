"""The store of validation data in a report (certificates, revocation lists, answers): what may stand there, and what is only called so."""

from collections.abc import Callable, Iterator

from asn1crypto import crl, ocsp, x509

from readiness_app.signing.syntax import Malformed, Name, Ref, Stream, Value

_KINDS = {"Certs": x509.Certificate, "CRLs": crl.CertificateList, "OCSPs": ocsp.OCSPResponse}
_OF_ONE = {"Cert": "Certs", "CRL": "CRLs", "OCSP": "OCSPs"}
_DIGEST = frozenset("0123456789ABCDEFabcdef")
Get = Callable[[int], Value]


class NotValidationData(Exception):
    """Something stands in the store that is no validation data; `number` is its object, 0 where it has none."""

    def __init__(self, words: str, number: int = 0) -> None:
        super().__init__(words)
        self.number = number


def members(store: Value, get: Get) -> set[int]:
    """The numbers of all objects in a store, each parsed; `get` gives an object by number. Raises NotValidationData."""
    if not isinstance(store, dict) or store.keys() - {"Type", "VRI", *_KINDS} or store.get("Type", Name("DSS")) != Name("DSS"):
        raise NotValidationData("the store says more than it should")
    found = _of_signatures(store.get("VRI"), get)
    for key, kind in _KINDS.items():
        found |= _parsed(store.get(key), kind, get)
    return found


def _of_signatures(value: Value, get: Get) -> set[int]:
    found = {value.number} if isinstance(value, Ref) else set()
    by_signature = get(value.number) if isinstance(value, Ref) else value
    if by_signature is None:
        return found
    if not isinstance(by_signature, dict):
        raise NotValidationData("the data of single signatures cannot be read")
    for digest, entry in by_signature.items():
        if digest == "Type":
            continue
        if len(digest) != 40 or not set(digest) <= _DIGEST:
            raise NotValidationData("a name that is no digest of a signature")
        found |= _of_one(entry, get)
    return found


def _of_one(entry: Value, get: Get) -> set[int]:
    found = {entry.number} if isinstance(entry, Ref) else set()
    parts = get(entry.number) if isinstance(entry, Ref) else entry
    if not isinstance(parts, dict) or parts.keys() - {"Type", "TU", *_OF_ONE}:
        raise NotValidationData("the data of one signature says more than it should")
    for key, listed in _OF_ONE.items():
        found |= _parsed(parts.get(key), _KINDS[listed], get)
    return found


def _parsed(value: Value, kind: type, get: Get) -> set[int]:
    found = {value.number} if isinstance(value, Ref) else set()
    for ref in _listed(value, get):
        content = get(ref.number)
        if not isinstance(content, Stream) or content.entries.keys() - {"Length", "Filter", "DecodeParms", "Type"}:
            raise NotValidationData("no plain stream of bytes", ref.number)
        try:
            _parse(kind, content.unpacked())
        except (ValueError, TypeError, KeyError, Malformed) as error:
            raise NotValidationData("its bytes are not what they are called", ref.number) from error
        found.add(ref.number)
    return found


def _parse(kind: type, data: bytes) -> None:
    """Every part is read: bytes that nobody looks at would otherwise pass under the name of a certificate."""
    loaded = kind.load(data, strict=True)  # type: ignore[attr-defined]
    _ = loaded.native


def _listed(value: Value, get: Get) -> Iterator[Ref]:
    listed = get(value.number) if isinstance(value, Ref) else value
    if listed is None:
        return
    if not isinstance(listed, list):
        raise NotValidationData("a list that cannot be read")
    for ref in listed:
        if not isinstance(ref, Ref):
            raise NotValidationData("an entry that is no object of its own")
        yield ref

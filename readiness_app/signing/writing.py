"""What writes updates of a signed document: a writer that touches nothing else, a time stamp authority, room for what comes back."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper

from readiness_app.domain.errors import Refused, Unreadable

STAMP_ROOM = 8_192
MOST_STAMP_ROOM = 131_072
STAMP_SECONDS = 15


class UpdateWriter(IncrementalPdfFileWriter):
    """Writes updates that leave information, metadata and version alone: a check can refuse every change, and an archive stays one."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """PDF/A-3 is PDF 1.7: elliptic curves, which came later, must not raise the version."""

    def register_extension(self, ext: Any) -> None:
        """What signatures need of PDF 1.7 is declared in the report itself."""


class Authority(HTTPTimeStamper):
    """A time stamp authority whose every failure becomes one sentence."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """The authority's token for this digest; raises Unreadable."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as trouble:  # a server may answer with anything; nothing of it is our own mistake
            raise Unreadable(no_stamp(self.url)) from trouble


def authority_at(url: str | None) -> Authority | None:
    """The authority at this address, None where there is none; raises Refused for anything but http and https."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise Refused("The address of a time stamp authority begins with http:// or https://. Nothing was signed; correct the address.")
    return Authority(url, timeout=STAMP_SECONDS)


def no_stamp(url: str) -> str:
    """The sentence for an authority that gave nothing that can be used."""
    host = urlsplit(url).hostname  # the rest of the address may hold a password
    return f"The time stamp authority {host} gave no usable time stamp. Nothing was signed; try again later or sign without a time stamp."


def with_stamp_room(attempt: Callable[[int], bytes], url: str) -> bytes:
    """What `attempt` makes of the bytes reserved for a time stamp: again with more where the answer did not fit; raises Unreadable."""
    room = STAMP_ROOM
    while room <= MOST_STAMP_ROOM:
        try:
            return attempt(room)
        except SigningError as trouble:
            if "larger than expected" not in str(trouble):
                raise
            room *= 4
    raise Unreadable(no_stamp(url))

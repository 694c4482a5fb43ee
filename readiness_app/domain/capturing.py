"""Captured pages: a link becomes evidence by a file that holds what stood there, with its address and the time it was saved."""

import re
from datetime import datetime, timedelta

from readiness_app.domain.errors import Refused

_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_CLOCKS = timedelta(hours=24)  # between the machine that saved the page and this one, with time zones that nobody set


def is_web_address(text: str) -> bool:
    """True for an http or https address; nothing else is accepted as one."""
    return _WEB.fullmatch(text.strip()) is not None


def check_address(text: str) -> None:
    """Raises Refused unless the text is empty or an http or https address."""
    if text.strip() and not is_web_address(text):
        shown = " ".join(text.split())[:80]
        raise Refused(f"{shown} is no web address. Nothing was changed; an address begins with http:// or https:// and has no spaces.")


def check_captured(captured: datetime | None, address: str, now: datetime) -> None:
    """Raises Refused for a page captured without an address, or in the future."""
    if captured is None:
        return
    if not address.strip():
        raise Refused("A captured page says at which address it stood. Nothing was changed; give the address too.")
    if captured > now + _CLOCKS:
        raise Refused(f"The page would have been captured on {captured:%Y-%m-%d %H:%M}, which is still to come. Nothing was changed.")

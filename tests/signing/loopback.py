"""A web server on this machine alone, for as long as a test needs it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Reply(NamedTuple):
    """What is sent back: the media type and the bytes."""

    kind: str
    body: bytes


@contextmanager
def served(answer: Callable[[str, bytes], Reply | None]) -> Iterator[str]:
    """The server's address; `answer` gets the path and what was sent, and says what to send back, or None where there is nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = answer(self.path, self.rfile.read(int(self.headers.get("Content-Length", 0))))
            kind, body = reply or Reply("text/plain", b"")
            self.send_response(404 if reply is None else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()

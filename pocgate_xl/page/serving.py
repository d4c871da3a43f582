"""The site on this computer alone: served from memory, so that no path leads to any file.

For trying it out and for one person; others are served by a web server (docs/how-to/page.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from .site import INDEX, POLICY

HOST = "127.0.0.1"
TYPES = {
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript",
    "mjs": "text/javascript", "json": "application/json", "wasm": "application/wasm",
    "zip": "application/zip", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
}  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
}  # fmt: skip
PATIENCE = 30
"""Seconds that a client may stay silent."""


def server_of(files: Mapping[str, bytes], port: int = 0) -> ThreadingHTTPServer:
    """Return a server of files on this computer, not yet running; any free port if 0. OSError if none is."""
    handler = type("SiteHandler", (_SiteHandler,), {"files": files})
    server = ThreadingHTTPServer((HOST, port), handler)
    server.daemon_threads = True
    return server


class _SiteHandler(BaseHTTPRequestHandler):
    files: ClassVar[Mapping[str, bytes]]
    timeout = PATIENCE
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "pocgate", ""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _refuse(self) -> None:
        self._say(405, {"Allow": "GET, HEAD", "Connection": "close"})

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _refuse

    def _answer(self, *, with_body: bool) -> None:
        if not self._is_asked_for_here():
            return self._say(421, {"Connection": "close"})
        name = unquote(urlsplit(self.path).path).removeprefix("/") or INDEX
        content = self.files.get(name)
        if content is None:
            return self._say(404, {})
        kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return self._say(200, {"Content-Type": kind}, content, with_body=with_body)

    def _is_asked_for_here(self) -> bool:
        """Say whether a browser means this computer: another name for it may be anybody's page."""
        port = self.connection.getsockname()[1]
        return self.headers.get("Host", "") in {f"{HOST}:{port}", f"localhost:{port}"}

    def _say(
        self, status: int, headers: Mapping[str, str], content: bytes = b"", *, with_body: bool = True
    ) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet: whoever opens the page sees what happens."""

"""A server of our own on loopback, started as an operator starts it, and posts to it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SECONDS = 40
TOKEN = "a-token-for-tests-alone"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def document(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    log: Path
    token: str = ""
    certificate: Path | None = None

    @property
    def url(self) -> str:
        return f"http{'s' if self.certificate else ''}://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        body: bytes | None = None,
        token: str | None = None,
        chunked: bool = False,
        host: str | None = None,
    ) -> Answer:
        """Get, or post where there is a body."""
        headers = {
            "Content-Type": "application/json",
            "Authorization": self.token if token is None else token,
            **({} if host is None else {"Host": host}),
        }
        connection = self._connection()
        try:
            content: Any = iter([body]) if chunked else body
            connection.request("GET" if body is None else "POST", path, content, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read(), dict(response.getheaders()))
        finally:
            connection.close()

    def post(self, path: str, document: Any) -> Answer:
        return self.ask(path, json.dumps(document).encode())

    def call(self, name: str, args: list[Any], runtime: str = "1.4") -> Answer:
        """Call a function as the client does."""
        document = {
            "client": "Office.js", "func_name": name, "args": args, "caller_address": "[Book1.xlsx]Sheet1!A1",
            "session_id": "session", "culture_info_name": "en-US", "date_format": "m/d/yyyy", "version": "",
            "runtime": runtime,
        }  # fmt: skip
        return self.post("/xlwings/custom-functions-call", document)

    def _connection(self) -> http.client.HTTPConnection:
        if self.certificate is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        context = ssl.create_default_context(cafile=str(self.certificate))
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=SECONDS, context=context)


@contextmanager
def serving(folder: Path, token: str = "", encrypted: bool = False) -> Iterator[Server]:
    """Run the server until it is no longer needed."""
    certificate = self_signed(folder) if encrypted else None
    server = Server(free_port(), folder / "server.log", token, certificate)
    environment = {**os.environ, "XLWINGS_LICENSE_KEY": "noncommercial", "POCGATE_TOKEN": token}
    command = [sys.executable, "-m", "pocgate_xl", "addin", "serve", "--port", str(server.port)]
    if certificate:
        command += ["--certificate", str(certificate), "--key", str(folder / "key.pem")]
    with server.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(SECONDS)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if server.ask("/").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(server.log.read_text(encoding="utf-8")[-2000:])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def self_signed(folder: Path) -> Path:
    """Write a key and a certificate for this computer alone."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    file = folder / "certificate.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return file

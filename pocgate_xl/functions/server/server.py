"""The host with a server of one's own: xlwings Server with our functions, scripts and task pane.

xlwings Server is free for noncommercial use only; the operator says which it is, never this program.
"""

from __future__ import annotations

import gc
import ipaddress
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl

from ...errors import EngineError, PocgateError
from ...records import dataclass
from ...templates.loader import Bundle
from ..open_workbook.output_block import BLOCKS
from ..open_workbook.workbook import NotOurs, check_marked
from .guard import SCRIPT_CALL, App, Bounds, Guard, Refusal, Scope, name_in

PROJECT = Path(__file__).parent / "project"
MANIFEST_ID = "9fc26767-a5a8-4116-b894-c26818a6ef80"
"""By this Excel knows the add-in again, whatever its version or address."""

JOBS = "/pocgate/jobs/"
ON_THE_WORKBOOK = tuple(f"{JOBS}{job}" for job in ("check", "results", "answers"))
"""What is asked for with the open workbook."""
SHORTEST_TOKEN = 16
CONNECTIONS = 200
NONCOMMERCIAL = "noncommercial"
KEY = "XLWINGS_LICENSE_KEY"
TOKEN = "POCGATE_TOKEN"

LICENCE = (
    "xlwings Server is free for noncommercial use (PolyForm Noncommercial 1.0.0); any other use needs a "
    "paid key. xlwings Lite offers the same functions free of charge (pocgate addin lite)."
)


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how to serve; `behind_proxy` means that somebody else ends HTTPS."""

    host: str = "127.0.0.1"
    port: int = 8443
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    hostname: str = ""
    token: str = ""
    templates: tuple[Path, ...] = ()
    language: str = ""

    @property
    def loopback(self) -> bool:
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def names(self) -> frozenset[str]:
        """Return the names under which it may be asked; none when the operator has not told them."""
        if self.behind_proxy and not self.hostname:
            return frozenset()
        local = {"localhost", "127.0.0.1", "[::1]"} if self.loopback else set()
        own = {self.host.lower(), f"[{self.host.lower()}]"} if local or self.hostname else set()
        return frozenset(local | own | ({name_in(self.hostname)} if self.hostname else set()))

    @property
    def encrypted(self) -> bool:
        return self.certificate is not None or self.behind_proxy


def checked(serving: Serving) -> Serving:
    """Return how to serve, with a token where one is needed; PocgateError for what would be unsafe."""
    if not serving.loopback and not serving.encrypted:
        raise PocgateError(
            f"{serving.host} can be reached by others, so HTTPS is needed.",
            "Give --certificate and --key, or use --behind-proxy if a proxy handles HTTPS.",
        )
    if (serving.certificate is None) != (serving.key is None):
        raise PocgateError("Give both --certificate and --key.")
    if serving.token and not _usable(serving.token):
        raise PocgateError(f"A token has at least {SHORTEST_TOKEN} printable ASCII characters, no spaces.")
    if serving.token or (serving.loopback and not serving.behind_proxy):
        return serving
    return replace(serving, token=secrets.token_urlsafe(32))


def _usable(token: str) -> bool:
    return len(token) >= SHORTEST_TOKEN and token.isascii() and token.isprintable() and " " not in token


def settings(serving: Serving) -> dict[str, str]:
    """Return what xlwings Server is told; everything that is not ours is switched off."""
    off = ("SOCKETIO", "HTMX", "BOOTSTRAP", "ALPINEJS_CSP", "EXAMPLES", "TESTS", "WASM", "HOTRELOAD")
    values = {
        "PROJECT_DIR": str(PROJECT),
        "ENVIRONMENT": "prod",
        "PROJECT_NAME": "POCGATE",
        "FUNCTIONS_NAMESPACE": "",  # each function names its own
        "MANIFEST_ID_PROD": MANIFEST_ID,
        "REQUEST_TIMEOUT": "40",
        "CUSTOM_FUNCTIONS_RETRY_CODES": json.dumps([502, 503]),
        "AUTH_PROVIDERS": "[]",  # tokens are asked for before a request gets here
        "LOG_LEVEL": "WARNING",
        **{f"ENABLE_{name}": "false" for name in off},
    }
    if serving.hostname:
        values["HOSTNAME"] = serving.hostname
    return {f"XLWINGS_{name}": value for name, value in values.items()}


def application(serving: Serving, bundle: Bundle, bounds: Bounds | None = None) -> App:
    """Return the guarded server; it can be made once in a process, as its settings are the process's."""
    os.environ.update(settings(serving))
    _remember_templates(serving)
    app = _server(serving, bundle)
    bounds = bounds or Bounds(serving.token.encode(), names=serving.names)
    return Guard(app, bounds, frozenset(BLOCKS), _look)


def _look(scope: Scope, body: bytes) -> None:
    """Refuse a large workbook that is not ours before anything is made of it."""
    job, script = scope["path"] in ON_THE_WORKBOOK, SCRIPT_CALL in scope["path"]
    if job or script:
        language = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))).get("lang")
        try:
            check_marked(body, language)
        except NotOurs as problem:
            raise Refusal(422 if job else 400, str(problem)) from None


def _remember_templates(serving: Serving) -> None:
    from ..call_context import TEMPLATES_VARIABLE

    if serving.templates:
        os.environ[TEMPLATES_VARIABLE] = os.pathsep.join(map(str, serving.templates))


def _server(serving: Serving, bundle: Bundle) -> App:
    """Return xlwings Server with our modules in the places where it looks."""
    try:
        import_module("xlwings_server.config")  # tells xlwings, which comes next, that it is on a server
    except ImportError as error:
        raise EngineError(f"xlwings Server is missing ({error}).", 'Install "pocgate-xl[server]".') from error
    modules = _modules()
    modules.functions_module(bundle, bundle.catalogs[serving.language or bundle.template.languages[0]])
    modules.scripts_module()
    from .routes import add_routes

    served: App = add_routes(bundle, serving.templates)
    return served


def _modules() -> ModuleType:
    """Import what imports xlwings for a server, which asks for a licence key at once."""
    try:
        return import_module(f"{__package__}.modules")
    except Exception as error:
        if type(error).__name__ != "LicenseError":  # its class is in the package that cannot be imported
            raise
        action = f"For noncommercial use set {KEY}={NONCOMMERCIAL}; else set a key that you bought."
        raise EngineError(f"The licence key is missing. {LICENCE}", action) from error


def licence_line(environment: Mapping[str, str]) -> str:
    """Return one line on the licence that the operator claims."""
    if environment.get(KEY) == NONCOMMERCIAL:
        return f"{KEY}={NONCOMMERCIAL} states that this use is noncommercial. {LICENCE}"
    return LICENCE


def serve(serving: Serving, bundle: Bundle) -> None:
    """Serve until stopped."""
    app = application(serving, bundle)
    import uvicorn

    from .slow_clients import Impatient

    gc.freeze()  # what is loaded by now stays: nobody has to look through it while a cell waits
    uvicorn.run(
        app, host=serving.host, port=serving.port, http=Impatient, ws="none", log_level="warning",
        ssl_certfile=serving.certificate, ssl_keyfile=serving.key, access_log=False, server_header=False,
        limit_concurrency=CONNECTIONS, timeout_keep_alive=5, proxy_headers=serving.behind_proxy,
    )  # fmt: skip

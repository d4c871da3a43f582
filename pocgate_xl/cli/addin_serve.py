"""`pocgate addin serve`: functions, scripts and task pane from a server of one's own."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PocgateError
from ..templates.loader import chosen_language
from .options import add_folders_option, add_language_option
from .speech import say

if TYPE_CHECKING:
    from ..functions.server.server import Serving


LAST_PORT = 65535


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=8443, metavar="N", help="port to listen on (default: %(default)s)"
    )
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="certificate chain for HTTPS, PEM")
    parser.add_argument("--key", type=Path, metavar="FILE", help="private key of the certificate, PEM")
    parser.add_argument(
        "--behind-proxy", action="store_true", help="a proxy in front of this server handles HTTPS"
    )
    parser.add_argument("--hostname", default="", metavar="NAME", help="name under which Excel reaches it")
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE",
        help="file with the access token (or POCGATE_TOKEN; generated if needed and not given)",
    )  # fmt: skip
    add_folders_option(parser)
    add_language_option(parser, "help and labels", "the template's first")


def _port(text: str) -> int:
    """Return a port of the command line."""
    if not text.isascii() or not text.isdigit() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {LAST_PORT}")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; what the operator must know goes to stderr first."""
    from ..functions.server.server import checked, serve
    from .template import chosen_bundle

    bundle = chosen_bundle(None, [])
    serving = checked(_serving(arguments, chosen_language(bundle, arguments.lang)))
    for line in _announcement(serving, chosen=bool(_token(arguments))):
        say(line)
    serve(serving, bundle)
    return 0


def _serving(arguments: argparse.Namespace, language: str) -> Serving:
    from ..functions.server.server import Serving

    for file in (arguments.certificate, arguments.key):
        if file is not None and not file.is_file():
            raise PocgateError(f"{file} does not exist.")
    return Serving(
        arguments.host, arguments.port, arguments.certificate, arguments.key, arguments.behind_proxy,
        arguments.hostname, _token(arguments), tuple(arguments.template), language,
    )  # fmt: skip


def _token(arguments: argparse.Namespace) -> str:
    """Return the token that the operator gave, never from the command line, which others can see."""
    from ..functions.server.server import TOKEN

    if arguments.token_file is None:
        return os.environ.get(TOKEN, "").strip()
    try:
        return str(arguments.token_file.read_text(encoding="utf-8").strip())
    except (OSError, ValueError) as error:
        raise PocgateError(f"The token in {arguments.token_file} cannot be read.") from error


def _announcement(serving: Serving, chosen: bool) -> list[str]:
    from ..functions.server.server import licence_line

    scheme = "https" if serving.encrypted else "http"
    address = serving.hostname or f"{serving.host}:{serving.port}"
    lines = [licence_line(os.environ), f"manifest: {scheme}://{address}/manifest"]
    if not serving.encrypted:
        lines.append("Excel loads add-ins over HTTPS only: give --certificate and --key, or use a proxy.")
    if serving.token and not chosen:
        lines.append(f"access token (enter it once in the task pane): {serving.token}")
    if not serving.token:
        lines.append("no access token is needed, because only this computer can reach the server")
    return lines

"""`pocgate page`: a static site on which a workbook is checked in the browser of whoever filled it in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from ..errors import OutputError, PocgateError
from ..opc.limits import DEFAULT
from .options import add_folders_option, add_language_option, add_page_option, check_choices
from .speech import say, show

SERVED = "serve the folder by any web server, .mjs as text/javascript and .wasm as application/wasm"
NO_COPIES = "no marked copies are made on this page; name the engine for them with --engine"
LAST_PORT = 65535


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    from ..page.engine import VERSION as ENGINE
    from ..page.runtime import VERSION

    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write the site")
    parser.add_argument(
        "--serve", action="store_true", help="serve the site to this computer alone until Ctrl-C"
    )
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="port to serve it on (default: any that is free)"
    )
    parser.add_argument(
        "--runtime", type=_place, metavar="DIR|URL",
        help=f"folder or https URL of the published files of Pyodide {VERSION}, which are copied beside "
        "the page",
    )  # fmt: skip
    parser.add_argument(
        "--engine", type=Path, metavar="DIR",
        help=f"folder of formulon {ENGINE}, which computes formulas: with it the page makes marked copies",
    )  # fmt: skip
    add_folders_option(parser)
    add_page_option(parser, "workbooks that are made there name: its own address")
    add_language_option(parser, "the page where a browser asks for none that it has", "the template's first")
    parser.add_argument(
        "--seconds", type=_seconds, default=DEFAULT.seconds,
        help="time for one file, after which it is stopped (default: %(default)g)",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace existing files")


def _place(text: str) -> Path | str:
    return text if "://" in text else Path(text)


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {LAST_PORT}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0, at most 3600")
    return seconds


def run(arguments: argparse.Namespace) -> int:
    """Write every file of the site, or serve it; nothing is written when one of them already exists."""
    from ..page.site import SiteOptions, site_files

    if arguments.out is None and not arguments.serve:
        raise PocgateError("Nothing would be made.", "Name a folder with --out, or --serve the page.")
    check_choices(arguments.template, arguments.lang)
    files = site_files(
        SiteOptions(
            arguments.runtime,
            arguments.engine,
            tuple(arguments.template),
            arguments.lang,
            arguments.seconds,
            arguments.page or "",
        )
    )
    if arguments.engine is None:
        say(NO_COPIES)
    if arguments.out is not None:
        _written(files, arguments)
    if arguments.serve:
        _serve(files, arguments.port)
    return 0


def _written(files: Mapping[str, bytes], arguments: argparse.Namespace) -> None:
    from ..page.site import INDEX

    _write(files, arguments)
    show(arguments.out / INDEX)
    size = sum(map(len, files.values())) / 1e6
    say(f"{len(files)} files, {size:.1f} MB; {SERVED}")


def _serve(files: Mapping[str, bytes], port: int) -> None:
    """Serve the site until somebody ends it, which is how it ends."""
    from ..page.serving import HOST, server_of

    try:
        server = server_of(files, port)
    except OSError as problem:
        raise PocgateError(f"Port {port} cannot be had: {problem.strerror}.", "Name another one.") from None
    with server:
        show(f"http://{HOST}:{server.server_port}/")
        sys.stdout.flush()
        say("for this computer alone; end it with Ctrl-C")
        server.serve_forever()


def _write(files: Mapping[str, bytes], arguments: argparse.Namespace) -> None:
    from ..output import find_target, make_folder
    from ..templates.files import files_of_templates

    there = [name for name in files if (arguments.out / name).exists()]
    if there and not arguments.force:
        raise OutputError(
            f"{arguments.out} already contains {', '.join(there)}.", "Use --force to replace them."
        )
    inputs = [*files_of_templates(arguments.template), *_given(arguments)]
    for folder in {(arguments.out / name).parent for name in files}:
        make_folder(folder)
    targets = [find_target(arguments.out / name, inputs, force=arguments.force) for name in files]
    for target, content in zip(targets, files.values(), strict=True):
        target.write((content,))


def _given(arguments: argparse.Namespace) -> list[Path]:
    """Return the files of runtime and engine, which no output replaces."""
    folders = [each for each in (arguments.runtime, arguments.engine) if isinstance(each, Path)]
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]

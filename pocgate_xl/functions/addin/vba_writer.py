"""Macros put into a file without Excel: the only room that knows pyOpenVBA."""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import EngineError
from ...opc.package import Package

if TYPE_CHECKING:
    from pyopenvba import ExcelFile

PROJECT = "xl/vbaProject.bin"
PROJECT_NAME = "Pocgate"
"""What Excel's editor calls the project, and what a reference to the add-in names."""

UNCOMPILED = b"\xcc\x61\xff\xff\x00\x00\x00"
"""A `_VBA_PROJECT` that says that no compiled form stands beside the texts (MS-OVBA 2.3.4.1)."""

_NAME_RECORD = 0x04
_NAME_LINE = re.compile(rb'^Name="[^"\r\n]*"', re.MULTILINE)


def with_modules(workbook: bytes, modules: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts of a workbook with a new VBA project: these modules, and an empty one a sheet."""
    try:
        from pyopenvba import ExcelFile
    except ImportError as missing:
        action = 'Install it: pip install "pocgate-xl[addin]"'
        raise EngineError("pyOpenVBA, which puts macros into files, is not installed.", action) from missing
    with tempfile.TemporaryDirectory() as folder:  # the library works on files only
        file = Path(folder, "book.xlsm")
        file.write_bytes(workbook)
        with ExcelFile(file) as book:
            _embed(book, modules)
            book.save()
        package = Package.from_bytes(file.read_bytes())
    parts = {name: package.read(name) for name in package.names}
    return {**parts, PROJECT: _finished(parts[PROJECT])}


def _embed(book: ExcelFile, modules: Mapping[str, str]) -> None:
    project = book.add_vba_project()
    for module in project.modules:
        module.dirty = True  # written anew, without the compiled form that the library's template has
    for name, source in modules.items():
        project.add_module(name, "\r\n".join(source.splitlines()) + "\r\n")


def _finished(project: bytes) -> bytes:
    """Give a project our name, in both places that tell it, and no trace of a compiled form."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, decompress

    file = CFB.from_bytes(project)
    directory = _renamed(decompress(file.get_stream_in_storage("VBA", "dir")))
    file.write_stream_in_storage("VBA", "dir", compress(directory))
    file.write_stream_in_storage("VBA", "_VBA_PROJECT", UNCOMPILED)
    line = f'Name="{PROJECT_NAME}"'.encode()
    file.write_stream("PROJECT", _NAME_LINE.sub(line, file.get_stream("PROJECT"), count=1))
    return bytes(file.to_bytes())


def _renamed(directory: bytes) -> bytes:
    """Return the list of a project with our name in it; the records before it tell their lengths."""
    offset = 0
    while True:
        kind, size = struct.unpack_from("<HI", directory, offset)
        end = offset + 6 + size
        if kind == _NAME_RECORD:
            record = struct.pack("<HI", kind, len(PROJECT_NAME)) + PROJECT_NAME.encode()
            return directory[:offset] + record + directory[end:]
        offset = end

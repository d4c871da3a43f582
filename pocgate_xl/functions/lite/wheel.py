"""The functions as a wheel that xlwings Lite installs by one line of `requirements.txt`.

Sources: PEP 427 (wheel), PEP 376 and 566 (what stands in `.dist-info`). The same package, the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from ... import __version__
from ...opc.zip_writer import write_container
from ...portable.sources import sources
from ...portable.templates import plan_files, template_files, template_folder
from ...templates.loader import Bundle
from ...workbook.creation.blanks.preparing import carried_files
from .modules import NEEDED, NEW_SCRIPT, ROOTS, main_module, script_source

PLUGIN, PROJECT = "pocgate_lite", "pocgate-lite"
NEW_ROOT = "pocgate_xl.functions.lite.new_workbook"
INSTALLED = f"{PLUGIN}-{__version__}.dist-info"
ANSWERING = "from pocgate_xl.functions.officejs.calls import PlainWriter, answer\n"

METADATA = f"""\
Metadata-Version: 2.1
Name: {PROJECT}
Version: {__version__}
Summary: Functions and scripts of the PoC gate for xlwings Lite
License: MIT
Requires-Python: >=3.11
Requires-Dist: {NEEDED}
"""
WHEEL = f"Wheel-Version: 1.0\nGenerator: pocgate {__version__}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel_name() -> str:
    """Return the name that installers read."""
    return f"{PLUGIN}-{__version__}-py3-none-any.whl"


def lite_wheel(bundle: Bundle, language: str) -> bytes:
    """Return the wheel: functions and scripts, the calculations and the check, one template."""
    blanks = _blanks(bundle)
    own = main_module(bundle, language, ANSWERING) + (_new_script(bundle, language) if blanks else "")
    roots = (*ROOTS, NEW_ROOT) if blanks else ROOTS
    texts = {
        f"{PLUGIN}/__init__.py": own,
        **sources(roots),
        **template_files(bundle),
        **plan_files(bundle),
        f"{INSTALLED}/METADATA": METADATA,
        f"{INSTALLED}/WHEEL": WHEEL,
    }
    parts = {**{name: text.encode() for name, text in texts.items()}, **blanks}
    return write_container({**parts, f"{INSTALLED}/RECORD": _record(parts)})


def _blanks(bundle: Bundle) -> dict[str, bytes]:
    """Return a blank workbook in every language, or none where one of them cannot be taken along."""
    files = [carried_files(bundle, language) for language in bundle.template.languages]
    folder = template_folder(bundle)
    return {f"{folder}/{name}": data for each in files for name, data in each.items()} if all(files) else {}


def _new_script(bundle: Bundle, language: str) -> str:
    codes = ", ".join(f'"{each}"' for each in bundle.template.languages)
    return script_source(
        NEW_SCRIPT, bundle.catalogs[language], "new_workbook", codes=codes, language=language
    )


def _record(parts: Mapping[str, bytes]) -> bytes:
    """Return the list of all files with their digests, itself without one."""
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in parts.items()]
    return "\n".join([*lines, f"{INSTALLED}/RECORD,,", ""]).encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()

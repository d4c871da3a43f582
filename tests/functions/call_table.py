"""Every call of `calls.toml` beside what each host gives for it, as a table in Markdown.

`python -m tests.functions.call_table > calls.md`; hosts that cannot run here are left out.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pocgate_xl.functions.lite.modules import lite_files
from pocgate_xl.functions.registry import default_gate
from tests.functions.parity import Asked
from tests.functions.parity_hosts import (
    expected_of_classic,
    expected_of_office,
    through_classic,
    through_lite,
    through_server,
)
from tests.functions.test_calls import CALLS, alike, answered, asked

HELD_AGAINST: dict[str, Callable[[Any], Any]] = {
    "core": lambda gives: gives,
    "classic": expected_of_classic,
    "server": expected_of_office,
    "Lite": expected_of_office,
}
"""How each host gives a result."""


def _answers(calls: Sequence[Asked], folder: Path) -> Iterator[tuple[str, list[Any]]]:
    yield "core", [answered(each) for each in calls]
    yield "classic", through_classic(calls, folder)
    if find_spec("xlwings_server"):
        yield "server", through_server(calls, folder)
    if shutil.which("node") and shutil.which("npm"):
        yield "Lite", through_lite(calls, folder, lite_files(default_gate().bundle, "en"))


def table() -> Iterator[str]:
    """Yield the table line by line: a host that gives something else says what."""
    with tempfile.TemporaryDirectory() as folder:
        hosts = dict(_answers([asked(each.formula) for each in CALLS], Path(folder)))
    yield f"| call | expected | source of the expectation | {' | '.join(hosts)} |"
    yield "|---" * (3 + len(hosts)) + "|"
    for number, each in enumerate(CALLS):
        gives = each.gives[:255] if isinstance(each.gives, str) else each.gives
        found = (
            "same"
            if alike(answers[number], shown := HELD_AGAINST[host](gives))
            else f"{answers[number]} not {shown}"
            for host, answers in hosts.items()
        )
        yield f"| `{each.formula}` | {_shown(gives)} | {each.source} | {' | '.join(found)} |"


def _shown(gives: Any) -> str:
    if isinstance(gives, str):
        return f"#VALUE! {gives}"
    rows = (" · ".join("" if cell is None else str(cell) for cell in row) for row in gives)
    return "<br>".join(rows)


if __name__ == "__main__":
    print(*table(), sep="\n")

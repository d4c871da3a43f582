"""Memory does not grow with the number of files, nor with the length of the report."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Make = Callable[..., list[Path]]

MEASURED = """
import sys
from pocgate_xl.cli import main
code = main(["check", *sys.argv[1:]])
with open("/proc/self/status") as status:  # getrusage would also count what this process was forked from
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""


def peak(paths: Path, output: Path, *options: str) -> int:
    """Return the most MiB that a run's own process had."""
    command = [
        sys.executable,
        "-c",
        MEASURED,
        f"@{paths}",
        "--format",
        "jsonl",
        "--output",
        str(output),
        "--quiet",
    ]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its own peak")
def test_memory_is_flat(make: Make, tmp_path: Path) -> None:
    """Past 512 files all chunks that may be under way are: known files stand for the ones read."""
    files, journal = make(*(f"{n}.xlsx" for n in range(12))), tmp_path / "journal"
    peaks = []
    for repeats in (1, 60, 180):
        paths, output = tmp_path / "list", tmp_path / "report.jsonl"
        paths.write_text("\n".join(map(str, files * repeats)))
        peaks.append(peak(paths, output, "--resume", str(journal)))
        assert output.read_bytes().count(b"\n") == 12 * repeats
    assert peaks[2] - peaks[1] < 8

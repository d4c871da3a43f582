"""A process that checks files one after another, with bounded memory and a short temper.

It reads paths as JSON, one a line, and answers with the assessment and the seconds that it took. A
file that hangs, eats the memory or kills the process is a fault that the parent can name.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """Ask a process of its own; it is started again after it died."""

    def __init__(self, seconds: float = 20.0) -> None:
        self.seconds = seconds
        self.process: subprocess.Popen[str] | None = None
        self.answers: queue.Queue[str] = queue.Queue()

    def check(self, path: Path | str) -> dict[str, Any]:
        """Return `{"assessment", "seconds", "peak"}`; AssertionError when there is no answer in time."""
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(json.dumps(str(path)) + "\n")
        process.stdin.flush()
        try:
            line = self.answers.get(timeout=self.seconds)
        except queue.Empty:
            self.close()
            raise AssertionError(f"no answer within {self.seconds} s") from None
        if not line:
            code = process.wait()
            self.close()
            raise AssertionError(f"the process ended with {code}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self.process is None:
            self.answers = queue.Queue()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.hostile.worker"], cwd=ROOT, text=True, encoding="utf-8",
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
            threading.Thread(target=_listen, args=(self.process, self.answers), daemon=True).start()
        return self.process

    def close(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()


def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answers.put(line)
    except ValueError:
        return
    answers.put("")


def _serve() -> None:
    import resource

    from pocgate_xl.batch import check_file
    from pocgate_xl.core.assessment import assessment_to_json

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        begun = time.perf_counter()
        assessment = assessment_to_json(check_file(json.loads(line)))
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"assessment": assessment, "seconds": seconds, "peak": peak}), flush=True)


if __name__ == "__main__":
    _serve()

"""What stops the operator.

    PocgateError
    ├── TemplateError      a template cannot be used as it stands
    ├── SettingsError      a setting of the operator's cannot be used
    ├── EngagementError    one engagement of a list cannot be written
    ├── FillError          values cannot be written into a workbook
    ├── OutputError        an output file cannot be written where it was asked for
    ├── EngineError        an optional engine or package is missing or failed
    └── AnswerError        a value given to a function of the core is none that it can take

Faults of a submitted workbook are findings, never exceptions of this tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Problem = tuple[str, str]
"""A mistake in a template as a check gives it: its dotted path, and what is wrong there."""


class PocgateError(Exception):
    """What is wrong and what the operator must do about it."""

    def __init__(self, problem: str, action: str = "") -> None:
        stop = "." if action[:1].isupper() and problem[-1:] not in ".!?" else ""
        super().__init__(f"{problem}{stop} {action}".strip())
        self.problem = problem
        self.action = action


class TemplateError(PocgateError):
    """The file, the line and the dotted path of a mistake in a template; line 0 is not known."""

    def __init__(self, file: Path | str, path: str, problem: str, action: str = "", line: int = 0) -> None:
        where = f"{file}:{line}" if line else f"{file}"
        super().__init__(": ".join(filter(None, (where, path, problem))), action)
        self.file = str(file)
        self.line = line
        self.path = path
        self.detail = problem


class SettingsError(PocgateError):
    """The place of a setting that cannot be used, and what is wrong with it."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where


class EngagementError(PocgateError):
    """The row of an engagement list that cannot be written."""


class FillError(PocgateError):
    """The values that a workbook cannot take."""


class OutputError(PocgateError):
    """The file that cannot be written."""


class EngineError(PocgateError):
    """The engine or package that is missing or failed."""


class AnswerError(PocgateError, ValueError):
    """A value that a function was given, and those that it takes."""

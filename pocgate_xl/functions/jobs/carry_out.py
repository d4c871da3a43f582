"""A job by its id, to the one message with which it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...core.catalog import Catalog
from ...errors import PocgateError
from ...opc.refusal import Refused
from ...opc.safe_text import visible
from ...rules.findings import finding_of_file
from ..open_workbook.workbook import NotOurs
from .declaration import CLASSIC, help_lines, jobs_for
from .desk import Desk
from .files.folders import check_folder, portfolio
from .files.new_workbooks import many, new
from .open_workbook_jobs import answers, check, results, unmark

LONGEST = 2000
"""Characters of a message, beyond which a box of Excel is higher than a screen."""


def help_(desk: Desk) -> str:
    """Say what each button does."""
    return "\n".join(help_lines(jobs_for(CLASSIC), desk.catalog))


DOING: Mapping[str, Callable[[Desk], str]] = {
    "check": check, "unmark": unmark, "answers": answers, "results": results, "new": new, "many": many,
    "folder": check_folder, "portfolio": portfolio, "help": help_,
}  # fmt: skip
"""What does each job, by its id."""


def _in_words(fault: Exception, catalog: Catalog) -> str:
    """Return what went wrong: as Excel, the system or a check says it, else the fault by its name."""
    if isinstance(fault, Refused):
        return finding_of_file(fault.kind, fault.detail, catalog).message
    if isinstance(fault, OSError) and fault.strerror:
        return ": ".join(filter(None, (str(fault.filename or ""), fault.strerror)))
    excel = getattr(fault, "excepinfo", None)  # of COM: number, program, description and more
    if isinstance(excel, tuple) and len(excel) > 2 and excel[2]:
        return str(excel[2])
    return f"{type(fault).__name__} {fault}"


def carry_out(job: str, desk: Desk) -> str:
    """Do a job and return what to tell; whatever goes wrong is told in words."""
    try:
        return DOING[job](desk)[:LONGEST]
    except (NotOurs, PocgateError) as problem:
        return visible(str(problem), LONGEST)
    except Exception as fault:
        # Excel would show a traceback.
        return desk.catalog.text("job.fault", found=visible(_in_words(fault, desk.catalog), 200))
    finally:
        desk.report("")

"""`pocgate_xl.new` and `pocgate_xl.fill`: workbooks from Python, by the rules of the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from ..errors import AnswerError
from ..output import find_target, make_folder
from ..templates.files import files_of_templates
from .workbook_file import Issue, Live, file_name, write_blank

if TYPE_CHECKING:
    from ..templates.loader import Bundle
    from ..workbook.creation.fill import Values
    from ..workbook.creation.lists.engagements import ListedEngagement

EngagementValue: TypeAlias = str | int | float | Decimal | date | None


def new(
    engagement: Mapping[str, EngagementValue],
    out: str | Path,
    *,
    template: str | Path = "",
    language: str | None = None,
    live: Live = "none",
    lambdas: bool = False,
    force: bool = False,
) -> Path:
    """Write the blank workbook of one engagement into the folder `out`; return the file.

    `engagement` has values by field id, as `pocgate new --columns` lists them; `id` is needed, None
    counts as left out. Dates are `date` or ISO texts, money is in the engagement's own `currency` and
    whole units of it, `poc_months` in months; codes (`language`, choices) are those of the template.

    `template` is the id of a built-in one or a folder; `language` a tag such as "ja" (the template's
    first if left out; a `language` of the engagement outranks it); `live` puts functions beside the
    results: "classic" (an .xlsm for Excel on Windows) or "office" (xlwings Lite, Server); `lambdas` adds the
    functions that formulas can express, as named LAMBDAs (Microsoft 365, Excel 2024). `force` replaces an
    earlier blank of the same engagement. A workbook with answers is never replaced.

    The file is named after the id, and read back before it is returned. AnswerError names ids and values
    that the template does not take, with those that it does; OutputError a file that cannot be written.

    >>> import pocgate_xl as pg
    >>> file = pg.new({"id": "ENG-1", "organization": "Aoba Ltd", "poc_months": 3}, "issued", language="en")
    >>> file.name
    'ENG-1.xlsx'
    >>> pg.check(file).engagement.poc_months
    Decimal('3')
    """
    from ..templates.loader import chosen_language, find_template

    bundle = find_template(template)
    issue = Issue(bundle, chosen_language(bundle, language), _known_edition(live), force, lambdas=lambdas)
    row = _read(engagement, bundle, issue.language)
    make_folder(Path(out))
    file = Path(out) / file_name(row.id, live)
    write_blank(file, row, issue)
    return file


def _known_edition(live: str) -> str:
    if live not in get_args(Live):
        raise AnswerError(f"Not a live edition: {live!r}.", f"There are {', '.join(get_args(Live))}.")
    return live


def _read(engagement: Mapping[str, EngagementValue], bundle: Bundle, language: str) -> ListedEngagement:
    """Read an engagement as the command line does; AnswerError where something of it would be dropped."""
    from ..core.validity import check_ids
    from ..workbook.creation.lists.columns import engagement_fields
    from ..workbook.creation.lists.engagements import engagement_of

    known = [field.key for field in engagement_fields(bundle)]
    check_ids("fields of an engagement", engagement, known)
    pairs = [(key, _written(key, value)) for key, value in engagement.items() if value is not None]
    row = engagement_of(pairs, bundle, language)
    if row.problems:
        raise AnswerError(f"{'; '.join(row.problems)}.")
    return row


def _written(key: str, value: object) -> str:
    """Return a value as a list says it; numbers never with an exponent, which a list may not have."""
    if isinstance(value, bool):
        raise AnswerError(
            f"{key}: {value!r} is not a value of an engagement.", "Give a text, number or date."
        )
    if isinstance(value, float):
        value = Decimal(repr(float(value)))  # numpy's own repr names its type
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def fill(
    path: str | Path,
    values: Values,
    out: str | Path,
    *,
    templates: Iterable[str | Path] = (),
    force: bool = False,
) -> Path:
    """Write values into the cells of a copy of a workbook, without Excel; return the copy, `out`.

    `values` has them by defined name: a code for a drop-down (`"done"`, in every language), an int for a
    rating, a number for money (in the workbook's currency), a `date` or ISO text, a text; None empties
    a cell; a table such as `pg_process` takes a list of rows, each by column, in place of its own. All
    formulas are computed anew and their results stored. `templates` are folders of templates beside
    the built-in ones; `force` replaces a file at `out`, never the workbook itself.

    FillError names every value that its cell cannot take, with what it takes, and names that are no input of
    the workbook, with those that may be meant; PocgateError a file that is no workbook of a known template;
    OutputError an `out` that cannot be written. Nothing is written then.

    >>> import pocgate_xl as pg
    >>> blank = pg.new({"id": "ENG-2"}, "issued")
    >>> filled = pg.fill(blank, {"pg_rating_integration": 4, "pg_status_security": "done"}, "filled.xlsx")
    >>> pg.check(filled).scorecard.ratings["integration"]
    4
    """
    from ..batch.apart import done_apart

    folders = [Path(folder) for folder in templates]
    target = find_target(Path(out), [path, *files_of_templates(folders)], force=force, claimed=True)
    target.write((done_apart(filled_copy, Path(path), values, folders),))
    return Path(out)


def filled_copy(file: Path, values: Mapping[str, Any], templates: list[Path]) -> bytes:
    """Return the filled copy of a workbook that is not ours: to be done apart."""
    from ..opc.package import open_package
    from ..workbook.creation.fill import fill_workbook
    from ..workbook.submission.reader import identify

    workbook = open_package(file).data
    bundle, language = identify(workbook, templates)
    return fill_workbook(workbook, bundle, language, values)

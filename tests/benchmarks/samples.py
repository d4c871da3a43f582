"""The workbooks on which everything is measured."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pocgate_xl.core.fields import input_fields
from pocgate_xl.opc.package import Package
from pocgate_xl.opc.zip_writer import replace_parts
from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.engagement import calculated_workbook
from pocgate_xl.workbook.creation.fill import Values
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.workbook import generated
from tests.workbook.office import converted


@lru_cache(maxsize=1)
def bundle() -> Bundle:
    return load_bundle(builtin_home() / builtin_names()[0])


def own_written(state: str = "middling") -> bytes:
    """A submission, with nearly every question answered unless another state is asked for."""
    return generated.workbook(bundle(), "en", state)


def answered(number: int) -> bytes:
    """A submission that is like no other: every answer with a number in it is another one."""
    values = dict(generated.values_of(bundle(), "middling"))
    for place, field in enumerate(input_fields(bundle().template)):
        if field.kind == "money":
            values[field.name] = 10_000 + 7_919 * number + place
        elif field.kind == "text":
            values[field.name] = f"Answer {number} to question {place}"
        elif field.kind == "rating":
            values[field.name] = 1 + (number + place) % bundle().template.scale.highest
    values["pg_engagement_id"] = f"ENG-{number:06}"
    return calculated_workbook(bundle(), "en", values)


def saved_by_libreoffice() -> bytes | None:
    """The same submission, opened and saved; None without LibreOffice."""
    if not shutil.which("soffice"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        return converted(own_written(), Path(folder))


def engagement(number: int) -> Values:
    return {
        "pg_engagement_id": f"ENG-{number:06}",
        "pg_engagement_organization": f"Organization {number}",
        "pg_engagement_poc_name": f"Reading & sorting {number}",
        "pg_engagement_employees": 100 + number,
    }


def submissions() -> Iterator[bytes]:
    """Yield different submissions without end: one of four is filled in, the others were just issued."""
    filled = [generated.workbook(bundle(), "en", state) for state in ("worst", "middling", "best")]
    number = 0
    while True:
        number += 1
        issued = workbook_for(bundle(), "en", engagement(number))
        yield filled[number // 4 % len(filled)] if number % 4 == 0 else issued


def written(folder: Path, count: int) -> list[Path]:
    """Write so many submissions into a folder."""
    files = [folder / f"{number:06}.xlsx" for number in range(count)]
    for file, content in zip(files, submissions(), strict=False):
        file.write_bytes(content)
    return files


KINDS = 16
"""How many workbooks with other answers there are among many that differ by whose they are."""


def differing(folder: Path, count: int) -> list[Path]:
    """Write so many filled submissions, each of another engagement, into a folder."""
    kinds = [Package.from_bytes(answered(number)) for number in range(min(count, KINDS))]
    files = [folder / f"{number:06}.xlsx" for number in range(count)]
    for number, file in enumerate(files):
        file.write_bytes(_of_another(kinds[number % KINDS], number % KINDS, number))
    return files


def _of_another(workbook: Package, id_: int, other: int) -> bytes:
    """Return a workbook with another id wherever it shows its own."""
    own, new = (f"ENG-{number:06}".encode() for number in (id_, other))
    parts = {name: workbook.read(name) for name in workbook.names}
    return replace_parts(workbook, {name: xml.replace(own, new) for name, xml in parts.items() if own in xml})

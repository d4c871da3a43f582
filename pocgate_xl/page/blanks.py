"""Blank workbooks that the page's worker makes in Python: texts are put into one that was taken along."""

from __future__ import annotations

import json
from pathlib import Path

from ..batch.check import check_file
from ..templates.loader import find_bundle
from ..workbook.creation.carried import TEXTS, carried_workbook
from ..workbook.creation.file_names import safe_name
from ..workbook.creation.page_link import with_page_link
from .checking import own_templates


def blank(template: str, language: str, texts: str, out: str, page: str = "") -> str:
    """Write a blank workbook of a template, by its id, for an engagement; return its name as JSON.

    `texts`, a JSON list, are the engagement's id, organization and PoC; `page` is the address that it names,
    "" for none. It is read again before it is told of. `unfit` is the place of a text that cannot be put in,
    `problem` what is wrong with the workbook.
    """
    bundle, said = find_bundle(template, None, own_templates()), json.loads(texts)
    assert bundle is not None
    try:
        content = carried_workbook(bundle, language, dict(zip(TEXTS, said, strict=True)))
    except ValueError as unfit:
        return json.dumps({"unfit": TEXTS.index(str(unfit))})
    file = Path(out)
    file.write_bytes(with_page_link(content, bundle, language, page))
    found = check_file(file, own_templates(), language=language).findings
    problem = " ".join(each.message for each in found if each.severity == "error")
    return json.dumps({"name": f"{safe_name(said[0])}.xlsx", "problem": problem})

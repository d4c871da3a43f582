"""A template with as many entries as it may have gives formulas that Excel takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pocgate_xl.core.catalog import Catalog
from pocgate_xl.core.template import Template
from pocgate_xl.templates.checks import template_problems
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.models import template_schema
from pocgate_xl.templates.text_checks import required_keys
from pocgate_xl.workbook.layout.workbook import plan_workbook

LENGTH, ARGUMENTS, NESTING, TEXT, NAME, HEIGHT, WIDTH = 8192, 255, 64, 255, 255, 409, 255
_TEXT = re.compile(r'"(?:[^"]|"")*"')


def most(*path: str) -> int:
    schema = template_schema()
    found = schema["$defs"][path[0]] if len(path) > 1 else schema
    return int(found["properties"][path[-1]]["maxItems"])


def largest(template: Template) -> Template:
    """Return the template with as many of everything as its models allow, in rows that a sheet has."""
    helper = next(c.helper for c in template.criteria if c.helper)
    bands = (*(replace(helper.bands[0]) for _ in range(most("HelperModel", "bands") - 1)), helper.bands[-1])
    criterion = replace(template.criteria[0], helper=replace(helper, bands=bands), anchors=())
    number = most("criteria")
    categories = (
        *template.costs.categories,
        *(
            replace(template.costs.categories[1], id=f"{'category':_<35}{n}")
            for n in range(most("CostsModel", "categories") - len(template.costs.categories))
        ),
    )
    return replace(
        template,
        criteria=tuple(replace(criterion, id=f"{'criterion':_<38}{n}") for n in range(number)),
        groups=tuple(
            replace(template.groups[0], id=f"{'group':_<38}{g}", items=tuple(
                replace(template.groups[0].items[0], id=f"{'item':_<34}{g}_{n}") for n in range(25)
            ))
            for g in range(most("groups"))
        ),
        contradictions=(),
        costs=replace(template.costs, categories=categories),
        causes=tuple(
            replace(template.causes[0], id=f"{'cause':_<38}{n}", criteria=(f"{'criterion':_<38}0",), items=())
            for n in range(most("causes"))
        ),
        phases=tuple(replace(template.phases[0], id=f"{'phase':_<38}{n}") for n in range(most("phases"))),
    )  # fmt: skip


def shape(formula: str) -> Iterator[tuple[int, int]]:
    """Yield depth and number of arguments of every pair of brackets."""
    open_: list[int] = []
    for character in _TEXT.sub("", formula):
        if character == "(":
            open_.append(1)
        elif character == "," and open_:
            open_[-1] += 1
        elif character == ")":
            yield len(open_), open_.pop()


def test_the_largest_template_stays_within_the_limits_of_excel(bundle: Bundle) -> None:
    template = largest(bundle.template)
    assert template_problems(template) == []
    texts = dict(bundle.catalogs["en"].texts)
    for key in required_keys(template):
        texts.setdefault(key, key)
    plan = plan_workbook(template, Catalog("en", texts), "largest")
    formulas = [formula for _, _, formula in plan.formula_cells()]
    formulas += [h.formula for sheet in plan.sheets for h in sheet.highlights]
    assert max(map(len, formulas)) <= LENGTH
    assert max(depth for formula in formulas for depth, _ in shape(formula)) <= NESTING
    assert max(arguments for formula in formulas for _, arguments in shape(formula)) <= ARGUMENTS
    assert max(len(text) for formula in formulas for text in _TEXT.findall(formula)) <= TEXT
    assert max(map(len, plan.names)) <= NAME
    assert max(height for sheet in plan.sheets for height in sheet.heights.values()) <= HEIGHT
    assert max(width for sheet in plan.sheets for width in sheet.widths.values()) <= WIDTH

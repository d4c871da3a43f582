"""The add-in's tab: a button for every job, in groups, and the VBA that its buttons run."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from ...core.catalog import Catalog
from ..jobs.declaration import CLASSIC, jobs_for
from .vba import HELP

RIBBON = "RibbonPocgate"


TAB, TAB_KEY = "pocgateTab", "YG"
GROUP = "pocgateGroup_"


class Button(NamedTuple):
    """A button of the ribbon: its VBA procedure and what that does, and how it looks."""

    handler: str
    action: str
    group: str
    name: str
    image: str
    key: str


ARGUMENTS = Button("PocgateArguments", HELP, "help", "arguments", "FunctionWizard", "X")
"""The one button that needs no Python: help of arguments, which only Excel itself can add."""

BUTTONS = (
    *(
        Button(f"Pocgate_{job.id}", f'RunScript "{job.id}"', job.group, job.id, job.image, job.key)
        for job in jobs_for(CLASSIC)
    ),
    ARGUMENTS,
)


def quoteattr(text: str) -> str:
    """Return a text as the value of an XML attribute, in its quotes."""
    return f'"{escape(text)}"'


def ribbon_module() -> str:
    """Return what the buttons of the add-in run, without the module's name."""
    return "\n".join(line for button in BUTTONS for line in _handler(button)) + "\n"


def _handler(button: Button) -> Iterator[str]:
    yield f"Sub {button.handler}(control As IRibbonControl)"
    yield f"    {button.action}"
    yield "End Sub"
    yield ""


def ribbon_xml(catalog: Catalog) -> str:
    """Return the add-in's tab, its buttons in groups and labelled in one language.

    Source: MS-CUSTOMUI 2.2, the schema that every Excel since 2007 reads.
    """
    groups = "".join(
        f'<group id="{GROUP}{name}" label={quoteattr(catalog.text(f"job.group.{name}"))}>'
        f"{''.join(_button(button, catalog) for button in buttons)}</group>"
        for name, buttons in groupby(BUTTONS, lambda each: each.group)
    )
    label = quoteattr(catalog.text("function.category"))
    return (
        '<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"><ribbon><tabs>'
        f'<tab id="{TAB}" label={label} keytip="{TAB_KEY}">{groups}</tab></tabs></ribbon></customUI>'
    )


def _button(button: Button, catalog: Catalog) -> str:
    label, tip = (catalog.text(f"job.{button.name}.{part}") for part in ("label", "tip"))
    return (
        f'<button id="{button.handler}" label={quoteattr(label)} screentip={quoteattr(label)} '
        f'supertip={quoteattr(tip)} keytip="{button.key}" size="large" '
        f'onAction="{RIBBON}.{button.handler}" imageMso="{button.image}"/>'
    )

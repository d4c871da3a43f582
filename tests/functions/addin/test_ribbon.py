"""The ribbon against the rules of MS-CUSTOMUI, written out here by hand, and for whoever reads it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest

from pocgate_xl.functions.addin.ribbon import RIBBON, ribbon_module, ribbon_xml
from pocgate_xl.templates.loader import Bundle

SPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
INSIDE = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button"}
SHARED = {"id", "label", "keytip"}
ALLOWED = {
    "tab": SHARED, "group": SHARED,
    "button": SHARED | {"screentip", "supertip", "size", "onAction", "imageMso"},
}  # fmt: skip
LONGEST = {"id": 1024, "label": 1024, "screentip": 1024, "supertip": 1024, "onAction": 1024, "keytip": 3}
PICTURES = {
    "ErrorChecking", "ReviewDeleteComment", "GetExternalDataFromText", "CalculateNow", "FileNew",
    "TableInsertExcel", "FileOpen", "PivotTableInsert", "Help", "FunctionWizard",
}  # fmt: skip
"""Looked up in Microsoft's list of Excel 2013's controls; another one is to be looked up first."""
LARGE = 20
"""Letters that stand on the two lines below a large picture, wide ones counted twice."""


@pytest.fixture(params=["en", "ja"])
def ribbon(bundle: Bundle, request: pytest.FixtureRequest) -> ElementTree.Element:
    return ElementTree.fromstring(ribbon_xml(bundle.catalogs[request.param]))


def named(ribbon: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    return ((each.tag.removeprefix(SPACE), each) for each in ribbon.iter())


def test_elements_and_attributes_are_those_of_the_schema(ribbon: ElementTree.Element) -> None:
    for name, element in named(ribbon):
        assert {child.tag for child in element} <= {SPACE + INSIDE.get(name, "")}
        assert set(element.keys()) <= ALLOWED.get(name, set())
        for key, value in element.items():
            assert 1 <= len(value) <= LONGEST.get(key, 1024), (name, key)


def test_ids_are_names_and_there_once(ribbon: ElementTree.Element) -> None:
    ids = [element.get("id", "") for name, element in named(ribbon) if name in ALLOWED]
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id_) for id_ in ids)
    assert len(set(ids)) == len(ids) == 15  # a tab, four groups, ten buttons


def test_keys_tell_the_buttons_apart(ribbon: ElementTree.Element) -> None:
    """None begins another one: Excel would wait for more letters."""
    keys = [element.get("keytip", "") for element in ribbon.iter(f"{SPACE}button")]
    assert all(re.fullmatch("[A-Z0-9]{1,3}", key) for key in keys)
    assert not [(a, b) for a in keys for b in keys if a is not b and b.startswith(a)]


def test_every_button_has_words_a_picture_and_a_procedure(ribbon: ElementTree.Element) -> None:
    subs = set(re.findall(r"^Sub (\w+)\(control As IRibbonControl\)", ribbon_module(), re.MULTILINE))
    for button in ribbon.iter(f"{SPACE}button"):
        assert button.get("imageMso") in PICTURES
        assert button.get("onAction", "").removeprefix(f"{RIBBON}.") in subs
        assert len(button.get("supertip", "")) > len(button.get("label", ""))
        assert len(button.get("label", "").encode("shift_jis")) <= LARGE

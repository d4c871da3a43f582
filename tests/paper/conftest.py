"""The workbooks that are printed: by language, blank, half filled in, full; and of a gate of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.fill import Values
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.own_gate.changed_gate import own_gate
from tests.paper.long_texts import long_values
from tests.paper.printed import Page, printed
from tests.workbook.generated import LANGUAGES, values_of


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A gate with nine criteria, 22 items and a logo."""
    folder = own_gate(tmp_path_factory.mktemp("own"))
    theme = folder / "theme.toml"
    text = theme.read_text(encoding="utf-8").replace("# logo =", "logo =")
    theme.write_text(text.replace('organization = ""', 'organization = "Aoba"'), encoding="utf-8")
    Image.new("RGB", (300, 90), "#1F4E79").save(folder / "logo.png")
    return load_bundle(folder)


@pytest.fixture(scope="session")
def workbooks(bundle: Bundle, own: Bundle) -> dict[str, bytes]:
    """Every workbook that is printed, by name."""
    made = {}
    for language in LANGUAGES:
        for name, gate in (("", bundle), ("own ", own)):
            states: dict[str, Values] = {
                "blank": values_of(gate, "blank"),
                "half": values_of(gate, "middling"),
                "full": long_values(gate, language),
            }
            if name:
                del states["half"]
            made |= {
                f"{name}{language} {state}": workbook_for(gate, language, v) for state, v in states.items()
            }
    return made


@pytest.fixture(scope="session")
def pages(workbooks: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """All pages of all workbooks, printed in one go."""
    folder: Path = tmp_path_factory.mktemp("paper")
    return printed(workbooks, folder)

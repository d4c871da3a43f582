"""Names put into a workbook part stand behind its own, with what programs tell of them."""

from __future__ import annotations

import pytest

from pocgate_xl.spreadsheetml.editing.cell_writer import EditError
from pocgate_xl.spreadsheetml.editing.name_editor import NewName, with_names

PART = b'<workbook><definedNames><definedName name="a">S!$A$1</definedName></definedNames></workbook>'


def test_names_stand_behind_those_that_were_there_quoted_for_xml() -> None:
    made = with_names(PART, [NewName("PG.X", 'IF(1<2,"&",3)', 'says "so"'), NewName("Y", "1")])
    assert made == PART.replace(
        b"</definedNames>",
        b'<definedName name="PG.X" comment="says &quot;so&quot;">IF(1&lt;2,&quot;&amp;&quot;,3)</definedName>'
        b'<definedName name="Y">1</definedName></definedNames>',
    )


@pytest.mark.parametrize("part", [b"<workbook/>", PART + PART])
def test_a_part_without_one_list_of_names_is_not_edited(part: bytes) -> None:
    with pytest.raises(EditError):
        with_names(part, [])

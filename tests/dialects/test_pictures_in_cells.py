"""Pictures that stand in cells, as Excel and WPS Office write them, and what other programs leave of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pocgate_xl.batch import check_file
from tests.hostile.case import Make
from tests.hostile.edits import added, chain, declared, input_xml, link, linked
from tests.hostile.submission import submission

EVIDENCE, RATING, COST = "pg_evidence_security", "pg_rating_integration", "pg_poc_cost_development"
RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
METADATA = f"""<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:xlrd="{RICH}">
<metadataTypes count="1"><metadataType name="XLRICHVALUE" minSupportedVersion="120000"/></metadataTypes>
<futureMetadata name="XLRICHVALUE" count="1"><bk><extLst><ext uri="{{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}}">
<xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata>
<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>"""
VALUES = f'<rvData xmlns="{RICH}" count="1"><rv s="0"><v>0</v><v>5</v></rv></rvData>'
STRUCTURES = f"""<rvStructures xmlns="{RICH}" count="1"><s t="_localImage">
<k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/></s></rvStructures>"""
PARTS = {
    "xl/metadata.xml": METADATA,
    "xl/richData/rdrichvalue.xml": VALUES,
    "xl/richData/rdrichvaluestructure.xml": STRUCTURES,
    "xl/media/image1.png": "\x89PNG",
}
TYPES = {
    "xl/metadata.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml",
    "xl/richData/rdrichvalue.xml": "application/vnd.ms-excel.rdrichvalue+xml",
}
DISPIMG = "DISPIMG(&quot;ID_6A2B&quot;,1)"


def placed(name: str) -> Make:
    """Place a picture in a cell as Excel does."""
    links = (("rIdM", "sheetMetadata", "metadata.xml"), ("rIdR", "rdRichValue", "richData/rdrichvalue.xml"))
    types = (declared(part, type_) for part, type_ in TYPES.items())
    return chain(
        added(PARTS),
        linked("".join(link(*each) for each in links)),
        *types,
        input_xml(name, '{c} t="e" vm="1"><v>#VALUE!</v></c>'),
    )


WAYS: dict[str, Make] = {
    "placed in a cell": placed(EVIDENCE),
    "placed instead of a rating": placed(RATING),
    "placed instead of a cost": placed(COST),
    "saved by a program that knows no such pictures": input_xml(EVIDENCE, '{c} t="e"><v>#VALUE!</v></c>'),
    "by WPS Office": input_xml(EVIDENCE, f'{{c}} t="str"><f>_xlfn.{DISPIMG}</f><v>={DISPIMG}</v></c>'),
    "by WPS Office instead of a rating": input_xml(
        RATING, f'{{c}} t="str"><f>{DISPIMG}</f><v>={DISPIMG}</v></c>'
    ),
    "by WPS Office, then saved as values": input_xml(EVIDENCE, f'{{c}} t="str"><v>={DISPIMG}</v></c>'),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_in_a_cell_is_one_warning_that_names_it(way: str, tmp_path: Path) -> None:
    file = tmp_path / "submission.xlsx"
    file.write_bytes(WAYS[way](submission()))
    found = check_file(file)
    about = [finding for finding in found.findings if finding.code not in ("PG113", "PG130", "PG302")]
    assert [(finding.code, finding.severity) for finding in about] == [("PG718", "warning")]
    assert "picture" in about[0].message

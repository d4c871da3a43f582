"""What the doctor mends by itself, and what it leaves to people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.functions.addin.build import live_workbook
from pocgate_xl.functions.installation.conf import own_file, read_conf
from pocgate_xl.functions.installation.doctor import diagnose
from pocgate_xl.functions.installation.install import install
from pocgate_xl.functions.installation.machine import Machine
from pocgate_xl.functions.installation.mend import mend
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.functions.installation.described import PYTHON, windows
from tests.functions.installation.test_install import EXCEL, files_below, older

ZONE = b"[ZoneTransfer]\r\nZoneId=3\r\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return windows(tmp_path)


def wrong(machine: Machine) -> set[str]:
    return {each.subject for each in diagnose(machine) if each.state == "wrong"}


def test_where_nothing_is_wrong_nothing_is_written(machine: Machine, tmp_path: Path) -> None:
    list(install(machine, "en"))
    before = files_below(tmp_path)
    assert list(mend(machine)) == []
    assert files_below(tmp_path) == before


def test_a_profile_whose_python_is_gone_names_this_one(machine: Machine) -> None:
    conf = own_file(machine.home)
    conf.parent.mkdir()
    conf.write_text('"INTERPRETER_WIN","C:\\gone\\python.exe"\n', encoding="utf-8")
    assert wrong(machine) == {"Python that Excel starts"}
    assert len(list(mend(machine))) == 1
    assert read_conf(conf) == {"INTERPRETER_WIN": PYTHON}
    assert wrong(machine) == set()


def test_a_python_of_the_store_is_named_nowhere(machine: Machine, tmp_path: Path) -> None:
    store = r"C:\Program Files\WindowsApps\Python\python.exe"
    seen = replace(machine, executable=store, environment={"PATH": ""})
    assert list(mend(seen)) == []
    assert files_below(tmp_path) == {}


def test_an_addin_of_another_xlwings_is_renewed(machine: Machine, tmp_path: Path) -> None:
    place = tmp_path.joinpath(*EXCEL)
    place.parent.mkdir(parents=True)
    place.write_bytes(older())
    assert wrong(machine) == {"Installed add-in"}
    assert [line.split()[0] for line in mend(machine)] == ["renewed"]
    assert wrong(machine) == set()


def test_only_files_of_ours_are_unblocked(
    machine: Machine, tmp_path: Path, built: bytes, bundle: Bundle
) -> None:
    live = live_workbook(workbook_for(bundle, "en", {"pg_engagement_id": "E"}, "classic"))
    contents = {
        "gate.xlam": built, "live.xlsm": live, "more.xlam": older(Own="Sub A()\nEnd Sub\n"),
        "plain.xlsx": workbook_for(bundle, "en", {"pg_engagement_id": "E"}), "broken.xlsm": b"PK",
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / f"{name}:Zone.Identifier").write_bytes(ZONE)
    done = list(mend(machine, [tmp_path / name for name in contents]))
    assert done == [f"unblocked {tmp_path / name}" for name in ("gate.xlam", "live.xlsm")]
    left = {file.name for file in tmp_path.glob("*:Zone.Identifier")}
    assert left == {f"{name}:Zone.Identifier" for name in ("more.xlam", "plain.xlsx", "broken.xlsm")}


def test_elsewhere_than_on_windows_nothing_is_mended(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(mend(replace(machine, platform="linux"))) == []
    assert main(["addin", "doctor", "--mend"]) in (0, 1)
    assert "nothing here can be mended" in capsys.readouterr().out

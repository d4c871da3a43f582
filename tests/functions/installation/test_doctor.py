"""The diagnosis of a machine: any machine can be described, so every advice is tried on every platform."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.functions.addin.bridge import BRIDGE, bridge
from pocgate_xl.functions.addin.build import addin_modules
from pocgate_xl.functions.addin.vba import WRAPPERS
from pocgate_xl.functions.addin.vba_writer import with_modules
from pocgate_xl.functions.installation.conf import conf_files, read_conf
from pocgate_xl.functions.installation.doctor import diagnose
from pocgate_xl.functions.installation.install import install
from pocgate_xl.functions.installation.machine import Examined, Machine
from pocgate_xl.functions.installation.macro_files import diagnose_file, look_into
from pocgate_xl.functions.installation.mend import mend
from pocgate_xl.functions.installation.registry import disabled_path
from pocgate_xl.opc.zip_writer import write_container
from pocgate_xl.templates.loader import Bundle
from tests.functions.addin.test_refresh import xlsm
from tests.functions.installation.described import EXCEL, FILES, LIBRARY, PYTHON, program, windows
from tests.functions.installation.test_install import EXCEL as PLACE
from tests.functions.installation.test_install import older

STARTED = "Python that Excel starts"
INSTALLED = "Installed add-in"
OTHER = r"C:\other\python.exe"
STORE = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051_x86__8wekyb3d8bbwe\EXCEL.EXE"
ALIAS = r"C:\Users\A\AppData\Local\Microsoft\WindowsApps\python.exe"
ZONE = b"[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://mail.example.com/\r\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return windows(tmp_path)


def found(machine: Machine, subject: str, words: str = "") -> Examined:
    return next(each for each in diagnose(machine) if each.subject == subject and words in each.found)


def all_found(machine: Machine, subject: str) -> str:
    return " ".join(each.found for each in diagnose(machine) if each.subject == subject)


def configure(machine: Machine, text: str, project: int = 1) -> str:
    file = conf_files(machine.home)[project]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return str(file)


def with_files(machine: Machine, **files: bytes) -> Machine:
    return windows(machine.home, {**FILES, **files})


def test_this_machine_can_be_diagnosed_whatever_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "doctor"]) in (0, 1)
    assert "Python" in capsys.readouterr().out


def test_nothing_is_wrong_where_everything_is_as_it_should_be(machine: Machine) -> None:
    list(install(machine, "en"))
    states = {(each.subject, each.state) for each in diagnose(machine)}
    assert {subject for subject, state in states if state != "fine"} == {"Antivirus"}


def test_elsewhere_than_on_windows_lite_is_offered(machine: Machine) -> None:
    versions = {"xlwings": "0.37.8", "pywin32": None}
    mac = replace(machine, platform="darwin", executable="/usr/bin/python3", versions=versions, registry={})
    assert "pocgate addin lite" in found(mac, "Windows").advice
    assert not [result for result in diagnose(mac) if result.state == "wrong"]
    assert {found(mac, each).state for each in ("Macro settings", "Excel", STARTED, INSTALLED)} == {"skipped"}


def test_what_is_not_installed_is_named_with_the_command(machine: Machine) -> None:
    result = found(replace(machine, versions={"xlwings": "0.37.8", "pywin32": None}), "pywin32")
    assert result.state == "wrong"
    assert "-m pip install pywin32" in result.advice


@pytest.mark.parametrize(
    ("executable", "state", "words"),
    [
        (r"C:\Users\A\OneDrive - Aoba\py\python.exe", "wrong", "cloud folder"),
        (r"D:\Aoba\py\python.exe", "wrong", "cloud folder"),
        (r"C:\Program Files\Python\python.exe", "advice", "has a space"),
        (r"C:\利用者\python.exe", "advice", "beyond ASCII"),
        ("C:\\" + "x" * 250 + r"\python.exe", "advice", "characters"),
    ],
)
def test_paths_that_keep_excel_from_python(machine: Machine, executable: str, state: str, words: str) -> None:
    """A folder of OneDrive may bear any name: the environment says which it is."""
    environment = {**machine.environment, "OneDriveCommercial": r"D:\Aoba"}
    seen = replace(machine, executable=executable, environment=environment)
    assert found(seen, "Python's path", words).state == state


@pytest.mark.parametrize(
    "store", [ALIAS, r"C:\Program Files\WindowsApps\PythonSoftwareFoundation\python.exe"]
)
def test_the_python_of_the_store_is_warned_of(machine: Machine, store: str) -> None:
    assert found(replace(machine, executable=store), "Python").state == "wrong"
    configure(machine, f'"INTERPRETER_WIN","{store}"\n')
    assert "Microsoft Store" in found(machine, STARTED).found


@pytest.mark.parametrize(
    ("conf", "files", "state", "words"),
    [
        ("", {}, "fine", PYTHON),  # by PATH
        (
            '"INTERPRETER_WIN","C:\\PYTHON311\\python.exe"',
            {r"C:\PYTHON311\python.exe": b""},
            "fine",
            "python",
        ),
        ('"INTERPRETER_WIN","C:\\gone\\python.exe"', {}, "wrong", "there is no"),
        (f'"INTERPRETER_WIN","{OTHER}"', {OTHER: program(64)}, "wrong", "has no pocgate"),
        (
            f'"INTERPRETER_WIN","{OTHER}"',
            {OTHER: program(32), r"C:\other\Lib\site-packages\pocgate_xl\__init__.py": b""},
            "advice",
            "32 bit, is another than this one (64 bit)",
        ),
    ],
)
def test_the_python_that_excel_starts_is_held_against_this_one(
    machine: Machine, conf: str, files: dict[str, bytes], state: str, words: str
) -> None:
    configure(machine, conf)
    result = found(with_files(machine, **files), STARTED)
    assert (result.state, words in result.found) == (state, True)
    assert ("pocgate addin install" in result.advice) == (state != "fine")


def test_a_path_without_python_is_told(machine: Machine) -> None:
    seen = replace(machine, environment={**machine.environment, "PATH": rf"C:\x;{Path(ALIAS).name};."})
    assert found(seen, STARTED).state == "wrong"


@pytest.mark.parametrize(
    ("environment", "there", "state"),
    [
        ("gate", r"C:\conda\envs\gate", "wrong"),  # without pocgate
        ("gone", r"C:\conda\envs\gate", "wrong"),
        ("base", r"C:\conda", "fine"),  # where this pocgate runs
    ],
)
def test_an_environment_of_conda_that_is_another_than_this_is_told(
    machine: Machine, environment: str, there: str, state: str
) -> None:
    configure(machine, f'"CONDA PATH","C:\\conda"\n"CONDA ENV","{environment}"\n', 0)
    files = {
        rf"{there}\pythonw.exe": program(64), rf"{there}\conda-meta\history": b"",
        r"C:\conda\condabin\conda.bat": b"",
    }  # fmt: skip
    seen = replace(with_files(machine, **files), executable=r"C:\conda\python.exe")
    result = found(seen, STARTED)
    assert result.state == state
    assert f"conda environment {environment}" in result.found or environment == "gone"


@pytest.mark.parametrize("named", ["py\\python.exe", "python.exe -c x", "C:python.exe", "calc"])
def test_an_interpreter_that_our_macros_refuse_is_told(machine: Machine, named: str) -> None:
    file = configure(machine, f'"INTERPRETER_WIN","{named}"\n', 1)
    assert found(machine, file).state == "wrong"
    assert "whole path" in found(machine, file).found


@pytest.mark.parametrize("named", ["", "python", "PYTHONW.EXE"])
def test_an_interpreter_on_the_path_is_fine(machine: Machine, named: str) -> None:
    file = configure(machine, f'"INTERPRETER_WIN","{named}"\n', 1)
    assert "whole path" not in found(machine, file).found
    assert found(machine, STARTED).found == PYTHON


def test_a_missing_configuration_says_what_to_run(machine: Machine) -> None:
    assert "pocgate addin install" in found(machine, str(conf_files(machine.home)[1])).advice


def test_modules_beside_somebody_elses_workbook_are_warned_of(machine: Machine) -> None:
    file = configure(machine, f'"INTERPRETER_WIN","{PYTHON}"\n', 0)
    assert "ADD_WORKBOOK_TO_PYTHONPATH" in all_found(machine, file)
    configure(machine, f'"INTERPRETER_WIN","{PYTHON}"\n"ADD_WORKBOOK_TO_PYTHONPATH","False"\n', 0)
    assert "ADD_WORKBOOK_TO_PYTHONPATH" not in all_found(machine, file)


@pytest.mark.parametrize(("level", "state"), [(4, "wrong"), (3, "advice"), (2, "fine"), (1, "fine")])
def test_settings_for_macros(machine: Machine, level: int, state: str) -> None:
    assert found(replace(machine, registry={"VBAWarnings": level}), "Macro settings").state == state


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("AllLocationsDisabled", "trusted locations"),
        ("DisableAllAddins", "all add-ins"),
        ("RequireAddinSig", "signed add-ins"),
    ],
)
def test_what_an_administrator_switched_off_is_told(machine: Machine, name: str, words: str) -> None:
    assert found(replace(machine, registry={name: 1}), "Macro settings", words).state == "wrong"
    assert words not in all_found(replace(machine, registry={name: 0}), "Macro settings")


@pytest.mark.parametrize(
    ("registry", "state", "words"),
    [
        ({"Excel": EXCEL, "ClickToRun": "x64"}, "fine", "64 bit, Click-to-Run"),
        ({"Excel": EXCEL}, "fine", "64 bit, installed by Windows Installer"),
        ({"Excel": STORE}, "wrong", "Microsoft Store"),
        ({}, "advice", "not registered"),
    ],
)
def test_from_where_excel_comes(machine: Machine, registry: dict[str, str], state: str, words: str) -> None:
    result = found(replace(machine, registry=registry), "Excel")
    assert (result.state, words in result.found) == (state, True)


@pytest.mark.parametrize("platform", ["x86", ""])
@pytest.mark.parametrize("python_bits", [32, 64])
def test_the_library_is_that_of_excels_bits_whatever_python_has(
    machine: Machine, platform: str, python_bits: int
) -> None:
    """Excel loads it, and Python runs in a process of its own."""
    files = {PYTHON: program(64), LIBRARY: b"MZ"}
    if not platform:
        files[EXCEL] = program(32)
    seen = windows(machine.home, files, bits=python_bits, registry={"Excel": EXCEL, "ClickToRun": platform})
    assert found(seen, "xlwings DLL").found == "xlwings32-0.37.8.dll is not beside Python"
    files[LIBRARY.replace("64-", "32-")] = b"MZ"
    assert found(seen, "xlwings DLL").state == "fine"


def test_the_programs_own_header_outranks_what_the_registry_says(machine: Machine) -> None:
    seen = with_files(machine, **{EXCEL: program(32)})
    assert "32 bit" in found(seen, "Excel").found


def test_an_addin_of_another_xlwings_is_to_be_renewed(machine: Machine, tmp_path: Path) -> None:
    assert found(machine, INSTALLED).advice == "Run: pocgate addin install"
    place = tmp_path.joinpath(*PLACE)
    place.parent.mkdir(parents=True)
    place.write_bytes(older())
    assert found(machine, INSTALLED).state == "wrong"
    assert found(machine, INSTALLED).advice == "Run: pocgate addin refresh"
    place.write_bytes(b"no add-in")
    assert "not ours" in found(machine, INSTALLED).found


def test_an_addin_with_the_functions_of_another_release_is_to_be_renewed(
    machine: Machine, tmp_path: Path
) -> None:
    place = tmp_path.joinpath(*PLACE)
    place.parent.mkdir(parents=True)
    made = {
        **addin_modules(),
        WRAPPERS: addin_modules()[WRAPPERS] + "Function POCGATE_GONE()\nEnd Function\n",
    }
    place.write_bytes(older(**made))
    result = found(machine, INSTALLED)
    assert (result.state, result.advice) == ("advice", "Run: pocgate addin refresh")
    assert [line.split()[0] for line in mend(machine)] == ["renewed"]
    assert found(machine, INSTALLED).state == "fine"


def test_an_addin_that_is_loaded_twice_is_told(machine: Machine, tmp_path: Path, built: bytes) -> None:
    second, foreign = tmp_path / "gate.xlam", tmp_path / "foreign.xlam"
    second.write_bytes(built)
    foreign.write_bytes(b"x")
    seen = replace(machine, registry={"Opened": (f'/R "{foreign}"', f'/R "{second}"', "gone.xlam")})
    assert found(seen, INSTALLED, "gate.xlam").state == "fine"
    list(install(machine, "en"))
    assert found(seen, INSTALLED, "loaded as well").state == "wrong"
    assert "foreign" not in all_found(seen, INSTALLED)


def disabled(path: str, name: str = "pocgate") -> bytes:
    """Return an entry as Excel writes it: a kind, two lengths in bytes, two texts that end in 0."""
    texts = [f"{text}\0".encode("utf-16-le") for text in (path, name)]
    return struct.pack("<III", 1, *map(len, texts)) + b"".join(texts)


def test_what_excel_switched_off_after_a_crash_is_told(machine: Machine) -> None:
    path = r"c:\users\a\appdata\roaming\microsoft\excel\xlstart\pocgate.xlam"
    assert disabled_path(disabled(path)) == path
    for broken in (b"", b"\1", bytes(12), disabled(path)[:30], b"\xff" * 40):
        assert disabled_path(broken) != path
    seen = replace(machine, registry={"Disabled": (path, r"c:\other.dll")})
    assert found(seen, "Disabled items").state == "wrong"
    assert "other.dll" not in all_found(seen, "Disabled items")


@pytest.mark.parametrize(
    ("zone", "blocked"), [(ZONE, True), (ZONE.replace(b"=3", b"=0"), False), (b"", False)]
)
def test_the_mark_of_the_web_is_told(
    machine: Machine, tmp_path: Path, built: bytes, zone: bytes, blocked: bool
) -> None:
    file = tmp_path / "gate.xlam"
    file.write_bytes(built)
    (tmp_path / "gate.xlam:Zone.Identifier").write_bytes(zone)
    states = [each.state for each in look_into(machine, file)]
    assert states == ["fine", "wrong"] if blocked else states == ["fine"]


@pytest.mark.parametrize(("version", "state"), [("0.30.1", "advice"), ("0.37.8", "fine")])
def test_a_workbook_of_somebody_else_that_calls_xlwings_is_told(
    tmp_path: Path, bundle: Bundle, version: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its Python is its own; ours are not touched, so it is not called wrong."""
    monkeypatch.setattr("pocgate_xl.functions.installation.macro_files.installed_xlwings", lambda: "0.37.8")
    own = bridge(version, addin=False) + "Sub Own()\nEnd Sub\n"
    file = tmp_path / "theirs.xlsm"
    file.write_bytes(write_container(with_modules(xlsm(bundle), {BRIDGE: own})))
    result = diagnose_file(file)
    assert (result.state, version in result.found) == (state, True)
    assert "not ours" in result.found


def test_a_file_in_a_cloud_folder_is_told(machine: Machine, tmp_path: Path, built: bytes) -> None:
    file = tmp_path / "gate.xlam"
    file.write_bytes(built)
    seen = replace(machine, environment={"OneDrive": str(tmp_path)})
    assert [each.state for each in look_into(seen, file)] == ["fine", "advice"]


def test_a_configuration_is_read_as_vba_reads_it(tmp_path: Path) -> None:
    """The first line that names a setting counts."""
    file = tmp_path / "xlwings.conf"
    assert read_conf(file) is None
    lines = '"Interpreter_Win", "C:\\py\\python.exe"\n"udf modules",""\nbroken\n"INTERPRETER WIN","second"\n'
    file.write_text(lines, encoding="utf-8")
    assert read_conf(file) == {"INTERPRETER_WIN": r"C:\py\python.exe", "UDF_MODULES": ""}

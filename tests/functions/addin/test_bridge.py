"""What starts Python, run from the built files: nobody but the user and the add-in says which Python."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pocgate_xl.functions.addin.bridge import bridge
from pocgate_xl.functions.addin.build import addin, live_workbook
from pocgate_xl.functions.addin.ribbon import ribbon_module
from pocgate_xl.functions.addin.vba import wrappers
from pocgate_xl.functions.jobs.declaration import CLASSIC, jobs_for
from pocgate_xl.functions.registry import help_catalog
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.functions.fake_vba import HOME, PLAYED, PYTHON, Computer, Excel, module_of

OWN = r"C:\Own\python.exe"
HOSTILE = (
    ("Interpreter_Win", r"\\evil\share\python.exe"), ("Interpreter", r"\\evil\share\python.exe"),
    ("PYTHONPATH", "x\\\"\"); import os; os.system('calc') #"), ("Conda Path", r"\\evil\conda"),
    ("Conda Env", "base & calc"), ("LICENSE_KEY", "';import os;os.system('calc');'"),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "True"), ("Show Console", "True"), ("Debug UDFs", "True"),
    ("UDF Modules", "evil"), ("Use UDF Server", "False"), ("TEMP DIR", r"\\evil\share"),
)  # fmt: skip
CONF = "\n".join(f'"{name}","{value}"' for name, value in HOSTILE)
TITLES = ("pocgate.conf", "xlwings.conf", "_xlwings.conf", "PocGate.Conf", "evil.py")
SERVED = "-P -B -c \"import xlwings;xlwings.serve('$(CLSID)')\""
JAPANESE = "import os;os.environ['POCGATE_LANG']='ja';"
"""What an add-in that was built in that language has Python told first; a workbook says nothing."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> Path:
    """A folder with both built files, an add-in with a Python of its own, and a blank workbook."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "live.xlsm").write_bytes(
        live_workbook(workbook_for(bundle, "en", {"pg_engagement_id": "E"}, "classic"))
    )
    (folder / "gate.xlam").write_bytes(addin(help_catalog()))
    (folder / "own.xlam").write_bytes(addin(help_catalog(), OWN, "ja"))
    return folder


def with_settings(workbook: Any, state: str) -> Any:
    """Return a workbook with every sheet that a host could take settings or code from."""
    for title in TITLES:
        if title.casefold() in {sheet.title.casefold() for sheet in workbook}:
            continue
        sheet = workbook.create_sheet(title)
        sheet.sheet_state = state
        for row in HOSTILE:
            sheet.append(row)
    return workbook


def hostile_folder(folder: Path) -> dict[str, str]:
    """Return the files of settings that lie beside a workbook, or where a program is started."""
    places = (str(folder), str(folder).replace("/", "\\"), ".", "", "C:")
    names = ("pocgate.conf", "xlwings.conf")
    return {f"{place}{cut}{name}": CONF for place in places for cut in ("\\", "/") for name in names}


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
@pytest.mark.parametrize("built", ["gate.xlam", "own.xlam", "live.xlsm"])
def test_a_workbook_and_its_folder_say_nothing(tmp_path: Path, files: Path, built: str, state: str) -> None:
    given = tmp_path / "given.xlsx"
    with_settings(Workbook(), state).save(given)
    computer = Computer(texts=hostile_folder(tmp_path), files=(PYTHON, OWN, r".\pythonw.exe", "pythonw.exe"))
    excel = Excel(files / built, computer)
    excel.open(given)
    assert excel.app.evaluate("ActiveWorkbook.Name") == "given.xlsx"
    python = OWN if built == "own.xlam" else PYTHON
    assert excel.run("Interpreter") == python
    spoken = JAPANESE if built == "own.xlam" else ""
    assert excel.run("XLPy") == f'"{python}" {SERVED}'.replace("import", f"{spoken}import", 1)
    own_files = {rf"{HOME}\.{name}\{name}.conf" for name in ("pocgate", "xlwings")}
    library = computer.library
    assert excel.asked <= {*own_files, python, rf"{python.rpartition(chr(92))[0]}\{library}"}
    for name, _ in HOSTILE:
        answer = excel.run("GetConfig", name.upper())
        assert answer == (OWN if name == "Interpreter_Win" and built == "own.xlam" else "")


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_a_live_workbook_does_not_obey_itself(tmp_path: Path, files: Path, state: str) -> None:
    """It travels: what stands in it was written by whoever had it last."""
    given = tmp_path / "live.xlsm"
    with_settings(load_workbook(files / "live.xlsm", keep_vba=True), state).save(given)
    excel = Excel(given, Computer(texts=hostile_folder(tmp_path)))
    assert (
        excel.app.evaluate('ThisWorkbook.Worksheets("pocgate.conf").Cells(1, 1).Value') == "Interpreter_Win"
    )
    assert excel.run("XLPy") == f'"{PYTHON}" {SERVED}'
    assert excel.run("GetConfig", "INTERPRETER_WIN") == ""


def test_the_user_is_obeyed(files: Path) -> None:
    conf = r'"INTERPRETER_WIN","%LOCALAPPDATA%\py\python.exe"' + "\n"
    conf += f'"pythonpath","{HOME}\\it\'s"\n"SHOW_CONSOLE",True'
    own = Computer(
        {"USERPROFILE": HOME, "PATH": "", "LOCALAPPDATA": r"C:\L"},
        {rf"{HOME}\.pocgate\pocgate.conf": conf, rf"{HOME}\.xlwings\xlwings.conf": CONF},
        (r"C:\L\py\python.exe",),
    )
    for built in ("gate.xlam", "live.xlsm"):
        answer = Excel(files / built, own).run("XLPy")
        paths = r"import sys;sys.path[:0]='C:\\Users\\A\\it\u0027s'.split(';');"
        serve = "import xlwings;xlwings.serve('$(CLSID)') #showconsole"
        assert answer == rf'"C:\L\py\python.exe" -P -B -c "{paths}{serve}"'


def test_the_language_of_words_is_told_in_harmless_letters(files: Path) -> None:
    texts = {rf"{HOME}\.pocgate\pocgate.conf": "LANGUAGE,ja'+x"}
    answer = Excel(files / "live.xlsm", Computer(texts=texts)).run("XLPy")
    assert answer == f'"{PYTHON}" {SERVED}'.replace(
        "import", r"import os;os.environ['POCGATE_LANG']='ja\u0027\u002Bx';import", 1
    )


def test_the_addin_comes_before_the_profile_and_xlwings_after_it(files: Path) -> None:
    texts = {
        rf"{HOME}\.pocgate\pocgate.conf": r'"INTERPRETER_WIN","C:\P\python.exe"',
        rf"{HOME}\.xlwings\xlwings.conf": r'"INTERPRETER_WIN","C:\X\python.exe"',
    }
    there = Computer(texts=texts, files=(PYTHON, OWN, r"C:\P\python.exe", r"C:\X\python.exe"))
    assert Excel(files / "own.xlam", there).run("Interpreter") == OWN
    assert Excel(files / "gate.xlam", there).run("Interpreter") == r"C:\P\python.exe"
    only = replace(there, texts={path: text for path, text in texts.items() if "xlwings" in path})
    assert Excel(files / "live.xlsm", only).run("Interpreter") == r"C:\X\python.exe"


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ("base", r"C:\conda\pythonw.exe"),
        ("gate", r"C:\conda\envs\gate\pythonw.exe"),
        (r"D:\e", r"D:\e\pythonw.exe"),
    ],
)
def test_an_environment_of_conda_is_found(files: Path, environment: str, found: str) -> None:
    conf = f'"CONDA PATH","C:\\conda"\n"CONDA ENV","{environment}"'
    there = Computer(texts={rf"{HOME}\.xlwings\xlwings.conf": conf}, files=(PYTHON, found))
    assert Excel(files / "gate.xlam", there).run("Interpreter") == found


@pytest.mark.parametrize(
    "named",
    [
        "calc", "python.exe -c evil", r"py\python.exe", r"\py\python.exe", "C:python.exe",
        "C:\\a\\\" & calc.exe", r"C:\a\$(Environment:X)\python.exe", r"C:\gone\python.exe",
        "https://x/python.exe", r"C:\a|b\python.exe", r"\\?\C:\python.exe", "C:\\a\tb\\python.exe",
    ],
)  # fmt: skip
def test_what_names_no_program_is_refused(files: Path, named: str) -> None:
    texts = {rf"{HOME}\.pocgate\pocgate.conf": f'"INTERPRETER_WIN","{named}"'}
    there = Computer(texts=texts, files=(PYTHON, *({named} - {r"C:\gone\python.exe"})))
    excel = Excel(files / "gate.xlam", there)
    with pytest.raises(Exception, match=r"INTERPRETER_WIN|There is no"):
        excel.run("XLPy")


def test_the_current_folder_and_relative_ones_are_not_searched(files: Path) -> None:
    path = (
        rf";.;bin;\bin;C:bin;C:\Users\A\AppData\Local\Microsoft\WindowsApps;{PYTHON.rpartition(chr(92))[0]}"
    )
    every = ("pythonw.exe", r"bin\pythonw.exe", r".\pythonw.exe", r"\bin\pythonw.exe", PYTHON)
    store = r"C:\Users\A\AppData\Local\Microsoft\WindowsApps\pythonw.exe"
    there = Computer({"USERPROFILE": HOME, "PATH": path}, {}, (*every, store))
    excel = Excel(files / "live.xlsm", there)
    assert excel.run("Interpreter") == PYTHON
    assert excel.asked <= {rf"{HOME}\.{name}\{name}.conf" for name in ("pocgate", "xlwings")} | {PYTHON}


def test_a_library_that_is_not_beside_python_is_loaded_from_nowhere(files: Path) -> None:
    excel = Excel(files / "live.xlsm", Computer(library="another.dll"))
    with pytest.raises(Exception, match="neither beside"):
        excel.run("XLPy")
    loaded = {path for path in excel.asked if path.endswith(".dll")}
    assert loaded == {rf"C:\Python311\{Computer().library}", rf"C:\{Computer().library}"}


@pytest.mark.parametrize(
    "text",
    [
        "C:\\lib", "it's", 'a"b', "a&b|c<d>e^f%g!h", "$(CLSID)", "利用者", "＂；％", "x\\",
        "'+__import__('os')+'",
        "a\nb\tc", "\\\\server\\share", "{}()[]#`~@=,?*",
    ],
)  # fmt: skip
def test_a_path_arrives_whole_and_says_nothing_to_a_command_line(files: Path, text: str) -> None:
    spelled = str(Excel(files / "gate.xlam", Computer()).run("Spelled", text))
    assert re.fullmatch(r"[A-Za-z0-9:;._/ \\-]*", spelled)
    assert eval(f"'{spelled}'") == text


def test_a_path_too_long_for_the_library_is_refused(files: Path) -> None:
    """It copies the command into 2,048 bytes."""
    texts = {rf"{HOME}\.pocgate\pocgate.conf": f'"PYTHONPATH","C:\\{"x" * 2000}"'}
    with pytest.raises(Exception, match="too long"):
        Excel(files / "gate.xlam", Computer(texts=texts)).run("XLPy")


def test_without_a_profile_nothing_is_read_from_a_relative_place(files: Path) -> None:
    excel = Excel(files / "gate.xlam", Computer({"PATH": r"C:\Python311"}, {r"\.pocgate\pocgate.conf": CONF}))
    assert excel.run("GetConfig", "INTERPRETER_WIN") == ""
    assert excel.asked == set()


@pytest.mark.parametrize("built", ["gate.xlam", "live.xlsm"])
def test_the_whole_text_reaches_for_nothing_else(files: Path, built: str) -> None:
    """Settings, shells and code that xlwings' own module would take from the active workbook are gone."""
    names = ["xlwings", "xlwings_udfs", "PocgateWizard", *(["RibbonPocgate"] if built == "gate.xlam" else [])]
    text = "\n".join(module_of(files / built, name) for name in names)
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("'"))
    words = ("CreateObject", "Shell", "cmd.exe", "ActiveDocument", "VBComponents", "Workbooks(", "CurDir")
    for word in words:
        assert word not in code, word
    assert "Option Private Module" in module_of(files / built, "xlwings")  # else every cell could call it
    assert re.findall(r".*ActiveWorkbook.*", code) == [
        '    server.SetAttr server.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook'
    ]
    own = [line.strip() for line in code.splitlines() if "ThisWorkbook." in line and "IsAddin" not in line]
    sheets = ['With ThisWorkbook.Worksheets("pocgate.conf")'] if built == "gate.xlam" else []
    assert [line for line in own if "Worksheets" in line or "Sheets(" in line] == sheets
    asking = re.findall(r"\b(?:Environ\$|GetAttr|Open path)", code)
    assert len(asking) == len(PLAYED)


def test_no_workbook_is_handed_to_xlwings() -> None:
    """It would run what stands in sheets whose names end in .py."""
    calls = re.findall(r"XLPy\.CallUDF\(.*Application\.Caller\)", wrappers())
    assert calls
    assert all(call.endswith(", Empty, Application.Caller)") for call in calls)
    scripts = re.findall(r"RunScript (.*)", ribbon_module())
    assert scripts == [f'"{job.id}"' for job in jobs_for(CLASSIC)]


def test_only_the_version_tells_the_bridges_of_two_xlwings_apart() -> None:
    assert bridge("0.33.0", addin=False).replace("0.33.0", "0.37.8") == bridge("0.37.8", addin=False)


def test_all_open_files_share_one_python(tmp_path: Path, files: Path, bundle: Bundle) -> None:
    """The library of xlwings keeps a Python for each command: here they are the same, letter for letter.

    An add-in that names a Python or a language itself is the exception, unless they are those of the profile.
    """
    second = tmp_path / "second.xlsm"
    second.write_bytes(live_workbook(workbook_for(bundle, "ja", {"pg_engagement_id": "F"}, "classic")))
    opened = (files / "gate.xlam", files / "live.xlsm", second)
    conf = f'"INTERPRETER_WIN","{PYTHON}"\n"PYTHONPATH","C:\\own"'
    profile = Computer(texts={rf"{HOME}\.pocgate\pocgate.conf": conf}, files=(PYTHON, OWN))
    for computer in (Computer(), profile):
        assert len({Excel(file, computer).run("XLPy") for file in opened}) == 1
    own = {Excel(file, profile).run("XLPy") for file in (files / "own.xlam", *opened)}
    assert len(own) == 2
    conf = conf.replace(PYTHON, OWN) + '\n"LANGUAGE","ja"'
    same = Computer(texts={rf"{HOME}\.pocgate\pocgate.conf": conf}, files=(OWN,))
    assert len({Excel(file, same).run("XLPy") for file in (files / "own.xlam", *opened)}) == 1


def test_a_python_that_does_not_answer_is_waited_for_once(files: Path) -> None:
    """Not once a cell."""
    excel = Excel(files / "live.xlsm", Computer(starts=False))
    for _ in range(14):
        with pytest.raises(Exception, match="Python did not answer"):
            excel.run("XLPy")
    assert excel.starts == 1
    answering = Excel(files / "live.xlsm", Computer())
    for _ in range(3):
        answering.run("XLPy")
    assert answering.starts == 3

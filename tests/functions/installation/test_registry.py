"""What is read of Windows' registry, from one that is made up: keys, values, and who outranks whom."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from pocgate_xl.functions.installation.registry import excel_settings
from tests.functions.installation.test_doctor import disabled

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
USER, COMPUTER = "user", "computer"
Keys = Mapping[tuple[str, str], Mapping[str, object]]


def winreg(keys: Keys) -> SimpleNamespace:
    """Return what stands for Python's module on Windows."""

    @contextmanager
    def open_key(hive: str, key: str, _reserved: int, access: int) -> Iterator[list[tuple[str, object]]]:
        assert access == 0x20019 | 0x0100
        if (hive, key) not in keys:
            raise FileNotFoundError(2, "no such key")
        yield list(keys[hive, key].items())

    return SimpleNamespace(
        HKEY_CURRENT_USER=USER, HKEY_LOCAL_MACHINE=COMPUTER, KEY_READ=0x20019, KEY_WOW64_64KEY=0x0100,
        OpenKey=open_key, QueryInfoKey=lambda opened: (0, len(opened), 0),
        EnumValue=lambda opened, number: (*opened[number], 1),
    )  # fmt: skip


def read(monkeypatch: pytest.MonkeyPatch, keys: Keys) -> Mapping[str, Any]:
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "winreg", winreg(keys))
        patched.setattr(sys, "platform", "win32")
        return excel_settings()


def test_elsewhere_there_is_none() -> None:
    assert sys.platform == "win32" or excel_settings() == {}


def test_an_empty_registry_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, {}) == {"Disabled": (), "Opened": ()}


def test_an_administrators_settings_outrank_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        (USER, rf"{EXCEL}\Security"): {"vbawarnings": 2, "AccessVBOM": 1, "Other": 5},
        (USER, POLICY): {"VBAWarnings": 4},
        (USER, rf"{POLICY}\Trusted Locations"): {"AllLocationsDisabled": 1},
    }
    found = read(monkeypatch, keys)
    assert (found["VBAWarnings"], found["AccessVBOM"], found["AllLocationsDisabled"]) == (4, 1, 1)
    assert "Other" not in found


def test_what_excel_loads_and_what_it_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        (USER, rf"{EXCEL}\Options"): {
            "OPEN": '/R "C:\\a.xlam"', "OPEN1": '"C:\\b.xlam"', "OpenUpdate": "x", "Font": "Calibri,11",
        },
        (USER, rf"{EXCEL}\Resiliency\DisabledItems"): {"1F3A": disabled(r"c:\a.xlam"), "text": "no bytes"},
    }  # fmt: skip
    found = read(monkeypatch, keys)
    assert found["Opened"] == ('/R "C:\\a.xlam"', '"C:\\b.xlam"')
    assert found["Disabled"] == (r"c:\a.xlam",)


def test_where_excel_is_and_for_which_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        (COMPUTER, APP_PATHS): {"": '"C:\\Office\\EXCEL.EXE"', "Path": "C:\\Office"},
        (COMPUTER, CLICK_TO_RUN): {"Platform": "x86", "VersionToReport": "16.0.1"},
    }
    found = read(monkeypatch, keys)
    assert (found["Excel"], found["ClickToRun"]) == ("C:\\Office\\EXCEL.EXE", "x86")

"""Stand-ins for pywin32, under which xlwings' own code for Windows runs anywhere.

`served()` gives the real `xlwings.udfs` and `xlwings.com_server`; `Cells` stands for a COM range. Import
it in a process of its own: it changes `ctypes` and `sys.modules` for good.
"""

from __future__ import annotations

import ctypes
import datetime
import sys
import types
from collections.abc import Callable
from typing import Any

RANGE = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
NOT_AVAILABLE, DIVISION_BY_ZERO = -2146826246, -2146826281
"""How COM hands over an argument that was left out, and cells with #N/A and #DIV/0!."""


class ComError(Exception):
    """Stand for pywintypes.com_error."""


class Identified:
    """Tell the interface that an object has."""

    def __init__(self, interface: str) -> None:
        self.iid = interface

    def GetTypeInfo(self) -> Identified:
        return self

    def GetTypeAttr(self) -> Identified:
        return self


class Cells:
    """Stand for a range: one value, or rows of values as tuples; numbers are always float."""

    def __init__(self, value: object, address: str = "$A$1") -> None:
        rows = value if isinstance(value, tuple) else ((value,),)
        application = types.SimpleNamespace(Version="16.0", Hwnd=1)
        application.Application = application
        book = types.SimpleNamespace(Name="Book1.xlsm", Application=application, Parent=application)
        self.Value, self.Address, self.Row, self.Column = value, address, 1, 1
        self.Rows = types.SimpleNamespace(Count=len(rows))
        self.Columns = types.SimpleNamespace(Count=len(rows[0]))
        self.Count = len(rows) * len(rows[0])
        self.Worksheet = types.SimpleNamespace(Name="Sheet1", Parent=book, Application=application)
        self.Application = application
        self._oleobj_ = Identified(RANGE)


class Workbook:
    """Stand for a workbook into which functions are imported; remembers what xlwings registers."""

    def __init__(self, name: str) -> None:
        self.Name = name
        self.imported: list[str] = []
        self.options: dict[str, dict[str, Any]] = {}
        self.Application = types.SimpleNamespace(Version="16.0", MacroOptions=self._describe)
        self.VBProject = types.SimpleNamespace(VBComponents=Components(self.imported))

    def _describe(self, macro: str, **options: Any) -> None:
        self.options[macro.partition("!")[2]] = options


class Components:
    """Stand for the modules of a project."""

    def __init__(self, imported: list[str]) -> None:
        self.imported = imported

    def __call__(self, name: str) -> object:
        raise ComError(name)

    def Remove(self, component: object) -> None:
        raise AssertionError("there is nothing to remove")

    def Import(self, path: str) -> None:
        with open(path, encoding="utf-8") as file:
            self.imported.append(file.read())


class Library:
    """Stand for any library of Windows."""

    def __getattr__(self, name: str) -> Library:
        if name.startswith("__"):
            raise AttributeError(name)
        return Library()

    def __call__(self, *arguments: object) -> int:
        return 0


def _module(name: str, **content: object) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(content)
    sys.modules[name] = module
    return module


def _same(value: object, *rest: object, **named: object) -> object:
    return value


def _install() -> None:
    base = type("Base", (), {})
    _module("pywintypes", com_error=ComError, TimeType=datetime.datetime, IID=_same)
    _module(
        "pythoncom", __file__="pythoncom", IID_IDispatch="dispatch", IID_IEnumVARIANT="enumerator",
        TypeIIDs={"dispatch": base}, CoInitialize=lambda: None, com_error=ComError,
        CoMarshalInterThreadInterfaceInStream=lambda *arguments: object(),
    )  # fmt: skip
    for name in ("win32api", "win32con", "win32event", "win32gui"):
        _module(name)
    _module("win32process", GetWindowThreadProcessId=lambda handle: (0, 4242))
    zone = types.SimpleNamespace(utc=lambda: datetime.UTC)
    _module("win32timezone", TimeZoneInfo=zone)
    client = _module(
        "win32com.client", CDispatch=base, CoClassBaseClass=base, DispatchBaseClass=base,
        Dispatch=_same, DispatchEx=_same,
    )  # fmt: skip
    util = _module("win32com.server.util", wrap=_same, unwrap=_same)
    policy = _module("win32com.server.policy", DefaultPolicy=base)
    dispatcher = _module("win32com.server.dispatcher")
    server = _module("win32com.server", __path__=[], util=util, policy=policy, dispatcher=dispatcher)
    _module("win32com", __path__=[], client=client, server=server)
    vars(ctypes).update(windll=Library(), oledll=Library())


def served() -> tuple[Any, Any]:
    """Return `xlwings.udfs` and `xlwings.com_server`, with `xlwings.func` and its like as on Windows."""
    import atexit

    import xlwings  # first: it loads its other engines for the real platform

    _install()
    loader = ctypes.PyDLL
    vars(ctypes)["PyDLL"] = lambda *arguments, **named: Library()
    try:
        from xlwings import Engine, _xlwindows, com_server, engines, udfs
    finally:
        vars(ctypes)["PyDLL"] = loader
    atexit.unregister(_xlwindows.cleanup)  # it would ask Windows for its processes
    if "excel" not in [engine.name for engine in engines]:
        engines.add(Engine(impl=_xlwindows.engine))
    vars(xlwings).update(func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret, script=udfs.xlsub, sub=udfs.xlsub)
    return udfs, com_server


def caller_of(com_server: Any, module: str) -> Callable[..., Any]:
    """Return what VBA calls: name of a function and its arguments."""
    server = com_server.XLPython()

    def call(name: str, *arguments: object) -> Any:
        return server.CallUDF(module, name, arguments, None, Cells(0.0, "$H$1"))

    return call

"""What must be answered, row by row, in the words of the threat tables."""

from __future__ import annotations

from collections.abc import Mapping

THREATS: Mapping[str, tuple[str, ...]] = {
    "not what it says": (
        "csv", "html", "pdf", "json", "zip of xlsx", "ods", "xlsb", "xls renamed", "empty", "truncated",
        "directory", "FIFO", "device", "link loop", "unreadable", "~$ lock file", "password-protected",
    ),
    "container": (
        "ratio bombs", "lying sizes", "60,000 members", "overlapping", "duplicate", "duplicate by case",
        "duplicate by backslash", "prefixed bytes", "trailing bytes", "absolute names", ".. names",
        "ZIP64", "unknown methods",
    ),
    "XML": (
        "DOCTYPE", "entities", "quadratic expansion", "giant attribute", "giant token", "depth", "UTF-16",
        "wrong content types", "missing content types", "relationships to nowhere", "strict namespaces",
        "prefixed elements",
    ),
    "parser differentials": (
        "duplicate row", "duplicate cell", "duplicate sheetData", "cells out of order",
        "two sheets of one name", "string index out of range", "string index negative",
        "merged cells hiding a value", "unknown cell types",
    ),
    "numbers and text": (
        "NaN", "INF", "1e309", "1_000", "hex", "full-width digits", "Arabic digits", "percent",
        "thousands in other locales", "numbers as text", "booleans", "dates as numbers", "1904 system",
        "serial 60", "_x001B_ escapes", "bidi marks", "zero-width marks", "NBSP", "control characters",
        "32,768 characters",
    ),
    "active content": (
        "vbaProject in an .xlsx", "XLM sheets", "OLE", "DDE", "external links", "UNC paths", "connections",
        "customXml", "veryHidden sheets that are not ours",
    ),
    "size": ("cell at XFD1048576", "whole-sheet merges", "false dimensions", "millions of rows"),
    "tampering": (
        "formula overwritten", "formula edited", "cached value that lies", "locked text changed",
        "names moved", "sheet renamed", "sheet removed", "sheet duplicated", "sheet reordered",
        "rows inserted", "rows deleted", "list changed", "identity stamp altered",
        "another engagement's stamp",
    ),
    "one meaning": (
        "formulas as answers", "arrays over planned cells", "texts that became formulas",
        "formulas that differ by a blank", "formulas that differ by the prefix of a name",
        "formulas that differ by letters outside ASCII", "names that shadow ours",
        "functions that fetch or run", "half a stamp",
    ),
    "what a reader sees": (
        "number format", "hidden rows", "hidden columns", "hidden sheets", "hidden results",
        "invisible letters", "views", "disguised copy", "conditional format", "text box", "shapes",
        "pictures", "charts over cells", "form controls", "notes", "page header", "print area", "charts",
        "hyperlinks", "drop-down's list", "calculation", "honest restyling", "crossed out", "fonts of signs",
        "turned letters", "styles", "free texts", "what programs drop", "sparklines", "messages", "print", "names",
        "rules that run",
    ),
    "other editors": (
        "Excel", "LibreOffice", "Google Sheets", "WPS", "Numbers", "Excel online", "inline strings",
        "shared strings", "rich text", "phonetics", "shared formulas",
    ),
    "outputs": (
        "text starting with =", "text starting with +", "text starting with -", "text starting with @",
        "text starting with tab", "text starting with CR", "html", "terminal escapes",
        "newlines in file names", "lone surrogates",
    ),
    "running": (
        "SIGKILL mid-batch", "disk full", "Ctrl-C", "concurrent registers", "same file twice",
        "same engagement with other content", "clock going back",
    ),
}  # fmt: skip

MANGLING: Mapping[str, tuple[str, ...]] = {
    "pasted over drop-downs": ("label of another locale", "label spelled differently", "no label"),
    "cut, dragged, deleted or inserted rows": ("cut", "dragged", "deleted", "inserted"),
    "sheet renamed, copied, several engagements gathered in one file": (
        "renamed", "copied", "several engagements",
    ),
    "saved as .xls, encrypted by password or sensitivity label": (
        "saved as .xls", "password", "sensitivity label",
    ),
    "full-width digits, numbers as text, 1,234 and ¥": ("full-width", "as text", "1,234", "¥", "doubtful"),
    "dates as text": (
        "yyyy-mm-dd", "yyyy/m/d", "yyyy年m月d日", "令和7年4月1日", "R7.4.1", "date and time", "day of the week",
        "month in words", "3/4/26", "8/4/1",
    ),
    "merged cells": ("top-left value", "hidden value"),
    "a picture where values belong": ("picture",),
    "v2_final(1) by e-mail": ("file name", "customXml added", "same revision with other content"),
    "last project's file saved under a new name": ("stamp and organisation", "nearly identical responses"),
}  # fmt: skip

WAITING: Mapping[tuple[str, str], str] = {
    ("running", "concurrent registers"): "pocgate_xl.register",
    ("running", "same engagement with other content"): "pocgate_xl.register",
    ("running", "clock going back"): "pocgate_xl.register",
    ("v2_final(1) by e-mail", "same revision with other content"): "pocgate_xl.register",
    ("last project's file saved under a new name", "nearly identical responses"): "pocgate_xl.register",
}
"""What a module answers that does not exist yet; when it comes, its cases must come too."""

ELSEWHERE: Mapping[tuple[str, str], tuple[str, str]] = {
    **{
        ("outputs", example): ("tests/hostile/test_outputs.py", "HOSTILE_TEXTS")
        for example in THREATS["outputs"]
    },
    ("running", "SIGKILL mid-batch"): ("tests/hostile/test_running.py", "def test_sigkill_"),
    ("running", "disk full"): ("tests/hostile/test_running.py", "def test_a_full_disk_"),
    ("running", "Ctrl-C"): ("tests/hostile/test_running.py", "def test_ctrl_c_"),
    ("running", "same file twice"): ("tests/hostile/test_running.py", "def test_the_same_file_twice_"),
    ("other editors", "LibreOffice"): ("tests/dialects/writers.py", "def libreoffice"),
}
"""Examples that are no single file, and the tests that answer them."""

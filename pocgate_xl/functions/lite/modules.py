"""The host without a server: modules for xlwings Lite, which runs Python inside Excel."""

from __future__ import annotations

from collections.abc import Mapping

from ... import __version__
from ...core.catalog import Catalog
from ...portable.sources import PACKAGE
from ...templates.loader import Bundle
from ..officejs.source import functions_source
from ..open_workbook.output_block import BLOCKS
from .text_modules import code_module, data_module

CODE, DATA = "pocgate_code", "pocgate_template"
NEEDED = "xlwings>=0.36.12"
"""Since 0.36.2 scripts take arguments, since this version functions bear names of their own."""
ROOTS = (
    f"{PACKAGE}.functions.lite.folder_check",
    f"{PACKAGE}.functions.officejs.calls",
    f"{PACKAGE}.functions.open_workbook.xlwings_book",
    f"{PACKAGE}.functions.open_workbook.answers_block",
    f"{PACKAGE}.workbook.layout.workbook",
)

ANSWERING = f"import {CODE}\nfrom {PACKAGE}.functions.officejs.calls import PlainWriter, answer\n"

SCRIPTS = """

import xlwings
from xlwings import script
"""

SCRIPT = '''

@script
def {name}(book: xlwings.Book):
    """{help}"""
    from {package}.functions.open_workbook.xlwings_book import run_script

    print(run_script("{name}", book))
'''

FOLDER_SCRIPT = '''

@script
def check_folder(book: xlwings.Book, folder: str = "/data"):
    """{help}"""
    from {package}.functions.lite import folder_check

    print(folder_check.check_folder(book, folder, "{language}"))
'''

NEW_SCRIPT = '''

@script
def new_workbook(
    book: xlwings.Book,
    id: str,
    organization: str,
    poc_name: str,
    language: Literal[{codes}] = "{language}",
    folder: str = "/data",
):
    """{help}"""
    from {package}.functions.lite import new_workbook

    print(new_workbook.new_workbook((id, organization, poc_name), language, folder))
'''


def main_module(bundle: Bundle, language: str, answering: str) -> str:
    """Return the module with functions and scripts as xlwings Lite looks for them."""
    made = f"Made by pocgate {__version__}; make it anew rather than edit it."
    catalog = bundle.catalogs[language]
    functions = functions_source(bundle, catalog, answering=answering)
    scripts = "".join(script_source(SCRIPT, catalog, name) for name in BLOCKS)
    scripts += script_source(FOLDER_SCRIPT, catalog, "check_folder", language=language)
    return f'"""{catalog.text("pane.module")} {made}"""\n\n{functions}{SCRIPTS}{scripts}'


def script_source(source: str, catalog: Catalog, name: str, **words: str) -> str:
    """Return a script, which imports what it needs when it runs: functions are there sooner."""
    return source.format(name=name, help=catalog.text(f"pane.{name}"), package=PACKAGE, **words)


def lite_files(bundle: Bundle, language: str) -> Mapping[str, str]:
    """Return the files that make a workbook's functions live in xlwings Lite, by name."""
    made = f"Made by pocgate {__version__}; make it anew rather than edit it."
    return {
        "main.py": main_module(bundle, language, ANSWERING),
        f"{CODE}.py": code_module(ROOTS, f"The calculations. {made}", DATA),
        f"{DATA}.py": data_module(bundle, f"The template {bundle.template.id}. {made}"),
        "requirements.txt": f"{NEEDED}\n",
        "README.md": README.format(version=__version__, code=CODE, data=DATA),
    }


README = """\
# POCGATE functions for xlwings Lite {version}

1. Add *xlwings Lite* from Excel's add-in store (free, also commercially) and open it.
2. For one workbook: replace `main.py` in its editor by the `main.py` here, `requirements.txt` likewise,
   and add `{code}.py` and `{data}.py` as further modules.
3. For all workbooks: put the three `.py` files into your *personal* modules instead, `main.py` under
   another name such as `pocgate.py`, and restart xlwings Lite.
4. Type `=POCGATE.VERSION()` into a cell, then on a workbook of ours `=POCGATE.VERDICT(Scorecard!G4:G9)`.
5. *Run* `check_workbook` or `fill_results`: they write below your notes on the workbook's Notes sheet.
   `check_folder`, run in an empty workbook, writes a row for every workbook in a folder (*Menu* > *Files*).
Nothing leaves your computer. Made by `pocgate addin lite`; make it anew after an update.
"""

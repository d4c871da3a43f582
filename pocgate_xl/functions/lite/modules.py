"""The host without a server: modules for xlwings Lite, which runs Python inside Excel."""

from __future__ import annotations

from collections.abc import Mapping

from ... import __version__
from ...templates.loader import Bundle
from ..officejs.source import functions_source
from ..open_workbook.output_block import BLOCKS
from .source_bundle import PACKAGE, code_module, data_module

CODE, DATA = "pocgate_code", "pocgate_template"
ROOTS = (
    f"{PACKAGE}.functions.officejs.calls",
    f"{PACKAGE}.functions.open_workbook.xlwings_book",
    f"{PACKAGE}.functions.open_workbook.answers_block",
    f"{PACKAGE}.workbook.layout.workbook",
)

ANSWERING = f"import {CODE}\nfrom {PACKAGE}.functions.officejs.calls import PlainWriter, answer\n"

SCRIPTS = f"""

import xlwings
from xlwings import script

from {PACKAGE}.functions.open_workbook.xlwings_book import run_script
"""

SCRIPT = '''

@script
def {name}(book: xlwings.Book):
    """{help}"""
    print(run_script("{name}", book))
'''


def lite_files(bundle: Bundle, language: str) -> Mapping[str, str]:
    """Return the files that make a workbook's functions live in xlwings Lite, by name."""
    made = f"Made by pocgate {__version__}; make it anew rather than edit it."
    catalog = bundle.catalogs[language]
    functions = functions_source(bundle, catalog, answering=ANSWERING)
    scripts = "".join(SCRIPT.format(name=name, help=catalog.text(f"pane.{name}")) for name in BLOCKS)
    return {
        "main.py": f'"""{catalog.text("pane.module")} {made}"""\n\n{functions}{SCRIPTS}{scripts}',
        f"{CODE}.py": code_module(ROOTS, f"The calculations. {made}", DATA),
        f"{DATA}.py": data_module(bundle, f"The template {bundle.template.id}. {made}"),
        "requirements.txt": "xlwings\n",
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
Nothing leaves your computer. Made by `pocgate addin lite`; make it anew after an update.
"""

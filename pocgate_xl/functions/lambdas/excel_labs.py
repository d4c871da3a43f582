"""The library as a module of Excel Labs' Advanced Formula Environment, to be pasted into any workbook.

A module is a list of `NAME = formula;`, each below a comment that becomes the comment of its name. Its own
name goes before those of its formulas, and within it they call each other without.
"""

from __future__ import annotations

from ... import __version__
from ...spreadsheetml.formulas.tokens import tokens_of
from ...templates.loader import Bundle
from ...workbook.layout.lambdas import NamedFormula, formulas_of
from ...workbook.layout.plan import LIBRARY

MODULE = LIBRARY.rstrip(".")
"""What the module is to be called, so that its functions have the names that workbooks give them."""


def module_text(bundle: Bundle, language: str) -> str:
    """Return the library of a template as the text of a module."""
    template = bundle.template
    about = bundle.catalogs[language].text(
        "lambda.module", module=MODULE, template=template.id, version=template.version, engine=__version__
    )
    entries = (_entry(each) for each in formulas_of(bundle, language))
    return f"/*\n{about}\n*/\n\n" + "\n".join(entries)


def _entry(each: NamedFormula) -> str:
    formula = "".join(token.text.removeprefix(LIBRARY) for token in tokens_of(each.typed))
    return f"/** {each.help} */\n{each.noun} = {formula};\n"

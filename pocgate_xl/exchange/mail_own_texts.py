"""An operator's own texts of mails: a file like a template's locale, with a table for each language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from ..core.catalog import Catalog
from ..errors import PocgateError
from ..templates.mail_checks import mail_problems
from ..templates.text_checks import MAIL, flatten, leaf_problems, placeholder_problems

EXAMPLE = "Write for example [en.mail.issue] and below it: subject = “Please fill in: {poc}”."


def own_texts(file: Path) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of a file by language and key; PocgateError names what of it cannot be used."""
    try:
        tree = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise PocgateError(f"{file} cannot be read: {error}.", EXAMPLE) from error
    found = {language: dict(flatten(texts)) for language, texts in tree.items() if isinstance(texts, dict)}
    problems = [f"{key} is in no table of a language" for key in tree.keys() - found.keys()]
    for language, texts in found.items():
        wrong = list(leaf_problems(texts))
        if not wrong:  # what is no text has no placeholders either
            wrong = [*placeholder_problems(texts), *mail_problems(None, texts)]
        problems += [f"{language}.{key} {problem}" for key, problem in wrong]
    if problems:
        raise PocgateError(f"{file}: {'; '.join(sorted(problems))}.", EXAMPLE)
    return found


def with_own_texts(
    catalogs: Mapping[str, Catalog], own: Mapping[str, Mapping[str, str]], file: Path
) -> dict[str, Catalog]:
    """Return catalogs in which an operator's own texts stand; PocgateError names one that is no mail's."""
    known = {key for catalog in catalogs.values() for key in catalog.texts if key.startswith(f"{MAIL}.")}
    strange = [f"{language}.{key}" for language, texts in own.items() for key in texts if key not in known]
    strange += [language for language in own if language not in catalogs]
    if strange:
        raise PocgateError(
            f"{file}: there is no such text or language: {', '.join(sorted(strange))}.", EXAMPLE
        )
    return {
        language: Catalog(language, {**catalog.texts, **own.get(language, {})})
        for language, catalog in catalogs.items()
    }

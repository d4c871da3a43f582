"""The site as files: the page in one language with the texts of all, its worker, Python and the check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from .. import __version__
from ..core.catalog import Catalog
from ..opc.limits import DEFAULT
from ..reports.html.frame import source as report_source
from ..reports.html.row import OUTCOME_TONES
from ..templates.loader import Bundle, chosen_language
from .bundle import bundle_zip, site_bundles
from .runtime import runtime_files

STATIC = Path(__file__).with_name("static")
INDEX, STYLE = "index.html", "page.css"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; "
    "style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""What the page may load, and where its requests may go."""
TEXTS = re.compile(
    r"page\.|report\.(accepted|not_started|incomplete|findings|unreadable|error|warning|note|needed|column\..*"
    r"|page\.(why|steps|nothing|made))$"
)
"""Keys of the texts that the page takes along."""
_PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")


def site_files(
    runtime: Path | None, templates: Iterable[Path] = (), language: str | None = None,
    seconds: float = DEFAULT.seconds,
) -> dict[str, bytes]:  # fmt: skip
    """Return every file of the site by its path; the same package, templates and runtime, the same bytes.

    `language` is that of the page where a browser asks for none that it has, the first template's own if
    None. PocgateError says what is wrong with the runtime, AnswerError that there is no such language.
    """
    folders = tuple(templates)
    loaded = {f"runtime/{name}": data for name, data in runtime_files(runtime).items()}
    loaded["pocgate.zip"] = bundle_zip(folders)
    bundle = site_bundles(folders)[0]
    chosen = chosen_language(bundle, language)
    megabytes = round(sum(map(len, loaded.values())) / 1e6)
    own = {"language": chosen, "seconds": seconds, "megabytes": megabytes}
    settings = json.dumps({**own, **_settings(bundle)}, ensure_ascii=False, indent=1)
    return {
        INDEX: _index(bundle.catalogs[chosen], megabytes).encode(),
        STYLE: (report_source("palette.css") + _static(STYLE)).encode(),
        **{file.name: file.read_bytes() for file in sorted(STATIC.glob("*.js"))},
        "settings.json": settings.encode(),
        **loaded,
    }


def _settings(bundle: Bundle) -> dict[str, object]:
    catalogs = {tag: bundle.catalogs[tag] for tag in bundle.template.languages}
    return {
        "version": __version__,
        "languages": {tag: catalog.label("language", tag) for tag, catalog in catalogs.items()},
        "bytes": DEFAULT.file_bytes,
        "tones": OUTCOME_TONES,
        "texts": {tag: _texts(catalog) for tag, catalog in catalogs.items()},
    }


def _texts(catalog: Catalog) -> dict[str, str]:
    return {key: text for key, text in sorted(catalog.texts.items()) if TEXTS.match(key)}


def _index(catalog: Catalog, megabytes: int) -> str:
    """Return the page itself; what stands in braces is the policy, the language or a text."""
    own = {"policy": POLICY, "language": catalog.language}

    def said(place: re.Match[str]) -> str:
        return escape(own.get(place[1]) or catalog.text(place[1], megabytes=megabytes))

    return _PLACEHOLDER.sub(said, _static(INDEX))


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")

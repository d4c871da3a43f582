"""The site as files: the page in one language with the texts of all, its worker, Python and the check."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from .. import __version__
from ..core.catalog import Catalog
from ..opc.limits import DEFAULT
from ..records import dataclass
from ..reports.html.frame import source as report_source
from ..reports.html.row import OUTCOME_TONES
from ..templates.loader import Bundle, chosen_language
from .branding import brand, branded_style, logo_files
from .bundle import bundle_zip, site_bundles, workbooks_zip, writing_zip
from .engine import FILE as ENGINE
from .engine import engine_file
from .runtime import runtime_files

STATIC = Path(__file__).with_name("static")
INDEX, STYLE, OFFLINE = "index.html", "page.css", "offline_worker.js"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; "
    "style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""What the page may load, and where its requests may go."""
TEXTS = re.compile(
    r"page\.|decision\.|field\.(id|organization|poc_name)$|report\.(accepted|not_started|incomplete|findings|unreadable|error|warning|note|needed|column\..*"
    r"|page\.(why|steps|nothing|made))$"
)
"""Keys of the texts that the page takes along."""
_PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What an operator chooses of a site.

    `runtime` is the folder of Python for browsers, `engine` that of what computes formulas there, without
    which no copies are made. `language` is that of the page where a browser asks for none that it has, the
    first template's own if None; `seconds` is the time for one file; `page` is its own address, which
    workbooks that are made there name, "" for none.
    """

    runtime: Path | str | None
    engine: Path | None = None
    templates: tuple[Path, ...] = ()
    language: str | None = None
    seconds: float = DEFAULT.seconds
    page: str = ""


def site_files(options: SiteOptions) -> dict[str, bytes]:
    """Return every file of the site by its path; the same package, templates and runtime, the same bytes.

    PocgateError says what is wrong with the runtime, AnswerError that there is no such language.
    """
    loaded = _loaded(options)
    bundles = site_bundles(options.templates)
    chosen = chosen_language(bundles[0], options.language)
    megabytes = round(sum(map(len, loaded.values())) / 1e6)
    own = {"language": chosen, "seconds": options.seconds, "megabytes": megabytes, "page": options.page}
    settings = {**own, **_settings(bundles), "copies": options.engine is not None}
    files = {
        INDEX: _index(bundles[0], chosen, megabytes).encode(),
        STYLE: (report_source("palette.css") + branded_style(bundles[0].theme) + _static(STYLE)).encode(),
        **{file.name: file.read_bytes() for file in sorted(STATIC.glob("*.js")) if file.name != OFFLINE},
        "settings.json": json.dumps(settings, ensure_ascii=False, indent=1).encode(),
        **logo_files(bundles[0]),
        **loaded,
    }
    return {**files, OFFLINE: offline_script(files).encode()}


def _loaded(options: SiteOptions) -> dict[str, bytes]:
    """Return what is large: Python, the engine, the check, and what workbooks are made of."""
    files = {f"runtime/{name}": data for name, data in runtime_files(options.runtime).items()}
    if options.engine is not None:
        files[f"runtime/{ENGINE}"] = engine_file(options.engine)
    files["pocgate.zip"] = bundle_zip(options.templates)
    files["writing.zip"] = writing_zip()
    files["workbooks.zip"] = workbooks_zip(options.templates, copies=options.engine is not None)
    return files


def offline_script(files: Mapping[str, bytes]) -> str:
    """Return the script that keeps the site: each file by its digest, all under the digest of these."""
    digests = [(name, hashlib.sha256(data).hexdigest()) for name, data in sorted(files.items())]
    listed = json.dumps(digests)
    state = hashlib.sha256(listed.encode()).hexdigest()
    return _static(OFFLINE).replace("__SITE__", state).replace('["__FILES__"]', listed)


def _settings(bundles: Sequence[Bundle]) -> dict[str, object]:
    bundle = bundles[0]
    catalogs = {tag: bundle.catalogs[tag] for tag in bundle.template.languages}
    return {
        "version": __version__,
        "languages": _languages(bundle),
        "templates": [_template(each) for each in bundles],
        "bytes": DEFAULT.file_bytes,
        "tones": OUTCOME_TONES,
        "texts": {tag: _texts(catalog) for tag, catalog in catalogs.items()},
    }


def _template(bundle: Bundle) -> dict[str, object]:
    title = bundle.default_catalog.text("template.title")
    return {"id": bundle.template.id, "title": title, "languages": _languages(bundle)}


def _languages(bundle: Bundle) -> dict[str, str]:
    return {tag: bundle.catalogs[tag].label("language", tag) for tag in bundle.template.languages}


def _texts(catalog: Catalog) -> dict[str, str]:
    return {key: text for key, text in sorted(catalog.texts.items()) if TEXTS.match(key)}


def _index(bundle: Bundle, language: str, megabytes: int) -> str:
    """Return the page itself; what stands in braces is the policy, the language, the brand or a text."""
    catalog = bundle.catalogs[language]
    own = {"policy": escape(POLICY), "language": escape(language), "brand": brand(bundle)}

    def said(place: re.Match[str]) -> str:
        return own[place[1]] if place[1] in own else escape(catalog.text(place[1], megabytes=megabytes))

    return _PLACEHOLDER.sub(said, _static(INDEX))


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")

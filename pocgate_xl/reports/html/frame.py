"""What stands around the rows of files: the head with its policy, sums, tools, the data of the script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ... import __version__
from ...core.catalog import Catalog
from ...core.completeness import OUTCOMES
from ...records import dataclass
from ..counts import Counts
from ..text import SEVERITIES, counted
from .detail import Details
from .marked_up import text
from .row import COLUMNS, OUTCOME_TONES, head

MADE_BY = '<meta name="generator" content="pocgate check'
"""What tells our pages from others, near their beginning."""
OPEN_RULES = 8
"""Rules up to which their table is open from the start."""
SEVERITY_TONES = {"error": "bad", "warning": "attention", "note": ""}
GRAVEST = ("unreadable", "findings", "incomplete", "not_started", "accepted")
"""Outcomes in the order in which they sort."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The words of a page and what its files come to."""

    own: Catalog
    counts: Counts

    def text(self, key: str, **values: object) -> str:
        return text(self.own.text(f"report.{key}", **values), 4000)

    def top(self, whole: bool) -> Iterator[str]:
        """Yield everything above the first file; `whole` if details stand in the page itself."""
        style = source("palette.css") + source("page.css")
        policy = (
            f"default-src 'none'; style-src {digest(style)}; script-src {digest(source('page.js'))}; "
            "base-uri 'none'; form-action 'none'"
        )
        title = self.text("page.title")
        yield f'<!doctype html>\n<html lang="{text(self.own.language)}">\n<meta charset="utf-8">\n'
        yield f'{MADE_BY} {__version__}">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield f'<meta name="referrer" content="no-referrer">\n<title>{title}</title>\n'
        yield f"<style>{style}</style>\n<body>\n<header><h1>{title}</h1>{self._sum()}</header>\n<main>\n"
        without = self.text("page.no_script" if whole else "page.no_details")
        yield f"<noscript><p class=note>{without}</p></noscript>\n"
        yield from self._outcomes()
        yield from self._rules()
        yield from self._files()

    def _sum(self) -> str:
        found = counted(self.own, SEVERITIES, self.counts.severities)
        total = self.text("page.summary", total=self.counts.outcomes.total(), found=found)
        folder = self.counts.folder.path
        where = f"<p><code>{text(folder)}</code></p>" if folder else ""
        return f"<p>{total}{text(self.counts.listed_in_words(self.own))}</p>{where}"

    def _outcomes(self) -> Iterator[str]:
        yield f"<section><h2>{self.text('page.outcomes')}</h2>\n<ul class=tiles>"
        yield from (
            self._tile("outcome", each, self.counts.outcomes[each], OUTCOME_TONES[each]) for each in OUTCOMES
        )
        yield '</ul>\n<ul class="tiles small">'
        yield from (
            self._tile("severity", each, self.counts.severities[each], SEVERITY_TONES[each])
            for each in SEVERITIES
        )
        yield "</ul></section>\n"

    def _tile(self, kind: str, code: str, count: int, tone: str) -> str:
        name = self.text(code)
        tones = f"{tone} zero".strip() if not count else tone
        return (
            f'<li class="{tones}" data-filter="{kind} {code}" data-name="{name}"><b>{count}</b> {name}</li>'
        )

    def _rules(self) -> Iterator[str]:
        """Yield the rules that speak; none is left out, however many files are."""
        rules = self.counts.rules()
        if not rules:
            return
        opened = " open" if len(rules) <= OPEN_RULES else ""
        keys = ("severity", "rule", "title", "findings", "files")
        numbers = {"findings", "files"}
        titles = (
            f"<th scope=col{' class=n' if key in numbers else ''}>{self.text(f'column.{key}')}</th>"
            for key in keys
        )
        yield f"<details{opened}><summary>{self.text('page.rules')} ({len(rules)})</summary>\n"
        yield f"<table id=rules><thead><tr>{''.join(titles)}</tr></thead><tbody>\n"
        yield from (self._rule(code, severity) for code, severity in rules)
        yield "</tbody></table></details>\n"

    def _rule(self, code: str, severity: str) -> str:
        title, counts = text(self.own.text(f"finding.{code}.title")), self.counts
        tag = f'<span class="tag {SEVERITY_TONES[severity]}">{self.text(severity)}</span>'
        return (
            f'<tr><td>{tag}<td data-filter="rule {code}" data-name="{code}">{code}<td>{title}'
            f"<td class=n>{counts.findings[code, severity]}<td class=n>{counts.files[code, severity]}\n"
        )

    def _files(self) -> Iterator[str]:
        search, hint = self.text("page.search"), self.text("page.search_hint")
        buttons = (
            f"<button type=button id={id_}>{self.text(f'page.{key}')}</button>"
            for id_, key in (("reset", "reset"), ("open", "open_all"), ("close", "close_all"))
        )
        yield f"<section><h2 id=listed>{self.text('page.files')}</h2>\n"
        yield '<div class="tools script" role=search hidden>'
        yield f"<label class=label for=search>{search}</label>"
        yield f'<input id=search type=search autocomplete=off placeholder="{search} ({hint})">'
        yield f"{''.join(buttons)}<output id=counted for=search></output></div>\n"
        yield f"<table id=files aria-labelledby=listed>\n{head(self.own)}"

    def bottom(self, left_out: int, details: Details | None) -> Iterator[str]:
        """Yield everything below the last file: what was left out, and what the script needs."""
        yield f"</table>\n<p id=none class=note role=status hidden>{self.text('page.none')}</p>\n"
        if left_out > 0:
            yield f"<p class=note>… {self.text('page.more_files', count=left_out)}</p>\n"
        yield f"</section></main>\n<footer>{self.text('page.made', version=__version__)}</footer>\n"
        yield f"<script id=data type=application/json>{in_page(self._data(details))}</script>\n"
        yield f"<script>{source('page.js')}</script>\n</body></html>\n"

    def _data(self, details: Details | None) -> dict[str, object]:
        keys = [key.rpartition(".")[2] for key, _, _ in COLUMNS]
        data: dict[str, object] = {
            "words": {key: self.own.text(f"report.page.{key}") for key in ("shown", "sort")},
            "columns": len(COLUMNS),
            "severities": {each: keys.index(f"{each}s") for each in SEVERITIES},
            "outcomes": GRAVEST,
        }
        return data | ({"parts": list(details.numbers), "files": details.files} if details else {})


def in_page(plain: object) -> str:
    """Return JSON that ends no element of a page and begins none that hides what follows."""
    text_ = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return text_.replace("</", "<\\/").replace("<!", "<\\u0021").replace("<script", "<\\u0073cript")


@cache
def source(name: str) -> str:
    """Return a file of the page as it stands in it."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def digest(content: str) -> str:
    """Return what a policy allows an element by, from what is in it."""
    sha = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(sha).decode()}'"

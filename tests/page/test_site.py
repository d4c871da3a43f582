"""The site as files: its policy, its texts in every language, and nothing inline."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pocgate_xl.errors import AnswerError, PocgateError
from pocgate_xl.page import runtime, site
from pocgate_xl.page.site import SiteOptions
from pocgate_xl.templates.loader import Bundle


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "runtime_files", lambda _folder: dict.fromkeys(runtime.DIGESTS, b"x"))
        patch.setattr(site, "bundle_zip", lambda _folders: b"")
        patch.setattr(site, "workbooks_zip", lambda *_, **__: b"")
        patch.setattr(site, "writing_zip", lambda: b"")
        return site.site_files(SiteOptions(None, page="https://intranet/check/"))


def test_everything_that_the_page_names_is_there(files: dict[str, bytes]) -> None:
    index = files["index.html"].decode()
    assert set(re.findall(r'(?:src|href)="([^":]+)"', index)) <= set(files)
    scripts = {name: data.decode() for name, data in files.items() if name.endswith(".js")}
    named = {each for text in scripts.values() for each in re.findall(r'"\./([\w./]+)"', text)}
    named |= {
        each for text in scripts.values() for each in re.findall(r'(?:fetch|Worker)\("([\w./]+)"', text)
    }
    assert named <= set(files)
    assert {"settings.json", "pocgate.zip", "worker.js", "runtime/pyodide.mjs"} <= named


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(files: dict[str, bytes]) -> None:
    index = files["index.html"].decode()
    assert "default-src &#x27;none&#x27;; script-src &#x27;self&#x27; &#x27;wasm-unsafe-eval&#x27;" in index
    assert "unsafe-inline" not in index
    assert re.findall(r"<style|\bstyle=|\bon\w+=|<script[^>]*>[^<]", index) == []
    assert b"innerHTML" not in b"".join(data for name, data in files.items() if name.endswith(".js"))


def test_every_text_that_a_script_asks_for_is_there_in_every_language(
    files: dict[str, bytes], bundle: Bundle
) -> None:
    texts = json.loads(files["settings.json"])["texts"]
    scripts = b"".join(data for name, data in files.items() if name.endswith((".js", ".html"))).decode()
    asked = set(re.findall(r'"((?:page|report)\.[a-z_.]+)"', scripts)) - {"page.css", "page.js"}
    assert len(asked) > 25
    assert {tag: asked - set(own) for tag, own in texts.items()} == {tag: set() for tag in bundle.catalogs}
    own = {key for key in texts["en"] if key.startswith("page.")}
    assert own - asked - {f"page.{key}" for key in ("no_script",)} == set()


def test_the_page_is_written_in_the_language_that_was_chosen(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "runtime_files", lambda _folder: {})
    monkeypatch.setattr(site, "bundle_zip", lambda _folders: b"")
    monkeypatch.setattr(site, "workbooks_zip", lambda *_, **__: b"")
    monkeypatch.setattr(site, "writing_zip", lambda: b"")
    index = site.site_files(SiteOptions(None, language="ja"))["index.html"].decode()
    assert '<html lang="ja">' in index
    assert bundle.catalogs["ja"].text("page.title") in index
    with pytest.raises(AnswerError):
        site.site_files(SiteOptions(None, language="xx"))


def test_the_how_to_gives_the_policy_that_the_page_has() -> None:
    how_to = Path(__file__).parents[2] / "docs" / "how-to" / "page.md"
    assert f'Content-Security-Policy "{site.POLICY}"' in how_to.read_text(encoding="utf-8")


def test_the_page_knows_its_own_address_for_the_workbooks_that_it_makes(files: dict[str, bytes]) -> None:
    assert json.loads(files["settings.json"])["page"] == "https://intranet/check/"


def test_no_placeholder_is_left_in_the_page(files: dict[str, bytes]) -> None:
    assert re.findall(r"\{[a-z.]+\}", files["index.html"].decode()) == []


def test_there_is_no_site_without_a_runtime(tmp_path: Path) -> None:
    with pytest.raises(PocgateError, match="npm pack pyodide"):
        site.site_files(SiteOptions(tmp_path))

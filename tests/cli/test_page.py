"""`pocgate page`: where the site goes, and what is said where it cannot be made."""

from __future__ import annotations

import re
from http.server import HTTPServer
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.page import site
from pocgate_xl.page.runtime import DIGESTS, VERSION
from pocgate_xl.page.serving import server_of


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    monkeypatch.setattr(site, "runtime_files", lambda _folder: dict.fromkeys(DIGESTS, b"x"))
    monkeypatch.setattr(site, "bundle_zip", lambda _folders: b"")
    monkeypatch.setattr(site, "workbooks_zip", lambda *_, **__: b"")
    return folder


def test_a_site_is_written_and_said_to_be_there(
    runtime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    assert main(["page", "--out", str(out), "--runtime", str(runtime), "--lang", "ja", "--seconds", "5"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(out / "index.html")]
    assert "application/wasm" in said.err
    assert (out / "runtime" / "pyodide.asm.wasm").is_file()
    assert '"seconds": 5.0' in (out / "settings.json").read_text(encoding="utf-8")


def test_nothing_is_replaced_unasked(
    runtime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("mine")
    command = ["page", "--out", str(out), "--runtime", str(runtime)]
    assert main(command) == 2
    assert "already contains index.html" in capsys.readouterr().err
    assert [file.name for file in out.iterdir()] == ["index.html"]
    assert main([*command, "--force"]) == 0
    assert (out / "index.html").read_text(encoding="utf-8") != "mine"


def test_without_a_runtime_it_is_said_where_one_is_and_how_large(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["page", "--out", str(tmp_path / "site")]) == 2
    said = capsys.readouterr().err
    assert f"npm pack pyodide@{VERSION}" in said
    assert "13.5 MB" in said
    assert not (tmp_path / "site").exists()


def test_neither_a_folder_nor_a_server_is_nothing_to_do(
    runtime: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["page", "--runtime", str(runtime)]) == 2
    assert "--out, or --serve" in capsys.readouterr().err


def test_it_is_served_until_somebody_ends_it(
    runtime: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(_server: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(HTTPServer, "serve_forever", ended)
    assert main(["page", "--serve", "--runtime", str(runtime)]) == 130
    said = capsys.readouterr()
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/\n", said.out)
    assert "Ctrl-C" in said.err


def test_a_port_that_is_taken_is_named(runtime: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with server_of({}) as taken:
        port = str(taken.server_port)
        assert main(["page", "--serve", "--port", port, "--runtime", str(runtime)]) == 2
    assert f"Port {port} cannot be had" in capsys.readouterr().err


def test_without_the_engine_it_is_said_that_no_copies_are_made(
    runtime: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    assert main(["page", "--out", str(out), "--runtime", str(runtime)]) == 0
    assert "no marked copies" in capsys.readouterr().err
    assert '"copies": false' in (out / "settings.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan"])
def test_no_time_is_no_limit(tmp_path: Path, seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["page", "--out", str(tmp_path), "--seconds", seconds])
    assert "seconds" in capsys.readouterr().err

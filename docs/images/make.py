"""Render the pictures of the docs from real workbooks: `python docs/images/make.py`.

Needs LibreOffice (soffice) and Poppler (pdftoppm) with the fonts that `.ci/run` installs.
Two kinds are not made here: the task pane, seen in a browser, and those of before and after, as today's code
no longer writes the earlier sheets.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

import pocgate_xl as pg
from pocgate_xl.core.submission import Value
from pocgate_xl.templates.loader import load_bundle, template_folders
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plans import plan_of
from tests.functions.live_book import LiveBook

HERE = Path(__file__).parent
BUNDLE = load_bundle(template_folders()[0])
WORKBOOKS = {"HTL-12": "en", "LG-09": "ja"}
"""Engagements of the demo that are shown, and the language of their workbooks."""
SHEETS = ("start", "scorecard", "checklist", "costs", "dashboard")
"""Ids of the sheets of which the first page is shown."""
TITLES = {
    language: {sheet: catalog.label("sheet", sheet) for sheet in SHEETS}
    for language, catalog in BUNDLE.catalogs.items()
}
RETURNED = "RT-23"
"""The engagement of the demo of whose copy the findings are shown."""
PORTFOLIO = {"decide": "portfolio-decide", "plan": "portfolio-plan", "actions": "portfolio-actions"}
"""Sheets of the demo's second portfolio that are shown, and their pictures."""
RESOLUTION = "90"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include><match target="pattern">
<test name="family"><string>Yu Gothic</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK JP</string></edit>
</match></fontconfig>
"""
"""Japanese letters and digits from one font, where Excel's own is not installed."""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "fonts.conf").write_text(FONTS)
        demo = folder / "demo"
        subprocess.run(
            [sys.executable, "-m", "pocgate_xl", "demo", "--out", str(demo), "--quiet"], check=True
        )
        for id_, language in WORKBOOKS.items():
            workbook = next((demo / "2-returned").glob(f"{id_}*.xlsx"))
            for sheet in SHEETS:
                page = first_page(workbook, TITLES[language][sheet], folder)
                render(workbook, page, HERE / f"{sheet}-{language}.png", folder)
        portfolio = demo / "6-portfolio.xlsx"
        for sheet, name in PORTFOLIO.items():
            title = BUNDLE.default_catalog.text(f"portfolio.sheet.{sheet}")
            render(portfolio, first_page(portfolio, title, folder), HERE / f"{name}.png", folder)
        copy = next((demo / "3-send-back").glob(f"{RETURNED}*.xlsx"))
        findings = BUNDLE.catalogs["ja"].text("copy.sheet.findings")
        render(copy, first_page(copy, findings, folder), HERE / "return-copy-ja.png", folder)
        for id_, language in WORKBOOKS.items():
            live = reviewed(next((demo / "2-returned").glob(f"{id_}*.xlsx")), language, folder)
            title = BUNDLE.catalogs[language].text("sheet.review")
            render(live, first_page(live, title, folder), HERE / f"review-{language}.png", folder)
        render(status_of(demo, folder / "status.xlsx"), 1, HERE / "status.png", folder)


def reviewed(workbook: Path, language: str, folder: Path) -> Path:
    """Write a live workbook with the answers of another, its functions answered as a host answers them."""
    answers = {name: value for name, value in pg.check(workbook).answers.items() if isinstance(value, Value)}
    data = workbook_for(BUNDLE, language, answers, "office")
    file = folder / f"review-{language}.xlsx"
    file.write_bytes(data)
    book = load_workbook(file)
    for (title, place), cell in LiveBook(plan_of(BUNDLE, language, "office"), data, {}).tables().items():
        book[title].cell(*place).value = cell.value  # type: ignore[index]
    book.save(file)
    return file


def status_of(demo: Path, workbook: Path) -> Path:
    """Write the page on where everybody of the demo stands, a few days after they were to answer."""
    command = [
        sys.executable,
        "-m",
        "pocgate_xl",
        "status",
        str(demo / "1-list.csv"),
        str(demo / "2-returned"),
    ]
    more = ["--as-of", "2026-05-31", "--format", "xlsx", "--lang", "en", "--output", str(workbook)]
    subprocess.run([*command, *more, "--quiet"], check=False)  # some files of the demo cannot be read
    return workbook


def first_page(workbook: Path, title: str, folder: Path) -> int:
    """Return the number of the first page on which a sheet is printed: its title stands at the foot."""
    command = ["pdftotext", "-layout", str(printed(workbook, folder)), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    feet = [page.rstrip().rpartition("\n")[2] for page in text.split("\f")]
    return 1 + next(number for number, foot in enumerate(feet) if title in foot)


def printed(workbook: Path, folder: Path) -> Path:
    """Return a workbook as LibreOffice prints it."""
    pdf = folder / f"{workbook.stem}.pdf"
    if not pdf.exists():
        convert = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        subprocess.run(
            [*convert, "--convert-to", "pdf", "--outdir", str(folder), str(workbook)],
            check=True, capture_output=True, env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
        )  # fmt: skip
    return pdf


def render(workbook: Path, page: int, picture: Path, folder: Path) -> None:
    """Write one page of a workbook as a picture."""
    pdf = printed(workbook, folder)
    crop = ["pdftoppm", "-r", RESOLUTION, "-png", "-singlefile", "-f", str(page), "-l", str(page)]
    subprocess.run([*crop, str(pdf), str(picture.with_suffix(""))], check=True)


if __name__ == "__main__":
    main()

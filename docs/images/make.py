"""Render the pictures of the docs from real workbooks: `python docs/images/make.py`.

Needs LibreOffice (soffice) and Poppler (pdftoppm) with the fonts that `.ci/run` installs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
WORKBOOKS = {"HTL-12": "en", "LG-09": "ja"}
"""Engagements of the demo that are shown, and the language of their workbooks."""
PAGES = {1: "start", 2: "dashboard", 3: "scorecard", 4: "checklist", 5: "costs"}
PORTFOLIO = {1: "portfolio-summary", 3: "portfolio-plan"}
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
            for page, name in PAGES.items():
                render(workbook, page, HERE / f"{name}-{language}.png", folder)
        for page, name in PORTFOLIO.items():
            render(demo / "4-portfolio.xlsx", page, HERE / f"{name}.png", folder)


def render(workbook: Path, page: int, picture: Path, folder: Path) -> None:
    """Write one page of a workbook as a picture."""
    pdf = folder / f"{workbook.stem}.pdf"
    if not pdf.exists():
        convert = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        subprocess.run(
            [*convert, "--convert-to", "pdf", "--outdir", str(folder), str(workbook)],
            check=True, capture_output=True, env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
        )  # fmt: skip
    crop = ["pdftoppm", "-r", RESOLUTION, "-png", "-singlefile", "-f", str(page), "-l", str(page)]
    subprocess.run([*crop, str(pdf), str(picture.with_suffix(""))], check=True)


if __name__ == "__main__":
    main()

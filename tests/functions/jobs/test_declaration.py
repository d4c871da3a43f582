"""Which host has which jobs, and that each says what it does."""

from __future__ import annotations

import re
from pathlib import Path

from pocgate_xl.functions.addin.ribbon import BUTTONS
from pocgate_xl.functions.jobs.carry_out import DOING
from pocgate_xl.functions.jobs.declaration import CLASSIC, JOBS, PANE, help_lines, jobs_for
from pocgate_xl.functions.open_workbook.output_block import BLOCKS
from pocgate_xl.templates.loader import Bundle


def test_excel_on_windows_has_every_job_and_can_do_each() -> None:
    assert jobs_for(CLASSIC) == JOBS
    assert list(DOING) == [job.id for job in JOBS]


def test_a_pane_has_no_job_that_needs_a_folder_of_the_computer() -> None:
    assert [job.id for job in jobs_for(PANE)] == ["check", "unmark", "answers", "results", "new", "help"]


def test_a_host_that_can_do_nothing_still_gives_help() -> None:
    assert [job.id for job in jobs_for(frozenset())] == ["help"]


def test_scripts_are_those_of_jobs_that_need_the_open_workbook_alone() -> None:
    scripts = {job.script for job in jobs_for(frozenset({"book"})) if job.script}
    assert scripts == set(BLOCKS)


def test_help_has_a_line_for_each_job_in_every_language(bundle: Bundle) -> None:
    for catalog in bundle.catalogs.values():
        lines = help_lines(JOBS, catalog)
        assert len(set(lines)) == len(JOBS)
        assert all("\n" not in line for line in lines)


def test_the_docs_list_every_button_by_its_own_words(bundle: Bundle) -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "jobs.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| [^|]*\| ([^|]+) \| ([A-Z]) \| ([^|]+) \|$", page, re.MULTILINE)
    text = bundle.default_catalog.text
    assert listed == [
        (text(f"job.{each.name}.label"), each.key, text(f"job.{each.name}.tip")) for each in BUTTONS
    ]

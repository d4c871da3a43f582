"""A journal vouches for every entry: what is not as it was written is read again, and that is said."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pocgate_xl.batch import check_paths, stream
from pocgate_xl.batch.check import Options, examine
from pocgate_xl.batch.journal import HEADER, Journal
from pocgate_xl.cli import main
from pocgate_xl.core.assessment import Assessment
from pocgate_xl.errors import OutputError
from pocgate_xl.opc.limits import Limits

Make = Callable[..., list[Path]]
SEED = int(os.environ.get("POCGATE_SEED", "1"))


@pytest.fixture
def files(make: Make, tmp_path: Path) -> list[Path]:
    """A workbook, and files that have short entries."""
    files = make("a.xlsx", "b.xlsx", "c.xlsx")
    files[1].write_bytes(b"<html>")
    files[2].write_bytes(b"a,b\n1,2\n")
    return files


@pytest.fixture
def whole(files: list[Path], tmp_path: Path) -> list[Assessment]:
    return list(check_paths(files, journal=tmp_path / "journal"))


class Watched:
    """Note which files are read, while their assessments come from where they are known already."""

    def __init__(self, known: Iterable[Assessment], monkeypatch: pytest.MonkeyPatch) -> None:
        self.known = {assessment.file: assessment for assessment in known}
        self.read: list[str] = []
        monkeypatch.setattr(stream, "examine", self.examine)

    def examine(self, file: str, options: Options) -> Assessment:
        self.read.append(file)
        return self.known[file]


def places(content: bytes) -> list[int]:
    """Return every byte of a short entry, and of a long one its beginning, its end and a sample between."""
    _, long, short, _ = content.splitlines(keepends=True)
    first = len(HEADER)
    within = range(first, first + len(long))
    sample = random.Random(SEED).sample(within, 80)
    return sorted({*within[:180], *within[-20:], *sample, *range(within.stop, within.stop + len(short))})


def test_no_byte_can_be_changed_without_a_word(
    files: list[Path], whole: list[Assessment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = tmp_path / "journal"
    content = journal.read_bytes()
    watched = Watched(whole, monkeypatch)
    for number, place in enumerate(places(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << number % 8
        journal.write_bytes(changed)
        said: list[str] = []
        watched.read.clear()
        assert list(check_paths(files, journal=journal, said=said.append)) == whole
        assert watched.read, f"byte {place} was believed"
        (line,) = said
        assert "are damaged; their files are checked again" in line


def test_no_byte_of_its_head_can_be_changed_without_a_word(
    files: list[Path], whole: list[Assessment], tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    content = journal.read_bytes()
    for place in range(len(HEADER)):
        journal.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(OutputError, match="is not a journal"):
            list(check_paths(files, journal=journal))


def test_the_count_is_said_on_stderr(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = tmp_path / "journal"
    command = ["check", *map(str, files), "--resume", str(journal), "--jobs", "1", "--quiet"]
    assert main(command) == 3
    report = capsys.readouterr()
    assert report.err == ""
    journal.write_bytes(journal.read_bytes().replace(b'"outcome":"unreadable"', b'"outcome":"accepted"  '))
    assert main(command) == 3
    again = capsys.readouterr()
    assert again.out == report.out
    assert again.err == f"pocgate: {journal}: 2 entries are damaged; their files are checked again\n"


def rearranged(content: bytes) -> dict[str, bytes]:
    head, one, two, three = content.splitlines(keepends=True)
    return {
        "in another order": head + three + two + one,
        "each twice": head + one + one + two + three + two + three,
        "with a blank line": head + one + b"\n" + two + three,
        "one run into another": head + one[:-1] + two + three,
        "one begun inside another": head + one[:90] + two + three,
        "the assessment of one under the name of another": head + one + two[:230] + three[230:],
        "with a second head": head + one + head + two + three,
        "without an end": head + one + two + three[:-1],
    }


@pytest.mark.parametrize("kind", rearranged(HEADER + b"1\n2\n3\n"))
def test_entries_in_any_order_and_number_say_the_same(
    files: list[Path], whole: list[Assessment], tmp_path: Path, kind: str
) -> None:
    journal = tmp_path / "journal"
    journal.write_bytes(rearranged(journal.read_bytes())[kind])
    assert list(check_paths(files, journal=journal)) == whole
    with Journal(journal, Options()) as taken_up:
        assert [taken_up.known(str(file)) for file in files] == whole


def test_entries_of_other_runs_are_left_alone_without_a_word(
    files: list[Path], whole: list[Assessment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, others = tmp_path / "journal", tmp_path / "others"
    for options in (Options(language="ja"), Options(limits=Limits(cells=999_999))):
        with Journal(others, options) as other:
            other.add([examine(str(file), options) for file in files])
    journal.write_bytes(others.read_bytes() + journal.read_bytes().removeprefix(HEADER))
    watched, said = Watched(whole, monkeypatch), list[str]()
    assert list(check_paths(files, journal=journal, said=said.append)) == whole
    assert (watched.read, said) == ([], [])


def test_what_changes_while_a_run_goes_on_is_not_believed_either(
    files: list[Path], whole: list[Assessment], tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    content = journal.read_bytes()
    with Journal(journal, Options()) as open_one:
        journal.write_bytes(content.replace(b'"PG001"', b'"PG002"'))
        assert [open_one.known(str(file)) for file in files] == [whole[0], None, None]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
def test_a_pipe_is_no_journal(files: list[Path], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="is not a journal"):
        Journal(tmp_path / "pipe", Options())

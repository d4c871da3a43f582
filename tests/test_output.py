"""Where an output may go, as root too: permissions are looked at, not tried."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.errors import OutputError
from pocgate_xl.output import find_target, write_file
from pocgate_xl.output.whole_file import _clear

posix = pytest.mark.skipif(os.name == "nt", reason="no such files on Windows")
ROOT = Path(__file__).parents[1]


@pytest.fixture
def there(tmp_path: Path) -> Path:
    file = tmp_path / "there"
    file.write_bytes(b"old")
    return file


def test_a_new_file_is_made_as_any_program_makes_it(tmp_path: Path) -> None:
    write_file(tmp_path / "new", b"content")
    (tmp_path / "other").touch()
    assert (tmp_path / "new").read_bytes() == b"content"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode
    assert sorted(os.listdir(tmp_path)) == ["new", "other"]


def test_what_is_there_is_replaced_when_it_is_known_or_forced(there: Path) -> None:
    with pytest.raises(OutputError, match=r"already exists\. Use force=True"):
        find_target(there)
    with pytest.raises(OutputError, match="is not a report of this kind"):
        find_target(there, known=lambda file: False)
    find_target(there, known=lambda file: file.read_bytes() == b"old").write((b"new",))
    assert there.read_bytes() == b"new"
    find_target(there, force=True).write((b"newer",))
    assert there.read_bytes() == b"newer"


def link(there: Path) -> Path:
    (there.parent / "link").symlink_to("there")
    return there.parent / "link"


def hard_link(there: Path) -> Path:
    os.link(there, there.parent / "link")
    return there.parent / "link"


def through_a_linked_folder(there: Path) -> Path:
    (there.parent / "folder").symlink_to(there.parent, target_is_directory=True)
    return there.parent / "folder" / "there"


NAMES: list[Callable[[Path], Path]] = [
    lambda there: there, lambda there: there.parent / "." / "there", link, hard_link, through_a_linked_folder,
]  # fmt: skip


@posix
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("swapped", [False, True])
def test_an_input_is_never_replaced_whatever_it_is_called(
    there: Path, name: Callable[[Path], Path], swapped: bool
) -> None:
    output, given = (name(there), there) if swapped else (there, name(there))
    with pytest.raises(OutputError, match="is read by this command"):
        find_target(output, [there.parent / "gone", given], known=lambda file: True, force=True)
    assert there.read_bytes() == b"old"


def test_a_missing_input_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is read by this command"):
        find_target(tmp_path / "x" / ".." / "gone", [tmp_path / "gone"])


@posix
def test_links_are_followed_and_stay(there: Path) -> None:
    name = link(there)
    find_target(name, force=True).write((b"new",))
    assert name.is_symlink()
    assert there.read_bytes() == b"new"
    (there.parent / "dangling").symlink_to("made")
    find_target(there.parent / "dangling").write((b"made",))
    assert (there.parent / "dangling").is_symlink()
    assert (there.parent / "made").read_bytes() == b"made"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_permissions_stay(there: Path, mode: int) -> None:
    there.chmod(mode)
    find_target(there, force=True).write((b"new",))
    assert stat.S_IMODE(there.stat().st_mode) == mode


@posix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(there: Path) -> None:
    os.chown(there, 12345, 12345)
    find_target(there, force=True).write((b"new",))
    assert (there.stat().st_uid, there.stat().st_gid) == (12345, 12345)


def test_a_read_only_file_is_respected(there: Path) -> None:
    there.chmod(0o444)
    with pytest.raises(OutputError, match="it is read-only"):
        find_target(there, force=True)
    assert there.read_bytes() == b"old"


@posix
def test_a_read_only_folder_is_respected(there: Path) -> None:
    there.parent.chmod(0o555)
    try:
        for file in (there, there.parent / "new"):
            with pytest.raises(OutputError, match="its folder is read-only"):
                find_target(file, force=True)
    finally:
        there.parent.chmod(0o755)


def test_a_folder_a_missing_folder_and_what_is_no_path_are_named(tmp_path: Path) -> None:
    for file, reason in ((tmp_path, "it is a folder"), (tmp_path / "no" / "file", "there is no such folder"),
                         (tmp_path / "a\0b", "not a valid path")):  # fmt: skip
        with pytest.raises(OutputError, match=reason):
            find_target(file, force=True)


@posix
def test_a_loop_of_links_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match="cannot be written"):
        find_target(tmp_path / "loop", force=True)


@posix
def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    find_target(pipe).write((b"a", b"b"))
    reader.join(10)
    assert heard == [b"ab"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_a_device_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/null")
    for device in (Path("/dev/null"), tmp_path / "link"):
        find_target(device).write((b"nothing",))
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert (tmp_path / "link").is_symlink()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_a_full_device_is_said() -> None:
    with pytest.raises(OutputError, match="cannot be written: No space left"):
        find_target(Path("/dev/full")).write((b"content",))


WRITTEN = """
import sys
from pathlib import Path
from pocgate_xl.output import find_target
target = find_target(Path(sys.argv[1]))
print(target.stdout, file=sys.stderr)
print("before")
target.write((b"content\\n",))
print("after")
"""


@posix
@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("into_a_file", [False, True])
def test_stdout_is_written_into_by_every_name(tmp_path: Path, name: str, into_a_file: bool) -> None:
    if not Path(name).exists() and name != "-":
        pytest.skip("no such name here")
    command = [sys.executable, "-c", WRITTEN, name]
    with (tmp_path / "out").open("wb") as file:
        out = file if into_a_file else subprocess.PIPE
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, cwd=ROOT, check=True)
    written = (tmp_path / "out").read_bytes() if into_a_file else done.stdout
    assert (written, done.stderr) == (b"before\ncontent\nafter\n", b"True\n")
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no names of descriptors")
def test_a_descriptor_is_written_into_unless_it_is_an_input(there: Path) -> None:
    with there.open("ab") as stream:
        name = Path(f"/dev/fd/{stream.fileno()}")
        find_target(name).write((b"er",))
        with pytest.raises(OutputError, match="is read by this command"):
            find_target(name, [there])
    assert there.read_bytes() == b"older"


def test_what_is_claimed_is_not_replaced_even_if_it_came_meanwhile(tmp_path: Path) -> None:
    first, second = (find_target(tmp_path / "new", claimed=True) for _ in range(2))
    first.write((b"first",))
    with pytest.raises(OutputError, match="already exists"):
        second.write((b"second",))
    assert (tmp_path / "new").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["new"]


def test_it_is_claimed_where_a_file_can_have_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    first, second = (find_target(tmp_path / "new", claimed=True) for _ in range(2))
    first.write((b"first",))
    with pytest.raises(OutputError, match="already exists"):
        second.write((b"second",))
    assert (tmp_path / "new").read_bytes() == b"first"


def test_a_report_does_not_replace_what_came_into_its_place_meanwhile(tmp_path: Path) -> None:
    target = find_target(tmp_path / "new", known=lambda file: False)
    (tmp_path / "new").write_bytes(b"a submission")
    with pytest.raises(OutputError, match="already exists"):
        target.write((b"report",))
    assert (tmp_path / "new").read_bytes() == b"a submission"


def test_what_is_not_whole_goes_beside_its_place(there: Path) -> None:
    partial, second = there.with_name("there.partial"), there.with_name("there.partial-2")
    target = find_target(there, known=lambda file: file.read_bytes() in (b"old", b"half"))
    for _ in range(2):
        assert target.write((b"half",), whole=lambda: False) == partial
    partial.write_bytes(b"somebody's")
    assert target.write((b"half",), whole=lambda: False) == second
    assert (there.read_bytes(), partial.read_bytes(), second.read_bytes()) == (b"old", b"somebody's", b"half")


def test_nothing_is_left_of_what_fails(there: Path) -> None:
    def failing() -> object:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_target(there, force=True).write(failing())  # type: ignore[arg-type]
    assert os.listdir(there.parent) == ["there"]
    assert there.read_bytes() == b"old"


def test_names_as_long_as_can_be_are_written(tmp_path: Path) -> None:
    file = tmp_path / ("あ" * 83 + ".xlsx")
    write_file(file, b"content")
    assert os.listdir(tmp_path) == [file.name]


KILLED = """
import os, signal, sys
from pathlib import Path
from pocgate_xl.output import find_target
def pieces():
    yield b"x" * 600_000
    os.kill(os.getpid(), signal.SIGKILL)
find_target(Path(sys.argv[1]), force=True).write(pieces())
"""


@posix
def test_killed_runs_leave_one_temporary_file_at_most_and_the_next_run_none(tmp_path: Path) -> None:
    for _ in range(3):
        command = [sys.executable, "-c", KILLED, str(tmp_path / "report.txt")]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
        assert len(os.listdir(tmp_path)) == 1
    _clear.cache_clear()
    (tmp_path / ".mine.tmp").touch()
    write_file(tmp_path / "report.txt", b"whole")
    assert sorted(os.listdir(tmp_path)) == [".mine.tmp", "report.txt"]


@posix
def test_the_temporary_file_of_a_living_run_is_left_to_it(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"

    def pieces() -> object:
        yield b"first"
        _clear.cache_clear()
        write_file(tmp_path / "other.txt", b"other")
        yield b" second"

    find_target(file).write(pieces())  # type: ignore[arg-type]
    assert file.read_bytes() == b"first second"
    assert sorted(os.listdir(tmp_path)) == ["other.txt", "report.txt"]

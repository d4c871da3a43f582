from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pocgate_xl.templates.files import builtin_home, builtin_names
from pocgate_xl.templates.text_checks import flatten
from pocgate_xl.templates.toml_lines import line_of

TOML = '''\
id = "a"  # [not a table]
a.b = """
[not.a.table]
key = 1
"""

[[groups]]
id = "first"
items = [
  { id = "x", label = "]" },
  { id = "y" },
]
[groups.more]
deep = 'a = [1'

[[groups]]
id = "second"
[[groups.items]]
id = "z"
[[groups.items]]
"quoted key" = 1
[last]
list = [1,
 2]
end = true
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("id", 1), ("a.b", 2), ("groups.0", 7), ("groups.0.id", 8), ("groups.0.items", 9),
        ("groups.0.items.1.id", 9), ("groups.0.more.deep", 14), ("groups.1.id", 17),
        ("groups.1.items.0.id", 19), ("groups.1.items.1.quoted key", 21), ("groups.1.items.1.missing", 20),
        ("last.end", 25), ("last.list.1", 23), ("groups", 7),
        ("groups.1.items", 18), ("nowhere", 0), ("", 0), ("key", 0),
    ],
)  # fmt: skip
def test_a_path_has_a_line(path: str, line: int) -> None:
    assert line_of(TOML, path) == line
    assert line_of(TOML.replace("\n", "\r\n"), path) == line


def test_every_text_of_a_locale_is_found_where_it_stands() -> None:
    for file in sorted(Path(builtin_home(), builtin_names()[0], "locale").glob("*.toml")):
        toml = file.read_text(encoding="utf-8")
        lines = toml.splitlines()
        for path, _ in flatten(tomllib.loads(toml)):
            key = path.rpartition(".")[2]
            assert lines[line_of(toml, path) - 1].lstrip('"').startswith(key), path

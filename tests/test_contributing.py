"""What CONTRIBUTING.md shows of the program is what stands in the program."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
(DIFF,) = re.findall(r"```diff\n(.*?)```", PAGE, re.DOTALL)
ADDED = re.findall(r"^(?:--- a|\+\+\+ b)/(\S+)\n((?:\+(?!\+\+ ).*\n)+)", DIFF, re.MULTILINE)


def test_the_example_names_every_kind_of_file_that_an_action_takes() -> None:
    assert [Path(file).parts[0] for file, _lines in ADDED] == [
        *("store", "store", "store", "tests", "tui")
    ]


@pytest.mark.parametrize(("file", "added"), ADDED, ids=[file for file, _lines in ADDED])
def test_every_line_of_the_example_stands_in_its_file(file: str, added: str) -> None:
    lines = (ROOT / file).read_text("utf-8").split("\n")

    assert [line[1:] for line in added.splitlines() if line[1:] not in lines] == []

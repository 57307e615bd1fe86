"""docs/tasks.md, written from the scripts of the tasks (`python -m tests.tasks_doc`)."""

import sys
from pathlib import Path

from tests.terminal.task_steps import count, keys_of
from tests.terminal.task_table import TASKS

PAGE = Path(__file__).parent.parent / "docs" / "tasks.md"
INTRODUCTION = """\
# Twenty tasks of an after-sales desk

Written by `python -m tests.tasks_doc` from the scripts in `tests/terminal/task_table.py`, which a
test does in a real terminal, in the sample shop.
Keys are counted from the board with the cursor where it opens, navigation included; the free text,
the pasted or the scanned number of one field counts as one (`…`, `paste`), an amount or digits that
are typed again count in full.

| n | task | pressed | keys | at most |
|--:|---|---|--:|--:|
"""


def page() -> str:
    """The whole page."""
    rows = []
    for task in TASKS:
        cells = (task.number, task.does, keys_of(task), count(task), task.reach or " ")
        rows.append(f"| {' | '.join(map(str, cells))} |\n")
    return INTRODUCTION + "".join(rows)


if __name__ == "__main__":
    if "--check" in sys.argv and PAGE.read_text("utf-8") != page():
        sys.stderr.write("docs/tasks.md is not current; run python -m tests.tasks_doc.\n")
        sys.exit(1)
    PAGE.write_text(page(), "utf-8")

"""tui/action_titles.py, written from the rule files (`python -m tests.action_titles`).

`--check` only says whether it is current.
"""

import sys
from pathlib import Path

from store.rules.actions import all_actions

FILE = Path(__file__).parent.parent / "tui" / "action_titles.py"
HEAD = '''\
"""The titles of the actions, written by `python -m tests.action_titles` from their rule files.

The key table needs them before a rule is loaded. They are translated where they are shown; the
catalogue finds them in the rule files.
"""

TITLES = {
'''


def text() -> str:
    """The whole file."""
    return HEAD + "".join(f"    {line},\n" for line in _lines()) + "}\n"


def _lines() -> list[str]:
    for name, action in all_actions().items():
        assert not {'"', "\\"} & set(name + action.title), "write it so that it needs no escape"
    return [f'"{name}": "{action.title}"' for name, action in all_actions().items()]


def is_current() -> bool:
    """Does it say what the rule files say?"""
    return FILE.exists() and FILE.read_text("utf-8") == text()


def main() -> int:
    """Write the file, or with `--check` only say whether it is current."""
    if "--check" not in sys.argv:
        FILE.write_text(text(), "utf-8")
        return 0
    if is_current():
        return 0
    sys.stderr.write("tui/action_titles.py is not current; run python -m tests.action_titles.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""The plain tables of what actions say about themselves (`python -m tests.action_tables`).

`tui/action_keys.py` has their keys, `tui/judged_cases.py` which cases they may answer, and
`words/task_labels.py` the words of their platform tasks; all are read before a rule is loaded.
`--check` only says whether they are current.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from store.documents.kinds import KINDS
from store.models.after_sales_case import CaseKind
from store.models.axes import Platform
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.action.catalogue import all_actions, all_tells, buttons_of
from store.rules.cases.case_machine import Move
from tui.actions import SHARED

ROOT = Path(__file__).parent.parent
KEYS_HEAD = '''\
"""The keys of the actions, written by `python -m tests.action_tables` from their rule files.

The key table needs them before a rule is loaded. The titles are translated where they are shown;
the catalogue finds them in the rule files.
"""

ACTION_KEYS = (
    # name, keys, title, in the menu of what (action: of an order), place in the footer,
    # the other kinds of documents that it is about
'''
LABELS_HEAD = '''\
"""The words of the platform tasks, written by `python -m tests.action_tables` from the rule files.

Lists need them before a rule is loaded. They are translated where they are shown; the catalogue
finds them in the rule files.
"""

TASK_LABELS = {
'''
CASES_HEAD = '''\
"""Which cases the shared keys answer, written by `python -m tests.action_tables` from the moves of
the actions behind each.

The line of keys needs them before a rule is loaded.
"""

JUDGED: dict[str, dict[str, tuple[str, ...]]] = {
    # key: the kinds of cases, and where each may stand
'''


class Table(NamedTuple):
    """One generated file."""

    file: Path
    text: Callable[[], str]

    @property
    def is_current(self) -> bool:
        """Does it say what the rule files say?"""
        return self.file.exists() and self.file.read_text("utf-8") == self.text()


def keys_text() -> str:
    """The keys, in the order of the menus."""
    return KEYS_HEAD + "".join(f"    ({row}),\n" for row in _keys()) + ")\n"


def _keys() -> Iterator[str]:
    for action in sorted(all_actions().values(), key=lambda one: one.place):
        kind = action.subject_type
        where = "new" if action.starts else "action" if kind is Order else KINDS[kind]
        named = ", ".join(map(_quoted, (action.name, action.key, action.title, where)))
        others = " ".join(KINDS[other] for other in action.also_about)
        yield f"{named}, {action.footer}, {_quoted(others)}"


def labels_text() -> str:
    """The label of every kind of task."""
    rows = ((kind, declared[0].label) for kind, declared in all_tells().items())
    lines = (f"    {_quoted(kind)}: {_quoted(label)},\n" for kind, label in rows)
    buttons = {one.press for declared in all_tells().values() for one in declared if one.press}
    known = "".join(f"    {_quoted(one)},\n" for one in sorted(buttons))
    own = ((kind, own_button(kind)) for kind in all_tells())
    pressed = "".join(f"    {_quoted(kind)}: {_quoted(one)},\n" for kind, one in own if one)
    return (
        f"{LABELS_HEAD}{''.join(lines)}}}\n\nTASK_BUTTONS = (\n{known})\n\n"
        f"OWN_BUTTONS = {{\n{pressed}}}\n"
        '"""The button that names a kind of task: its only one, on every platform, its alone."""\n'
    )


def own_button(kind: str) -> str:
    """The button that names this kind of task; empty where none does."""
    button, *others = buttons_of(kind)
    shared = any(button in buttons_of(one) for one in all_tells() if one != kind)
    known = all(set(one.platforms) == set(Platform) for one in all_tells()[kind])
    return button if known and not others and not shared else ""


def cases_text() -> str:
    """The cases that may be agreed to, and rejected, by kind and state."""
    moves: dict[str, list[Move]] = {}
    for action, key in SHARED.items():
        moves.setdefault(key, []).extend(all_actions()[action].moves)
    return f"{CASES_HEAD}{''.join(_cases_of(*one) for one in moves.items())}}}\n"


def _cases_of(key: str, moves: list[Move]) -> str:
    told = f"    {_quoted(key)}: {{\n"
    for kind in CaseKind:
        states = {state for move in moves if kind in move.kinds for state in move.before}
        lines = (f"            {_quoted(state)},\n" for state in CaseState if state in states)
        told += f"        {_quoted(kind)}: (\n{''.join(lines)}        ),\n" if states else ""
    return f"{told}    }},\n"


def _quoted(text: str) -> str:
    assert not {'"', "\\"} & set(text), "write it so that it needs no escape"
    return f'"{text}"'


TABLES = (
    Table(ROOT / "tui" / "action_keys.py", keys_text),
    Table(ROOT / "tui" / "judged_cases.py", cases_text),
    Table(ROOT / "store" / "words" / "task_labels.py", labels_text),
)


def main() -> int:
    """Write the files, or with `--check` only say whether they are current."""
    if "--check" not in sys.argv:
        for table in TABLES:
            table.file.write_text(table.text(), "utf-8")
        return 0
    stale = [table.file.name for table in TABLES if not table.is_current]
    if stale:
        sys.stderr.write(f"{', '.join(stale)}: run python -m tests.action_tables.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

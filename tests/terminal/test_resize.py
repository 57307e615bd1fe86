"""A terminal of another size: what it has lost meanwhile is drawn again."""

import sys

from tests.terminal.pty_driver import Desk

PROGRAM = """
from textual.widgets import Static
from tui.base_app import BoundaryApp, run_desk

class Shown(BoundaryApp):
    def compose(self):
        yield Static("ready")

run_desk(Shown())
"""


def test_what_a_terminal_loses_as_it_becomes_larger_is_drawn_again_once_it_has() -> None:
    with Desk([sys.executable, "-c", PROGRAM]) as desk:
        desk.wait_for("ready")
        desk.settle()
        drawn = len(desk.raw)
        desk.resize(100, 30)
        desk.wait_until(lambda _text: len(desk.raw) > drawn, what="frame of that size")
        desk.settle(quiet=0.1)
        desk.clear()
        desk.wait_for("ready")

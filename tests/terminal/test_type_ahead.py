"""Keys that arrive together, as over a slow line, act in the order they were typed."""

import sys

from tests.terminal.pty_driver import Desk
from tui.keyboard.marked_pastes import STALLED_SECONDS

PROGRAM = """
from textual.widgets import Input
from tui.base_app import BoundaryApp, run_desk
from tui.keyboard.type_ahead import TypeAhead

class Fields(TypeAhead, BoundaryApp):
    def compose(self):
        yield Input(placeholder="ready", id="one", compact=True)
        yield Input("", id="two", compact=True)

    def on_input_submitted(self):
        self.query_one("#two").focus()

run_desk(Fields())
"""


LISTENING = """
from textual.widgets import Static
from tui.base_app import BoundaryApp, run_desk
from tui.keyboard.type_ahead import TypeAhead

class Heard(Static, can_focus=True):
    pass

class Listening(TypeAhead, BoundaryApp):
    heard = []

    def compose(self):
        yield Heard("ready")

    def on_mount(self):
        self.query_one(Heard).focus()

    def on_key(self, event):
        self.heard.append(f"key {event.character}")
        self.query_one(Heard).update(" ".join(self.heard))

    def on_paste(self, event):
        self.heard.append(f"pasted {len(event.text)}")
        self.query_one(Heard).update(" ".join(self.heard))

run_desk(Listening())
"""


def test_a_chat_from_a_terminal_that_marks_no_paste_is_no_commands() -> None:
    with Desk([sys.executable, "-c", LISTENING]) as desk:
        desk.wait_for("ready")
        desk.write(b"jk")
        desk.wait_for("key k")
        desk.write("您好 m1\r".encode() * 700)  # longer than one read
        desk.wait_for("pasted")
        desk.write(b"x")

        text = desk.wait_for("key x").strip()
        assert text == "key j key k pasted 4199 key x", "nothing of it is a key"


def test_a_paste_with_an_esc_in_it_is_no_keys_however_it_comes() -> None:
    with Desk([sys.executable, "-c", LISTENING]) as desk:
        desk.wait_for("ready")
        desk.paste("王姐你好 \x1b[31m红色 \x1b j\ns \x1b" + "m" * 6000)
        desk.wait_for("pasted")
        desk.write(b"\x1b[200~no end m")
        desk.settle(STALLED_SECONDS)
        desk.wait_for("pasted 8")
        desk.write(b"x")

        text = " ".join(desk.wait_for("key x").split())
        assert text == "pasted 6013 pasted 8 key x"


def test_a_backspace_in_a_burst_takes_the_letter_before_it() -> None:
    with Desk([sys.executable, "-c", PROGRAM]) as desk:
        desk.wait_for("ready")
        desk.write(b"ab\x7fc")

        desk.wait_for("ac")


def test_what_is_typed_after_enter_in_a_burst_goes_to_the_next_field() -> None:
    with Desk([sys.executable, "-c", PROGRAM]) as desk:
        desk.wait_for("ready")
        desk.write(b"first\rsecond")

        desk.wait_for("second")
        lines = [line.strip() for line in desk.screen() if line.strip()]
        assert lines == ["first", "second"]


def test_alt_and_a_digit_write_no_sign_into_a_field_and_what_is_typed_is_kept() -> None:
    with Desk([sys.executable, "-c", PROGRAM]) as desk:
        desk.wait_for("ready")
        desk.press("a", *(f"alt+{digit}" for digit in range(10)), "£", "™", "b")

        lines = desk.wait_for("b").splitlines()
        assert [line.strip() for line in lines if line.strip()] == ["a£™b"]

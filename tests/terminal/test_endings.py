"""However the desk ends, the terminal is restored, the clean-up ran, and the status says how."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.terminal import demo
from tests.terminal.loaded_desk import LoadedDesk
from tests.terminal.pty_driver import Desk
from tests.terminal.task_table import NOW as SAMPLE_NOW
from tests.terminal.whole import SHOUHOU

DEMO = [sys.executable, str(Path(__file__).with_name("demo.py"))]
LEFT = b"\x1b[?1049l"
PHONE = b"13812345600"


def ignore_hangup() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_in_order(number: int, status: int, tmp_path: Path) -> None:
    note = tmp_path / "note"
    with Desk([*DEMO, "idle"], env={"DEMO_NOTE": str(note)}) as desk:
        desk.wait_for("ready")
        desk.signal(number)
        assert desk.exit_status(3) == status
        assert LEFT in desk.raw
        assert note.read_text() == "unmounted"


def test_a_closed_window_ends_it_in_two_seconds(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with Desk([*DEMO, "idle"], env={"DEMO_NOTE": str(note)}) as desk:
        desk.wait_for("ready")
        desk.hangup()
        assert desk.exit_status(2) == 129
        assert note.read_text() == "unmounted"


def test_a_closed_window_ends_it_although_the_parent_ignores_hangups(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with Desk([*DEMO, "idle"], env={"DEMO_NOTE": str(note)}, before=ignore_hangup) as desk:
        desk.wait_for("ready")
        desk.hangup()
        assert desk.exit_status(3) == 129
        assert note.read_text() == "unmounted"


def test_an_ignored_hangup_signal_alone_does_not_end_it() -> None:
    with Desk([*DEMO, "idle"], before=ignore_hangup) as desk:
        desk.wait_for("ready")
        desk.signal(signal.SIGHUP)
        desk.type("still here")
        desk.wait_for("still here")


@pytest.mark.parametrize(("end", "status"), [("hangup", 129), ("terminate", 143)])
def test_a_stuck_desk_is_ended_all_the_same(end: str, status: int) -> None:
    with Desk([*DEMO, "stuck"], before=ignore_hangup) as desk:
        desk.wait_for("ready")
        desk.type("x")
        desk.wait_for("stuck in a thread")
        getattr(desk, end)()
        assert desk.exit_status(5) == status


@pytest.mark.parametrize(
    ("descriptor", "name"), [(0, "standard input"), (1, "standard output"), (2, "standard error")]
)
def test_without_a_terminal_it_refuses(descriptor: int, name: str, tmp_path: Path) -> None:
    aside = tmp_path / "aside"

    def redirect() -> None:
        os.dup2(os.open(aside, os.O_RDWR | os.O_CREAT, 0o600), descriptor)

    with Desk([*DEMO, "idle"], before=redirect) as desk:
        assert desk.exit_status() == 2
        said = desk.text() + aside.read_text()
        assert f"The desk needs a terminal: {name} is not one." in said


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ("crash", "ValueError at terminal/demo.py:"),
        ("worker", "KeyError at terminal/demo.py:"),
        ("compose", "MarkupError at textual/markup.py:"),
    ],
)
def test_a_crash_says_what_and_where_and_nobody_s_phone(how: str, what: str) -> None:
    with Desk([*DEMO, how]) as desk:
        if how != "compose":
            desk.wait_for("ready")
            desk.type("x")
        assert desk.exit_status() == 70
        last = bytes(desk.raw).rpartition(LEFT)[2].decode()
        assert f"The desk has stopped: {what}" in last
        assert last.count("\n") == 1
        assert PHONE not in desk.raw
        assert "李四".encode() not in desk.raw


def test_leaving_ends_with_0_and_the_terminal_restored() -> None:
    with Desk([*DEMO, "idle"]) as desk:
        desk.wait_for("ready")
        desk.type("q")
        assert desk.exit_status() == 0
        assert desk.raw.endswith(b"\x1b[?1049l\x1b[?25h\x1b[?1004l")


def test_what_is_typed_as_soon_as_the_desk_is_left_is_for_the_shell() -> None:
    with Desk(["bash", "--norc", "--noprofile", "-i"]) as shell:
        shell.type(f"{' '.join(DEMO)} slow\r")
        shell.wait_for("ready")
        shell.type("q")
        shell.wait_until(lambda _text: LEFT in shell.raw, 15, "the desk to be left")
        shell.type("exit 7\r")
        assert shell.exit_status() == 7


NOISES = (
    "五".encode("gb18030"),
    b"\xd6",
    b"\x1b[M \xd6\xd0",
    b"\x1b[2048:u",
    b"\x1b[99999999999u",
    b"\x1b[12048201~\x00\x9b",
    bytes(range(0x80, 0x100)),
    b"\x1b[200~\x1b]0;PWNED\x07\xe2\x80\xae\x1b[201~",
)


def test_no_byte_from_the_keyboard_ends_it() -> None:
    with LoadedDesk(["idle"], program=demo.main) as desk:
        desk.wait_for("ready")
        for number, noise in enumerate(NOISES):
            desk.write(noise)
            desk.settle(0.25)  # an escape sequence without its end times out
            desk.type(f"still {number}")
            desk.wait_for(f"still {number}")
        assert b"PWNED\x07" not in desk.raw


def test_it_asks_for_neither_mouse_nor_kitty_keys() -> None:
    with Desk([*DEMO, "idle"], env={"TEXTUAL": "debug", "TEXTUAL_PRESS": "q"}) as desk:
        desk.wait_for("ready")
        desk.type("still here")
        desk.wait_for("still here")
        for asked in (b"\x1b[?1000h", b"\x1b[?1003h", b"\x1b[>", b"\x1b]22"):
            assert asked not in desk.raw


def test_an_idle_desk_writes_and_computes_nothing() -> None:
    with LoadedDesk(["blurred"], program=demo.main) as desk:
        desk.wait_for("ready")
        desk.settle(0.5)
        before, spent = len(desk.raw), cpu_seconds(desk.pid)
        start = time.monotonic()
        desk.settle(2)
        assert len(desk.raw) == before
        assert cpu_seconds(desk.pid) - spent < 0.1 * (time.monotonic() - start)


def stopped(desk: Desk) -> None:
    """Until it stands still, and nothing of it is on the terminal any more."""
    desk.wait_until(lambda _text: state_of(desk.pid) == "T", 5, "the stop")
    desk.settle()
    desk.clear()


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_after_a_stop_from_outside_all_of_it_is_drawn_and_each_key_read_once(number: int) -> None:
    with LoadedDesk(["idle"], program=demo.main) as desk:
        desk.wait_for("ready")
        for times in (1, 2):
            desk.signal(number)
            stopped(desk)
            desk.signal(signal.SIGCONT)
            desk.wait_for("ready")
            desk.type("x")
            desk.wait_for("x" * times)
        assert "xxx" not in desk.settle()


def test_a_stop_in_the_middle_of_a_write_to_the_terminal_is_one_all_the_same() -> None:
    with LoadedDesk(["writing"], program=demo.main) as desk:
        desk.wait_for("ready")
        desk.type("x")
        stopped(desk)
        desk.signal(signal.SIGCONT)
        desk.wait_for("ready")
        desk.type("y")
        desk.wait_for("xy")


def sample_desk(sample: Path, folder: Path) -> list[str]:
    """The desk on a sample shop of its own, at the moment of which that is."""
    shutil.copytree(sample, folder / "store")
    return [SHOUHOU, "--store", str(folder / "store"), "--lang", "en", "--now", SAMPLE_NOW]


def test_the_desk_is_suspended_for_the_shell_behind_it_and_whole_again(
    sample: Path, tmp_path: Path
) -> None:
    command = " ".join(sample_desk(sample, tmp_path))
    with Desk(["bash", "--norc", "--noprofile", "-i"], columns=120, rows=36) as shell:
        shell.type(f"{command}\r")
        shell.wait_for("Board")
        shell.type(":suspend")
        shell.wait_for("suspend the desk")
        shell.press("enter")
        shell.wait_for("Stopped")
        shell.clear()
        shell.type("fg\r")
        shell.wait_for("Board")
        shell.type("3")
        shell.wait_for("Open, by time left")
        shell.press("q")
        shell.wait_until(lambda _text: shell.raw.count(LEFT) == 2, 15, "the desk to be left")
        shell.type("exit\r")
        assert shell.exit_status() == 0


def test_without_a_shell_behind_it_the_desk_is_not_suspended(sample: Path, tmp_path: Path) -> None:
    with Desk(sample_desk(sample, tmp_path)) as desk:
        desk.wait_for("Board")
        desk.type(":suspend")
        desk.wait_for("suspend the desk")
        desk.press("enter")
        desk.wait_for("No shell is behind the desk that could bring it back.")


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_ctrl_s_before_the_desk_is_up_stops_nothing(tmp_path: Path) -> None:
    with Desk([SHOUHOU, "--store", str(tmp_path / "shop"), "--lang", "en"]) as desk:
        desk.press("ctrl+s")
        desk.wait_for("Board")
        assert not desk.has_stop_sign
        desk.press("q")
        assert desk.exit_status() == 0
        assert desk.has_stop_sign

"""What the app under the desk lets through, without a terminal; `tests/terminal` has one."""

import pytest
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import Static
from textual.widgets._toast import Toast
from textual.worker import WorkerFailed

from store.errors import BadInput
from tests.terminal.hostile import CONTROL, MARKUP, unlisted_sequences
from tui.base_app import CRASHED, BoundaryApp, what_broke
from tui.terminal import DeskDriver, SafetyNet, prepare
from tui.text import width_of

PHONE = "13812345600"


async def test_a_notification_quotes_anything() -> None:
    app = BoundaryApp()
    async with app.run_test(notifications=True) as pilot:
        for name, text in (*MARKUP.items(), *CONTROL.items()):
            app.notify(text, title=text)
            await pilot.pause()
            toast = str(app.screen.query_one(Toast).render())
            assert (name, unlisted_sequences(toast.encode())) == (name, [])
            if text in MARKUP.values():
                assert toast == f"{text}\n{text}"
            app.clear_notifications()
            await pilot.pause()


async def test_a_title_is_safe() -> None:
    app = BoundaryApp()
    async with app.run_test():
        app.title = app.sub_title = CONTROL["title"]
        assert app.title == app.sub_title == "A␛]0;PWNED-TITLE␇B"


async def test_nothing_takes_a_picture_of_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    app = BoundaryApp()
    taken: list[object] = []
    monkeypatch.setattr(app, "deliver_screenshot", lambda *given: taken.append(given))
    async with app.run_test():
        assert list(app.get_system_commands(app.screen)) == []
        await app.run_action("app.screenshot")
        assert taken == []


async def test_what_is_copied_carries_no_control_characters() -> None:
    app = BoundaryApp()
    async with app.run_test():
        app.copy_to_clipboard("261119-1\x1b[201~\nrm\ud800")
        assert app.clipboard == "261119-1␛[201~\nrm\ufffd"


class Failing(BoundaryApp):
    """Fails with a phone in the error, by itself or in a thread."""

    def __init__(self, *, in_thread: bool) -> None:
        super().__init__()
        self.in_thread = in_thread

    def on_mount(self) -> None:
        if self.in_thread:
            self.run_worker(self.fail, thread=True)
        else:
            self.call_later(self.fail)

    def fail(self) -> None:
        raise ValueError(PHONE)


@pytest.mark.parametrize(("in_thread", "kind"), [(False, ValueError), (True, WorkerFailed)])
async def test_a_crash_keeps_its_error_for_the_tests_and_its_values_for_nobody(
    in_thread: bool, kind: type[Exception]
) -> None:
    app = Failing(in_thread=in_thread)
    with pytest.raises(kind):
        await crashed(app)
    assert app.return_code == CRASHED
    assert "ValueError at tui/test_terminal_boundary.py:" in app.crash
    assert PHONE not in app.crash


async def crashed(app: BoundaryApp) -> None:
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()


def test_a_crash_names_our_place_and_the_last() -> None:
    with pytest.raises(RuntimeError) as caught:
        DeskDriver(BoundaryApp())
    assert "RuntimeError at tui/terminal.py:" in what_broke(caught.value)
    assert ", textual/driver.py:" in what_broke(caught.value)


def test_the_crash_of_a_worker_is_named_after_its_cause() -> None:
    assert "KeyError at ?" in what_broke(WorkerFailed(KeyError(PHONE)))


@pytest.mark.parametrize("text", CONTROL.values())
def test_the_net_keeps_the_width(text: str) -> None:
    control = Segment("\x1b[1;1H", None, [(ControlType.HOME,)])
    line = [Segment(text, Style(link="https://evil.example/")), Segment("中"), control]
    caught = SafetyNet().apply(line, Color(0, 0, 0))
    assert width_of(caught[0].text) == width_of(text)
    assert unlisted_sequences(caught[0].text.encode()) == []
    assert caught[0].style is not None
    assert caught[0].style.link is None
    assert caught[1:] == line[1:]


async def test_every_widget_has_the_net_below_it() -> None:
    app = BoundaryApp()
    async with app.run_test():
        await app.mount(Static("a\x1bcb", markup=False))
        (net,) = app.query_one(Static).get_line_filters()
        assert isinstance(net, SafetyNet)


def test_no_terminal_is_a_sentence() -> None:
    with pytest.raises(BadInput, match=r"The desk needs a terminal: standard \w+ is not one\."):
        prepare()


def test_a_terminal_whose_cursor_does_not_move_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.isatty", lambda _descriptor: True)
    monkeypatch.setenv("TERM", "dumb")

    with pytest.raises(BadInput, match=r"^The desk needs a terminal whose cursor moves; TERM says"):
        prepare()


@pytest.mark.parametrize(
    ("variables", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "STY": "1.pts-0"}, False),
        ({"TERM": "screen.xterm-256color"}, False),
    ],
)
async def test_blanks_are_written_in_gnu_screen_also_on_a_machine_reached_from_within_it(
    variables: dict[str, str], erases: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STY", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    driver, written = DeskDriver(BoundaryApp()), list[str]()
    monkeypatch.setattr(LinuxDriver, "write", lambda _driver, data: written.append(data))

    driver.draw_anew()
    driver.write(f"\x1b[1;1H\x1b[44m{' ' * 20}\x1b[0m")

    assert ("\x1b[19X" in "".join(written)) is erases

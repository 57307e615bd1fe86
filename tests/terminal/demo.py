"""A desk of hostile data, to be run in a pty: `demo.py corpus [safe|raw|netted] | crash …`."""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from collections.abc import Iterator
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    DataTable,
    Header,
    Input,
    Label,
    OptionList,
    RichLog,
    Static,
    TabbedContent,
    TabPane,
    TextArea,
    Tree,
)

from store.errors import ShouhouError
from tests.terminal.hostile import CONTROL, MARKUP
from tui.base_app import BoundaryApp, run_desk
from tui.text import content, fit, safe_text

OUTPUT = "textual-output"
"""The thread that writes to the terminal."""
HARMLESS = ["五常大米 10斤", "plain", "2026-11-20", "**bold**"]


class Demo(BoundaryApp):
    """Shows the corpus in many widgets, or does one thing that ends an app badly."""

    CSS = "Screen {layout: grid; grid-size: 3} DataTable, Static, Tree {height: 100%}"

    BINDINGS: ClassVar = [Binding("f2", "notify_all", priority=True)]

    def __init__(self, what: str, how: str) -> None:
        super().__init__()
        self.what = what
        self.texts = HARMLESS if how == "harmless" else [*CONTROL.values(), *MARKUP.values()]
        self.clean = str if how in {"raw", "netted"} else safe_text
        if how == "raw":
            self.get_line_filters = list  # type: ignore[method-assign]

    def show(self, text: str) -> Content:
        return content(text) if self.clean is safe_text else Content(text)

    def rich(self, text: str) -> Text:
        """What a DataTable, a Tree and a RichLog take, which know no Content."""
        return Text(self.clean(text))

    def compose(self) -> ComposeResult:
        yield Header()
        if self.what == "corpus":
            yield from self.corpus()
        else:
            yield Static(f"ready {self.what}", markup=False)
            yield Input(id="field", disabled=self.what == "blurred")
        if self.what == "compose":
            phone = "13812345600"
            yield Static(Content.from_markup(f"{phone}[/]"))

    def corpus(self) -> Iterator[Widget]:
        every = "\n".join(self.texts)
        table: DataTable[Text] = DataTable()
        table.add_columns("one", "two")
        tree: Tree[None] = Tree(self.rich("root"))
        tree.root.expand()
        for text in self.texts:
            table.add_row(self.rich(text), Text(fit(text, 20)))
            tree.root.add_leaf(self.rich(text))
        first, whole = self.show(self.texts[0]), content(every, lines=True)
        yield from (table, tree, Static(whole if self.clean is safe_text else Content(every)))
        yield from (OptionList(*map(self.show, self.texts)), RichLog(id="log"), TextArea(every))
        yield from (Label(self.show(every[:400])), Button(first), Checkbox(first), Input(every))
        with TabbedContent():
            yield TabPane(first, Static("tab"))

    def on_mount(self) -> None:
        self.title = self.sub_title = "".join(self.texts)
        if self.what != "corpus":
            return
        self.query_one(Static).border_title = self.show(self.texts[0])
        for text in self.texts:
            self.query_one("#log", RichLog).write(self.rich(text))
        self.call_after_refresh(setattr, self, "title", "corpus shown")

    def action_notify_all(self) -> None:
        self.notify("\n".join(self.texts), title=self.texts[0], timeout=60)

    def on_input_changed(self, event: Input.Changed) -> None:
        if self.what == "crash" and event.value == "x":
            phone = "13812345600"
            raise ValueError(phone + "李四")
        if self.what == "worker" and event.value == "x":
            self.run_worker(self.fail, thread=True)
        if self.what == "stuck" and event.value == "x":
            self.run_worker(self.stick, thread=True)
        if self.what == "writing" and event.value == "x":
            writer: Any = next(one for one in threading.enumerate() if one.name == OUTPUT)
            with writer._queue.mutex:  # as it is for a moment at each write
                os.kill(os.getpid(), signal.SIGTSTP)
        if event.value == "q":
            self.exit(return_code=0)

    def fail(self) -> None:
        raise KeyError(f"13812345600{self.what}")

    def stick(self) -> None:
        self.notify("stuck in a thread")
        threading.Event().wait()

    async def _shutdown(self) -> None:
        if self.what == "slow":  # as on a busy machine: the terminal was given back before this
            await asyncio.sleep(1)
        await super()._shutdown()

    def on_unmount(self) -> None:
        if note := os.environ.get("DEMO_NOTE"):
            Path(note).write_text("unmounted", encoding="utf-8")


def main() -> int:
    what, how = [*sys.argv[1:], "safe"][:2]
    try:
        return run_desk(Demo(what, how))
    except ShouhouError as error:
        print(safe_text(error.sentence), file=sys.stderr)  # noqa: T201
        return error.status


if __name__ == "__main__":
    sys.exit(main())

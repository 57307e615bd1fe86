"""Barred (上下栏): a screen between two lines: the shop's clocks above, what the keys do below.

Beside the keys stands how far what goes on meanwhile has come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.events import Key as KeyEvent
from textual.events import Paste
from textual.geometry import Size

from store.words import _
from tui.actions import PLACES, Key, keys_of
from tui.glyphs import glyphs
from tui.header import Header, header_of
from tui.screens.answering import Answering
from tui.screens.answers import begin
from tui.widgets.bars import Above, Hint, KeyBar, Tab, TopBar
from tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from tui.jobs import Job

STAY = ("help", "leave")
"""Keys that the line below never leaves out."""


class Barred(Answering):
    """A screen with both lines."""

    jobs_said = ""
    """How far what goes on beside has come."""
    _drawn_at: Size | None = None

    def show_jobs(self, jobs: "Sequence[Job]") -> None:
        """How far what goes on beside has come."""
        said = "   ".join(job.line for job in jobs if job.title)
        if said != self.jobs_said:
            begins_or_ends = not (said and self.jobs_said)
            self.jobs_said = said
            self.show_jobs_said()
            if begins_or_ends:
                self.show_keys()

    def show_jobs_said(self) -> None:
        """Write it beside the keys."""
        raise NotImplementedError

    def look_above(self) -> None:
        """The line above and the line below, at first as they were on the screen before."""
        if self.desk.header:
            self.show_bars(self.desk.header)
        begin(self, self._look_above, "header", exclusive=True)

    async def _look_above(self) -> None:
        header = await self.desk.read_beside(lambda: header_of(self.desk.lists))
        if header:
            self.show_bars(header)

    def show_bars(self, header: Header) -> None:
        """The line above and the line below."""
        self.desk.header = header
        self._drawn_at = self.app.size
        tabs = [
            Tab(str(digit), _(title), name == self.desk.current_mode)
            for digit, (name, title) in enumerate(PLACES.items(), start=1)
        ]
        above = Above(tabs, header, self.desk.who)
        self.query_one(TopBar).show(above)
        late = header.clocks.late
        said = _("{count} late").format(count=late) + " - " if late else ""
        self.desk.title = f"{said}shouhou"
        self.show_keys()

    def show_keys(self) -> None:
        """The line below: what keys do with what is meant now, or in the field typed into."""
        if isinstance(self.focused, SearchBox):
            self.query_one(KeyBar).show(self.focused.hints)
            return
        shown = [key for key in self.keys_meant() if key.is_told(self.place)]
        shown = [key for key in shown if self.may_be_done(key.name)]
        shown.sort(key=lambda key: key.footer)
        hints = [
            Hint(key.shown, self.brief_of(key), key.name in STAY, self.less_of(key))
            for key in shown
        ]
        now = self.hints_now()
        first = {hint.key for hint in now}
        others = (hint for hint in hints if hint.key not in first or hint.stays)
        self.query_one(KeyBar).show([*now, *others])

    def on_search_box_keys_changed(self) -> None:
        self.show_keys()

    def keys_here(self) -> Iterator[Key]:
        """The keys that work on this screen, as they are called here."""
        back = self.desk.key("back").text
        for key in keys_of(self.place, self.desk.keys):
            leads_back = key.name == "leave" and self.leads_back
            yield replace(key, text=back) if leads_back else key

    def keys_meant(self) -> Iterator[Key]:
        """Those of them that may do anything with the kind of document that is meant."""
        kind = self.subject.kind if self.subject else self.kind
        return (key for key in self.keys_here() if key.fits(kind))

    def on_key(self, event: KeyEvent) -> None:
        """A key that does something elsewhere only says that: it was not overheard."""
        named = [key for key in self.desk.keys if event.key in key.keys.split(",")]
        # All that is bound takes a millisecond to find: nearly always it is a key of the place.
        if not named or any(event.key in key.keys.split(",") for key in self.keys_here()):
            return
        if event.key not in self.active_bindings:
            key = named[0]
            said = _("{key} ({deed}) is not for this place.")
            self.refuse_key(said.format(key=key.called, deed=key.brief))

    def on_paste(self, event: Paste) -> None:
        """What is pasted where no field is, is searched for."""
        event.stop()
        self.answers.wait_for(partial(self._find_pasted, event.text))

    async def _find_pasted(self, text: str) -> None:
        from tui.screens.pasted import find_pasted

        await find_pasted(self, text)

    def brief_of(self, key: Key) -> str:
        """What a key does now, as the line below says it."""
        return key.brief

    def less_of(self, key: Key) -> str:
        """The same where there is no room for all of that."""
        return key.brief

    def hints_now(self) -> Sequence[Hint]:
        """What a key does only just now; it stands before the others."""
        return ()

    def hint_of(self, key: Key) -> Hint:
        """What has no key of its own is owed, and stands first in the menu."""
        if key.keys:
            return Hint(key.shown, self.brief_of(key))
        return Hint(self.desk.key("menu").shown, f"{self.brief_of(key)} {glyphs().cut}")

    def may_be_done(self, name: str) -> bool:
        """Is a key worth telling with what is meant now? It is only what a row says at a glance."""
        return name != "undo" or self.desk.done_here.is_told

"""Drafting (草稿): a dialogue that keeps what is typed into it, empties it and brings it back."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widgets import Static

from store.words import N_, _
from tui.screens.answers import begin
from tui.screens.asking import Asking, Values
from tui.screens.dialogue import Dialogue
from tui.text import content, local_time
from tui.widgets.folded import Folded

if TYPE_CHECKING:
    from store.errors import ShouhouError
    from tui.desk import Desk
    from tui.drafts import Draft

EMPTIED = N_("Emptied; ctrl+x once more brings it back.")
OFFERED = N_("A draft of {time} is kept; ctrl+r takes it up.")
GONE = N_("That draft was saved, or is open elsewhere, by now.")


class Drafting(Dialogue):
    """Nothing of what is typed is lost, and nothing that was typed for another is pushed on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "keep", show=False),
        # Before the field, which would cut its line.
        Binding("ctrl+x", "empty", show=False, priority=True),
        Binding("ctrl+r", "take_up", show=False, priority=True),
    ]

    def __init__(self, asking: Asking) -> None:
        super().__init__()
        self._asking = asking
        # Held, not looked up: a draft may be kept when it has gone.
        self._kept = Static(id="kept")
        self._offer = Folded(id="offer")
        self._offer.say(_(OFFERED).format(time=asking.draft_at))
        self._offer.display = bool(asking.offered)
        self._kept_last: Values = {}
        """What was kept last from here, or was taken up as it was kept."""
        self._deeds = 0
        """How often something was kept or taken up: of the last one is told what came of it."""
        self._emptied: Values = {}
        """What stood there before it was emptied."""

    @property
    def _desk(self) -> "Desk":
        return cast("Desk", self.app)

    def values(self) -> Values:
        """What stands in the fields."""
        raise NotImplementedError

    def fill(self, values: Values) -> None:
        """Put these into the fields, and type into the first one next."""
        raise NotImplementedError

    def initial(self) -> Values:
        """What stood there before anything was typed."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Say it below the fields."""
        raise NotImplementedError

    @property
    def is_saving(self) -> bool:
        """Is what was typed being written?"""
        raise NotImplementedError

    def on_mount(self) -> None:
        if self._asking.draft:
            self._tell_restored()

    def on_unmount(self) -> None:
        """What is kept of it may be had by another desk now."""
        if self._asking.close:
            self._desk.threads.keep_on(self._asking.close)

    def typed(self) -> Values:
        """What stands in the fields, if anything of it was typed."""
        return {} if self.values() == self.initial() else self.values()

    def keep_draft(self) -> None:
        """Save what is typed; what is being saved is kept by whoever does that."""
        if not self.is_saving:
            self._asking.kept(self.typed(), self._desk.threads).result()

    def keep_beside(self, typed: Values) -> None:
        """Save this beside the keys."""
        self._kept_last = typed
        kept = asyncio.wrap_future(self._asking.kept(typed, self._desk.threads))
        self._deeds += 1
        begin(self.app, partial(self._tell_kept, kept, self._deeds, has_typed=bool(typed)))

    async def _tell_kept(
        self, kept: "asyncio.Future[ShouhouError | None]", deed: int, *, has_typed: bool
    ) -> None:
        """Where a draft cannot be saved, say so and let the work go on."""
        error = await kept
        if error and self.is_current:
            self.say(error.sentence)
        elif error:
            self.app.notify(error.sentence, severity="error")
        elif self.is_current and self._asking.keep and deed == self._deeds:
            now = self._desk.lists.now
            said = _("draft kept {time}").format(time=local_time(now, now))
            self._say_kept(said if has_typed else "")

    def keep_what_is_new(self) -> None:
        """Save what is typed, where it is not kept as it is."""
        typed = self.typed()
        if not self.is_saving and typed != self._kept_last:
            self.keep_beside(typed)

    def _say_kept(self, text: str) -> None:
        self._kept.update(content(text))

    def _tell_restored(self) -> None:
        said = _("draft restored; ctrl+x empties")
        if self._asking.draft_at:
            said = _("draft of {time} restored; ctrl+x empties")
        self._say_kept(said.format(time=self._asking.draft_at))

    # Keys

    def action_keep(self) -> None:
        """One back; what was typed stays as a draft."""
        self.keep_beside(self.typed())
        self.dismiss(None)

    def action_empty(self) -> None:
        """Start from the suggested values; once more, and what was typed is back."""
        typed = self.typed()
        start = self.initial() if typed else self._emptied
        if not start:
            return
        self._emptied = typed
        self.keep_beside({} if typed else start)
        self.fill(start)
        self.say(_(EMPTIED) if typed else "")

    def action_take_up(self) -> None:
        """Go on with the draft that is offered; what was typed here until now stays one, too."""
        if not self._offer.display:
            return
        self._offer.display = False
        self.keep_beside(self.typed())
        self._deeds += 1
        taken = self._desk.threads.keep_on(self._asking.take_up)
        self.fill(self.initial() | self._asking.offered)
        self._kept_last = self.typed()
        begin(self.app, partial(self._tell_taken, asyncio.wrap_future(taken)))

    async def _tell_taken(self, taken: "asyncio.Future[Draft]") -> None:
        """What is gone on with elsewhere is typed on here as a draft of its own."""
        was_there = bool((await taken).typed)
        if self.is_current:
            self._tell_restored()
            self.say("" if was_there else _(GONE))

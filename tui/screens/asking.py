"""Asking (询问): what a form asks, and what is done with the answers."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NoReturn, Self

from store.errors import ShouhouError
from store.rules.action.frame import AskedField
from store.words.half_width import half_width
from tui.drafts import Draft, Drafts
from tui.jobs import Job
from tui.text import local_time
from tui.threads import Threads

if TYPE_CHECKING:
    from tui.screens.menu import MenuScreen

Values = dict[str, str]
Kept = Future[ShouhouError | None]
"""Why it could not be kept, as soon as that is known."""


def _nobody(_values: Values) -> NoReturn:
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form asks, and what it does with the answers.

    What asks the store is called in a thread that reads, `save` in the one that writes, `keep` in
    the one that keeps small files; `same`, `echo`, `asked_for` and `taken_apart` ask nothing and
    are called at once.
    """

    title: str
    fields: tuple[AskedField, ...]
    suggested: Values
    save: Callable[[Values], str] = _nobody
    """Do it and say what was done; raises ShouhouError with the problems."""
    job: Callable[[Values], Job] | None = None
    """What does it instead, where it takes long; raises ShouhouError with the problems."""
    check: Callable[[Values], None] = lambda _values: None
    """Raise what `save` would raise, and change nothing: asked before the amount typed again."""
    order_shown: str = ""
    """The order that it is about, by its key: whoever types here has it open."""
    context: tuple[str, ...] = ()
    """Lines to look at while typing."""
    typed_again: str | None = None
    """The field that is typed again, or what else is typed to confirm: `LAST_FOUR`, `COUNT`."""
    asked_for: Callable[[Values], str] = lambda _values: ""
    """The value of that field with which it need not be: what the buyer asks for."""
    answer: Callable[[], str] = str
    """What has to be typed where that is no field."""
    beside: frozenset[str] = frozenset()
    """The fields that change nothing of what that confirms."""
    planned: "Callable[[Values], MenuScreen] | None" = None
    """What lists what will be done to many, and what is refused; none where it is about one."""
    same: Callable[[str, str], bool] = lambda one, other: one.strip() == other.strip()
    """Do two texts mean the same, where one is typed again?"""
    after: Callable[[Values], str] = lambda _values: ""
    """What would be otherwise, in one line; raises what `save` would raise."""
    asked: Callable[[Values], frozenset[str]] = lambda _values: frozenset()
    """The fields that some of many ask for with them, once `after` has looked at each."""
    echo: Callable[[Values], Values] = lambda _values: {}
    """What the desk understands from what is typed so far, by field."""
    taken_apart: Callable[[str], Values] = lambda _text: {}
    """The values of several fields that a pasted text holds, by field; none where it is of one."""
    renewed: Callable[[], tuple[str, ...]] = tuple
    """The lines to look at as they are now, after others changed something."""
    changes: Callable[[], str] = lambda: ""
    """What others did meanwhile to what the form is about; empty when nothing."""
    draft: Values = field(default_factory=dict)
    draft_at: str = ""
    """When it was kept."""
    offered: Values = field(default_factory=dict)
    """What was typed at that time into another form of the same, and may be gone on with."""
    take_up: Callable[[], Draft] = lambda: Draft({})
    """What is kept from now on is kept in place of that; empty where another desk has it by now."""
    keep: Callable[[Values], None] | None = None
    """Keep what is typed, or forget it where nothing is; nothing is kept without it."""

    close: Callable[[], None] | None = None
    """The form is not open any more: another desk of the same person may have its draft."""

    def with_draft(self, draft: Draft, now: datetime) -> Self:
        """The same, as it was left."""
        at = local_time(draft.at, now) if draft.at else ""
        return replace(self, draft=draft.typed, draft_at=at)

    def is_typed_again(self, values: Values) -> bool:
        """Do these values have to be confirmed by typing something once more?"""
        if not self.typed_again or self.typed_again not in values:
            return bool(self.typed_again)
        asked = self.asked_for(values)
        return not (asked and self.same(values[self.typed_again], asked))

    def asked_instead(self, values: Values, before: Values) -> Values:
        """What stands in that field once another record is meant than before; nothing where
        something else was typed there.
        """
        field, asked, had = self.typed_again, self.asked_for(values), self.asked_for(before)
        if field is None or asked == had or values.get(field) not in ("", had):
            return {}
        return {field: asked}

    def is_confirmed(self, values: Values, again: str) -> bool:
        """Are they, by what was typed once more?"""
        if not self.is_typed_again(values):
            return True
        if self.typed_again not in values:
            return half_width(again) == self.answer()
        return self.same(values[self.typed_again or ""], again)

    def kept(self, values: Values, threads: Threads) -> Kept:
        """Keep what is typed, or forget it, behind all that was to be kept before.

        What was saved and forgotten would come back otherwise. Where it cannot be kept, that keeps
        nobody from working.
        """
        return threads.keep_on(lambda: self._try_to_keep(values))

    def _try_to_keep(self, values: Values) -> ShouhouError | None:
        try:
            if self.keep:
                self.keep(values)
        except ShouhouError as error:
            return error
        return None

    def done(self, values: Values, threads: Threads) -> str:
        """Do it; what was typed is kept until that is certain, and forgotten then."""
        try:
            said = self.save(values)
        except ShouhouError:
            self.kept(values, threads).result()
            raise
        self.kept({}, threads).result()
        return said


def begun(asking: Asking, drafts: Drafts, action: str, draft: str, now: datetime) -> Asking:
    """The form of something new, from its beginning or from the draft that is kept by a name.

    What was typed last into another such form is offered; who begins something new is at something
    else as a rule.
    """
    name, last = drafts.begin(action)
    if draft:
        return asking.with_draft(drafts.take_up(action, draft), now)
    at = local_time(last.at, now) if last.at else ""
    take_up = partial(drafts.take_up, action, name)
    return replace(asking, offered=last.typed, draft_at=at, take_up=take_up)

"""Resuming (续填): the drafts that are kept, listed in the palette and opened again from there."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from store.errors import ShouhouError
from store.models.subject import Target
from store.words import N_, _, how_many, named, readings
from tui.drafts import KeptDraft
from tui.screens.menu import MenuLine
from tui.screens.naming import called, kinds_meant, title_of
from tui.text import local_time, safe_text
from tui.undo import Done

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.screens.answering import Answering

DRAFTS = N_("drafts")
"""By this word they are found."""
THROW = "throw-drafts-away"
ONE_KEPT = N_("1 draft is kept; {key} lists it first.")
SEVERAL_KEPT = N_("{count} drafts are kept; {key} lists them first.")
SEVERAL = 2
BEGINNING = 20
"""So many cells of what was typed tell one draft from another."""


class Resuming:
    """The forms that somebody left with something typed into them. What that is stays unsaid
    but for the beginning of something new, which nothing else tells from another.
    """

    def __init__(self, screen: "Answering") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._kept: dict[str, KeptDraft] = {}
        self._refused: list[str] = []
        """Those for which nothing can be done now, by what they are kept."""

    async def lines(self) -> list[MenuLine]:
        """Each of them, the newest first, with why its form does not open now where that is so: it
        stands among the others, to be thrown away.
        """
        kept = await self._desk.threads.keep(self._desk.drafts.listed)
        self._kept, self._refused = {}, []
        if not kept:
            return []
        await self._desk.opened()
        lines = await self._desk.threads.read(lambda: self._lines(kept))
        return [*lines, *([self._thrower()] if self._refused else ())]

    def _lines(self, kept: Sequence[KeptDraft]) -> list[MenuLine]:
        """Asked in a thread."""
        self._kept = {f"draft {one.name}": one for one in known(self._desk, kept)}
        return [self._line(name, draft) for name, draft in self._kept.items()]

    def _thrower(self) -> MenuLine:
        """What forgets the drafts for which nothing can be done any more."""
        text, count = N_("Throw away the drafts whose forms do not open now"), len(self._refused)
        found_by = (*readings(text), *readings(DRAFTS))
        return MenuLine(THROW, _(text), group="desk", note=f"{count}", readings=found_by)

    def _line(self, name: str, draft: KeptDraft) -> MenuLine:
        """Asked in a thread: whether it may be done is known from its document."""
        key, why_not = self._desk.key(draft.action), ""
        said = title_of(key.text, len(draft.of), kinds_meant(draft.of))
        if len(draft.of) < SEVERAL:
            if not draft.of:
                name_of = _begins(draft)
            else:
                name_of, why_not = self._judged(draft.action, draft.of[0])
            said = f"{key.title}  {name_of}".rstrip()
        if why_not:
            self._refused.append(draft.name)
            said = named(said, why_not)
        at = local_time(draft.at, self._desk.lists.now) if draft.at else ""
        found_by = (*key.readings, *readings(DRAFTS))
        return MenuLine(name, said, group="draft", note=at, readings=found_by)

    def _judged(self, name: str, target: Target) -> tuple[str, str]:
        """What it is about is called so, and why nothing more may be done there now."""
        from store.rules.action.catalogue import all_actions
        from store.rules.action.refusing import why_not, why_not_of_record

        repository, action = self._desk.repository, all_actions()[name]
        try:
            document = repository.document(target.subject)
        except ShouhouError as error:
            return target.subject.called, error.sentence
        context = repository.context()
        refused = why_not_of_record(action, document, target.part.record, context)
        return called(document), refused or why_not(action, document, context) or ""

    def has(self, name: str) -> bool:
        """Is it the name of one of these lines?"""
        return name == THROW or name in self._kept

    def choose(self, name: str) -> None:
        """Open its form, as it was left; or throw away those that have none."""
        answers = self._screen.answers
        if name == THROW:
            answers.wait_for(partial(self._throw_away, self._refused))
            return
        draft = self._kept[name]
        if not draft.of:
            answers.wait_for(partial(self._of_none, draft.action, draft.name))
        elif len(draft.of) == 1:
            answers.wait_for(partial(self._of_one, draft.action, draft.of[0]))
        else:
            answers.leave_for(partial(self._of_many, draft.action, draft.of))

    async def throw_away(self, line: str) -> None:
        """Forget the draft of this line, as far as no other desk has it open."""
        await self._throw_away([self._kept[line].name])

    async def _throw_away(self, names: Sequence[str]) -> None:
        threads, drafts = self._desk.threads, self._desk.drafts
        thrown = await threads.keep(lambda: drafts.throw_away(names))
        if not thrown:
            self._screen.notify(_("They are open elsewhere; nothing was thrown away."))
            return

        def take_back() -> None:
            threads.keep_on(lambda: drafts.put_back(thrown)).result()

        one, several = N_("1 draft thrown away"), N_("{count} drafts thrown away")
        deed = how_many(len(thrown), one, several)
        self._desk.done_here.add(Done(deed, take_back))
        said = _("{deed}; {key} takes that back.")
        self._screen.notify(said.format(deed=deed, key=self._desk.key("undo").shown))

    async def _of_none(self, name: str, draft: str) -> None:
        from tui.screens.acting import Acting

        await Acting(self._screen).start(name, draft=draft)

    async def _of_one(self, name: str, target: Target) -> None:
        from tui.screens.acting import Acting

        meant = "" if target.subject == self._screen.subject else target.subject.called
        await Acting(self._screen, meant).ask_about(name, *target)

    async def _of_many(self, name: str, targets: Sequence[Target]) -> None:
        from tui.screens.listing import Listing

        if not isinstance(self._desk.screen, Listing):
            await self._desk.go_to("orders")
        place = self._desk.screen
        if isinstance(place, Listing):
            await place.ask_all(name, targets)


def _begins(draft: KeptDraft) -> str:
    """The first of what was typed that was not chosen of several, without a buyer's phone."""
    from store.rules.action.catalogue import all_actions
    from store.rules.action.kinds import CHOICE, kind_of
    from store.words.phones import hide_phones

    fields = all_actions()[draft.action].model_fields.items()
    typed = (draft.typed.get(name, "") for name, info in fields if kind_of(info) is not CHOICE)
    text = " ".join(next(filter(None, typed), "").split())
    return safe_text(hide_phones(text), BEGINNING)


def known(desk: "Desk", kept: Sequence[KeptDraft]) -> list[KeptDraft]:
    """Those that are for something here: another program's may not be. Asked in a thread."""
    from store.rules.action.catalogue import all_actions

    names = {key.name for key in desk.keys} & all_actions().keys()
    found = (one for one in kept if one.action in names)
    return [one for one in found if all(desk.repository.knows(of.subject) for of in one.of)]


def said_of_drafts(desk: "Desk", kept: Sequence[KeptDraft]) -> str:
    """That drafts are kept, and how they are found; nothing for none. Asked in a thread."""
    count = len(known(desk, kept))
    said = _(ONE_KEPT if count == 1 else SEVERAL_KEPT) if count else ""
    return said.format(count=count, key=desk.key("palette").shown)

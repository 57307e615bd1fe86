"""DeskScreen: a place of the desk, or one order: its bars and what its keys do.

A screen holds the repository's answers and no rule. What a key does is looked up by its name:
`press_NAME` of the screen, else the action of that name. What the first screen does not need is
loaded by the key that needs it.
"""

from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.events import Resize, ScreenResume

from store.errors import Refused, ShouhouError
from store.models.subject import Part, Subject, Target
from store.words import _
from tui.actions import AGREE, PLACES, REJECT, shown_in
from tui.screens.barred import Barred
from tui.undo import Done

if TYPE_CHECKING:
    from store.search.table import ListTable
    from tui.order_text.preview_parts import Summary
    from tui.screens.acting import Acting


class DeskScreen(Barred):
    """A place of the desk, or one order."""

    _front_since = 0.0
    """Since when nothing covers it, by the monotonic clock."""
    _was_told = False
    """Was a key that leaves the desk answered since then by that it would?"""

    @property
    def searched(self) -> "ListTable | None":
        """The list that is searched here, if any is."""
        return None

    def previewed(self, subject: Subject, _about: str) -> "Summary | None":
        """What stands beside a list about that record of a document; it is read in a thread."""
        from tui.order_text.preview import preview_of

        return preview_of(self.desk.repository, subject, shown_in(self.place, self.desk.keys))

    def show_present(self, present: dict[str, str]) -> None:
        """Who has which order open, by its key."""

    def on_resize(self, event: Resize) -> None:
        # Textual tells the size of a new screen three times, and it was drawn by it already.
        if event.size != self._drawn_at:
            self.tick()

    def on_screen_resume(self, event: ScreenResume) -> None:
        self._front_since, self._was_told = monotonic(), False
        self.desk.seen.look()
        self.resumed()

    @property
    def has_shown(self) -> bool:
        """Has it shown anything since it was made?"""
        return self.is_mounted

    def leave_wait(self) -> None:
        if self.has_shown or not self.desk.turn_back():
            super().leave_wait()

    def resumed(self) -> None:
        """Nothing covers it any more."""
        self.show_at_once()

    @property
    def is_held_back(self) -> bool:
        """Is nothing of it drawn until all of a change is there?"""
        return self.desk.is_held_back

    def _compositor_refresh(self) -> None:
        # Textual would put together what it then does not write.
        if not self.is_held_back:
            super()._compositor_refresh()

    # Keys

    def action_press(self, name: str) -> None:
        """Do what a key of the table means here; an action, to the document that is meant."""
        if name in PLACES:
            self.answers.leave_for(partial(self.desk.go_to, name))
            return
        press = getattr(self, f"press_{name.replace('-', '_')}", None)
        if press is None:
            self._act(name)
            return
        try:
            press()
        except ShouhouError as error:
            self.refuse(error)

    def _act(self, name: str) -> None:
        if any(key.name == name and key.starts for key in self.desk.keys):
            self.answers.wait_for(partial(self._start, name))
        elif subject := self.meant():
            self.answers.wait_for(partial(self.ask_all, name, [Target(subject, self.part)]))

    async def _start(self, name: str) -> None:
        acting = await self.acting()
        await acting.start(name)

    async def ask_all(self, name: str, targets: Sequence[Target]) -> None:
        acting = await self.acting()
        for subject, part in targets:
            await acting.ask_about(name, subject, part, turns=True)

    async def acting(self) -> "Acting":
        """What runs actions; it is loaded with the rest of the store."""
        await self.desk.opened()
        from tui.screens.acting import Acting

        return Acting(self)

    def press_menu(self) -> None:
        """Every action on what is meant, the refused ones with their sentence."""
        subject = self.meant()
        if subject:
            self.answers.wait_for(partial(self._offer, subject, self.part))

    async def _offer(self, subject: Subject, part: Part) -> None:
        acting = await self.acting()
        await acting.offer_of(subject, part)

    def press_agree(self) -> None:
        """Agree to what the case asks for."""
        self._judge(AGREE)

    def press_reject(self) -> None:
        """Reject the case."""
        self._judge((REJECT,))

    def _judge(self, names: tuple[str, ...]) -> None:
        """Do that of these actions which fits the case that is meant."""
        if subject := self.order_meant():
            self.answers.wait_for(partial(self._judge_all, names, [Target(subject, self.part)]))

    async def _judge_all(self, names: tuple[str, ...], targets: Sequence[Target]) -> None:
        await self.desk.opened()
        from tui.screens.judging import judge

        await judge(self, names, targets)

    def press_products(self) -> None:
        """The products of the order, then what may be done with the one that is chosen."""
        subject = self.order_meant()
        if subject:
            self.answers.wait_for(partial(self._offer_products, subject.key))

    async def _offer_products(self, key: str) -> None:
        acting = await self.acting()
        await acting.offer_products(key)

    def press_undo(self) -> None:
        """Take back what was done last."""
        done = self.desk.done_here.last
        if done is None:
            said = _("Nothing was done here that can be taken back.")
            self.notify(said, severity="warning")
        else:
            self.answers.wait_for(partial(self._undo, done))

    async def _undo(self, done: Done) -> None:
        """Take it back; what a rule refuses is asked for no more, what could not be written is."""
        from tui.screens.taking_back import and_what_would_be, take_back_beside

        if done.job:
            await take_back_beside(self, done)
            return
        try:
            said = await self.write(done.take_back) if done.writes else done.take_back()
        except Refused as error:
            self.desk.done_here.drop(done)
            self.show_keys()
            raise and_what_would_be(self.desk, error) from error
        self.desk.done_here.drop(done)
        plain = _("{deed}: taken back.").format(deed=done.title)
        self.done(said if isinstance(said, str) else plain)

    def press_hand_all_over(self) -> None:
        """All that is mine to a colleague."""
        self.answers.wait_for(self._hand_over)

    async def _hand_over(self) -> None:
        await self.desk.opened()
        from tui.screens.taking import hand_over

        await hand_over(self)

    def press_palette(self) -> None:
        """Every place, view, action and command by its name."""
        self.answers.wait_for(self._offer_everything)

    async def _offer_everything(self) -> None:
        from tui.screens.palette import Palette

        await Palette(self).ask()

    def press_help(self) -> None:
        """The keys that work here."""
        from tui.screens.help import HelpScreen

        self.desk.push_screen(HelpScreen(self.keys_meant(), self.searched), self.chosen_in_help)

    def chosen_in_help(self, name: str | None) -> None:
        """Do what the key does that was chosen."""
        if name:
            self.action_press(name)

    def press_said(self) -> None:
        """All that the desk said, the newest first."""
        if not self.desk.said:
            self.notify(_("The desk has said nothing yet."))
            return
        from tui.screens.about import AboutScreen

        told = [line for one in reversed(self.desk.said) for line in one.lines]
        self.desk.push_screen(AboutScreen(_("What the desk said"), "", told))

    def press_copy(self) -> None:
        """The number of what is meant into the terminal's clipboard."""
        number = self.number
        if number:
            self.desk.copy_to_clipboard(number)
            self.notify(_("{number} is copied.").format(number=number))

    def press_draw_anew(self) -> None:
        """Write all of the screen again: something else has written into the terminal."""
        self.desk.draw_anew()

    def press_suspend(self) -> None:
        """Give the terminal to the shell; nothing goes on meanwhile, so that nothing may."""
        going_on = self.desk.jobs.titles
        if going_on:
            said = _("{title} would stand still, and hold others up: wait for its end, or stop it.")
            self.refuse_key(said.format(title=going_on[0]))
        else:
            self.answers.wait_for(self._suspend)

    async def _suspend(self) -> None:
        """Suspend the desk once it is at rest: what nobody began, nobody need know of."""
        from tui.suspending import suspend

        await self.desk.at_rest()
        if not suspend():
            self.refuse_key(_("No shell is behind the desk that could bring it back."))

    def press_leave(self) -> None:
        """Leave the desk, unless the key was typed for what was in front of this screen, or was
        typed twice at once and closed that by the first.

        Where something would be stopped or forgotten, or a draft was left, that is asked first.
        """
        first = None if self._was_told else self.desk.first_typed_at
        if min(first or monotonic(), self.desk.key_typed_at) < self._front_since:
            self._was_told = True
            said = _("{key} came before this list was seen; typed once more it leaves the desk.")
            self.notify(said.format(key=self.desk.key("leave").shown), severity="warning")
            return
        going_on = self.desk.jobs.titles
        forgotten = self.forgotten_when_left()
        if not (going_on or forgotten or self.desk.drafts.left_here):
            self.desk.leave(0)
            return
        from tui.screens.leaving import ask_to_leave

        ask_to_leave(self.desk, going_on, forgotten, len(self.desk.drafts.left_here))

    def forgotten_when_left(self) -> str:
        """What nothing keeps when the desk is left."""
        return ""

"""Marking (标记): rows that are marked, and what is done to all of them at once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from store.models.subject import Part, Subject, Target, of_order
from store.search.listed import Shown
from store.words import N_, _, counts, readings
from tui.places.marked_said import MarkedSaid
from tui.places.marks_before import MarksBefore
from tui.undo import Done

if TYPE_CHECKING:
    from store.models.bulk_run import BulkRun
    from tui.screens.acting import Acting
    from tui.screens.acting_many import ActingMany
    from tui.screens.menu import MenuLine

Row = TypeVar("Row", bound=Any)


class Marking(MarkedSaid[Row]):
    """A list whose rows may be marked; where some are, a key acts on them."""

    def __init__(self) -> None:
        super().__init__()
        self._targets: dict[str, Target] = {}
        """What the rows are about that were marked, by their keys: the list may hide them since."""
        self._refusals: dict[Subject, str] = {}
        """Why the last action on many was refused."""

    def subject_of(self, row: Row) -> Subject:
        """The document that a row is about."""
        raise NotImplementedError

    def part_of(self, _row: Row) -> Part:
        """What of that a row is about."""
        return Part()

    @property
    def part(self) -> Part:
        return self.part_of(self.table.row) if self.table.row else Part()

    @property
    def targets(self) -> list[Target]:
        """What is marked, in the order it was marked in."""
        marked = self.table.marked
        known = [target for key, target in self._targets.items() if key in marked]
        return known + [Target(of_order(key)) for key in sorted(marked - self._targets.keys())]

    @property
    def has_refusals(self) -> bool:
        """Was anything refused by the last action on many?"""
        return bool(self._refusals)

    @property
    def refusal(self) -> str:
        """Why the row under the cursor was refused with the last action on many."""
        return self._refusals.get(self.subject, "") if self.subject else ""

    # Marks

    def press_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and go one down."""
        row = self.table.row
        if row:
            self._targets[row.key] = self._target_of(row)
            self.table.move(self.table.cursor + 1)
            self.mark_only(self.table.marked ^ {row.key}, is_told=False)

    def _target_of(self, row: Row) -> Target:
        return Target(self.subject_of(row), self.part_of(row))

    def press_mark_all(self) -> None:
        """Mark every row that is found."""
        if self.table.selection and self.table.length:
            self.answers.wait_for(partial(self._mark_all, self.table.selection))

    async def _mark_all(self, found: Shown[Row]) -> None:
        rows = await self.desk.threads.read(lambda: list(found))
        self._targets |= {row.key: self._target_of(row) for row in rows}
        self.mark_only(self.table.marked | {row.key for row in rows})

    def press_unmark(self) -> None:
        """Take all marks away."""
        self.mark_only(frozenset())

    def mark_only(self, keys: frozenset[str], *, is_told: bool = True) -> None:
        before, deed = self.table.marked, self._marked(keys)
        deed = deed if keys else _("Take all marks away")
        if keys != before:
            found, show = self.table.selection, self.show_marks
            was = MarksBefore(self.table, show, found, before, before ^ keys, self.counted_as)
            here, back = was.is_in_sight, was.bring_back
            done = Done(deed, back, writes=False, is_told=is_told, is_in_sight=here)
            self.desk.done_here.add(done)
            self.table.mark(keys)
            self.show_marks()

    # What is done to them

    def _act(self, name: str) -> None:
        starts = any(key.name == name and key.starts for key in self.desk.keys)
        if self.table.marked and not starts:
            self.answers.wait_for(partial(self.ask_all, name, self.targets))
        else:
            super()._act(name)

    async def ask_all(self, name: str, targets: Sequence[Target]) -> None:
        if len(targets) == 1:
            acting = await self._acting_on_one()
            await acting.ask_about(name, *targets[0], turns=True)
        else:
            await (await self._acting_many()).ask(name, targets)

    def _judge(self, names: tuple[str, ...]) -> None:
        if self.table.marked:
            self.answers.wait_for(partial(self._judge_all, names, self.targets))
        else:
            super()._judge(names)

    def press_menu(self) -> None:
        """Every action on what is marked, else on what is under the cursor."""
        if len(self.table.marked) > 1:
            self.answers.wait_for(self._offer_for_marks)
        elif self.table.marked:
            self.answers.wait_for(partial(self._offer_for_mark, self.targets[0]))
        else:
            super().press_menu()

    def menu_beside(self) -> "Sequence[MenuLine]":
        """What is found may be marked as a whole, and something done to all of it."""
        from tui.screens.menu import MenuLine

        count = self.table.selection.count if self.table.selection else None
        if count is None or not len(self.table.marked) < count > 1:
            return ()
        shown = self.desk.key("mark-all").shown
        text, found = N_("On all {count} that are found"), counts.measured(count, self.counted_as)
        said = tuple(one.format(count=found) for one in readings(text))
        line = MenuLine("on-all", _(text).format(count=found), shown, group="many", readings=said)
        return (line,)

    def press_on_all(self) -> None:
        """Mark all that is found, then offer what may be done to it."""
        if self.table.selection:
            self.answers.wait_for(partial(self._offer_for_all, self.table.selection))

    async def _offer_for_all(self, found: Shown[Row]) -> None:
        await self._mark_all(found)
        await self._offer_for_marks()

    async def _offer_for_marks(self) -> None:
        await (await self._acting_many()).offer(self.targets)

    async def _offer_for_mark(self, target: Target) -> None:
        acting = await self._acting_on_one()
        await acting.offer_of(*target)

    async def _acting_on_one(self) -> "Acting":
        """What acts on one alone: the only one that is marked, else what is under the cursor."""
        await self.desk.opened()
        from tui.screens.acting import Acting

        return (
            Acting(self, self.count_said(), self.done_to_mark)
            if self.table.marked
            else Acting(self)
        )

    def done_to_mark(self, said: str | None) -> None:
        """Say what a dialogue did to the only one that is marked; it is marked no more then."""
        if said:
            self.table.mark(frozenset())
            self.show_marks()
        self.done(said)

    async def _acting_many(self) -> "ActingMany":
        await self.desk.opened()
        from tui.screens.acting_many import ActingMany

        return ActingMany(self)

    # What came of it

    def press_report(self) -> None:
        """What came of the last action on many, order by order."""
        self.answers.wait_for(self._show_report)

    async def _show_report(self) -> None:
        await (await self._acting_many()).report()

    def show_outcome(self, run: "BulkRun") -> None:
        done = {item.subject for item in run.of("done")}
        self._refusals = {item.subject: item.sentence for item in run.of("refused")}
        marked = self.table.marked
        self.table.mark(frozenset(key for key in marked if self._about(key) not in done))
        self.show_marks()

    def rows_of(self, subjects: Sequence[Subject]) -> frozenset[str]:
        known = {key for key in self._targets if self._about(key) in subjects}
        orders = {one.key for one in subjects if one.is_order and self.place == "orders"}
        return frozenset(known | orders)

    @property
    def row_meant(self) -> Row | None:
        """The only one that is marked, else the one under the cursor, as far as it was read."""
        marked = self.table.marked
        if not marked:
            return self.table.row
        return self.table.row_with(next(iter(marked))) if len(marked) == 1 else None

    def any_meant(self, holds: Callable[[Row], bool]) -> bool:
        """May it hold for any of what is meant? One that was not read may be that."""
        marked = self.table.marked
        if not marked:
            return self.table.row is None or holds(self.table.row)
        read = [row for row in self.table.rows_read if row.key in marked]
        return len(read) < len(marked) or any(map(holds, read))

    def _about(self, key: str) -> Subject:
        target = self._targets.get(key)
        return target.subject if target else of_order(key)

    def press_back(self) -> None:
        """Out of the search box, then stop what is done to many; the marks are the last to go."""
        if self.is_acting_on_many and not self.search_box.has_focus:
            self.stop_acting()
        elif self.table.marked and not self.is_searched:
            count, undo = len(self.table.marked), self.desk.key("undo").shown
            self.press_unmark()
            said = _("The marks are taken away ({count}); {key} brings them back.")
            self.notify(said.format(count=counts.measured(count, self.counted_as), key=undo))
        else:
            super().press_back()

    def marks_said(self) -> str:
        """What is marked, and why it is where something was refused; nothing for none."""
        marked = self.table.marked
        if not marked:
            return ""
        if self._refusals and self.refusal and self.table.row and self.table.row.key in marked:
            return f"! {self.refusal}"
        return self.count_said()

"""ReportScreen: what came of an action on many, order by order; enter opens the order over it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from store.models.bulk_run import BulkItem, BulkRun, State
from store.models.money import yuan_text
from store.rules.action.catalogue import all_actions
from store.words import N_, _, counts, listed, sentences
from tui.screens.answers import Answers
from tui.screens.menu import BACK, MenuLine, MenuScreen
from tui.screens.menu_groups import Group
from tui.widgets.bars import Hint

if TYPE_CHECKING:
    from tui.desk import Desk

RESUME, MARK, ONCE = "resume", "mark", "once "
SEVERAL = 2
_NAMES = re.compile(r"[\w-]+")
_NUMBERS = re.compile(r"[\d\s,、，-]+")
SAID_FOR = timedelta(days=1)
"""After so long nobody is told any more that a run was left off; its report says it still."""


def without_numbers(sentence: str) -> str:
    """What two sentences that differ only in the numbers they name have in common."""
    return _NUMBERS.sub(" ", sentence)


class Told:
    """What is said of several that were done stands once; each has what is said of it alone.

    What each says of the others is the same as well: it differs only in the numbers it names.
    """

    def __init__(self, items: Sequence[BulkItem]) -> None:
        done = [item for item in items if item.state == "done"]
        self._called = {item.called for item in done}
        self._short = {item.short for item in done}
        """It stands with each."""
        self._said: dict[str, str] = {}
        self._many: Counter[str] = Counter()
        places = {item.called: place for place, item in enumerate(done)}
        self._current: dict[tuple[str, str], tuple[str, ...]] = {}  # an order may have two cases
        """What was said of each, but of others as they were before the same was done to them."""
        for place, item in enumerate(done):
            self._current[item.key, item.about] = tuple(
                one
                for one in item.said
                if all(places.get(name, 0) <= place for name in _NAMES.findall(one))
            )
            alike = {self._sameness(one, item): one for one in self._current[item.key, item.about]}
            self._said = alike | self._said
            self._many.update(alike.keys())

    def _sameness(self, sentence: str, item: BulkItem) -> str:
        """The sentence; without its numbers where it names another one that was done."""
        named = set(_NAMES.findall(sentence)) - {item.called}
        return sentence if named.isdisjoint(self._called) else without_numbers(sentence)

    def once(self) -> list[MenuLine]:
        """What is said of several, and of how many: first what is the same to the letter."""
        several = [same for same in self._said if self._many[same] >= SEVERAL]
        several = [same for same in several if same not in self._short]
        several.sort(key=lambda same: same != self._said[same])
        note = _("(of {count})")
        return [
            MenuLine(
                f"{ONCE}{same}",
                self._said[same],
                group="once",
                note=note.format(count=self._many[same]),
            )
            for same in several
        ]

    def line(self, name: str, item: BulkItem) -> MenuLine:
        """One of them, with what came of it."""
        if item.state == "refused":
            return MenuLine(name, refusal_of(item.called, item.sentence), group="refused")
        if item.state != "done":
            group: Group = "undone" if item.state == "undone" else "planned"
            if item.short and item.state == "left":
                group = "short"
            said = filter(None, (item.called, *comes_to(item), item.short))
            return MenuLine(name, "  ".join(said), group=group)
        own = [one for one in self._current[item.key, item.about] if self._is_own(one, item)]
        return MenuLine(
            name,
            f"{item.called}  {' '.join(own)}".rstrip(),
            group="short" if item.short else "done",
        )

    def _is_own(self, sentence: str, item: BulkItem) -> bool:
        return sentence == item.short or self._many[self._sameness(sentence, item)] < SEVERAL


class ItemsScreen(MenuScreen):
    """What became of each, or what will; enter opens the order over it."""

    folds = True  # what has to be pressed on the platform stands at the end
    refused_said: ClassVar[str] = N_("what is refused stands first")
    """What stands below where something is."""

    def __init__(self, title: str, items: Sequence[BulkItem], before: Sequence[MenuLine]) -> None:
        self._items = {f"{place}": item for place, item in enumerate(items)}
        told = Told(items)
        lines = (told.line(name, item) for name, item in self._items.items())
        super().__init__(title, [*before, *told.once(), *lines])

    def on_mount(self) -> None:
        if any(item.state == "refused" for item in self._items.values()):
            self.say_below(_(self.refused_said))

    def hints(self) -> Iterator[Hint]:
        """Only an order is opened, and what is said of several is only read."""
        line = self.line
        item = self._items.get(line.name) if line else None
        if item and item.subject.is_order:
            yield Hint("enter", _("open the order"))
        elif line and not item and not line.name.startswith(ONCE):
            yield Hint("enter", _("choose"))
        yield Hint(BACK[0], _(BACK[1]))

    def choose(self, name: str) -> None:
        if name.startswith(ONCE):
            return  # it is only read
        item = self._items.get(name)
        if item is None:
            self.dismiss(name)
        elif item.subject.is_order:
            answers = Answers(self, lambda error: self.app.notify(error.sentence))
            answers.wait_for(partial(self._open, answers, item))

    async def _open(self, answers: Answers, item: BulkItem) -> None:
        from tui.screens.order import OrderScreen
        from tui.screens.order_page import page_of

        desk = answers.desk
        page = await desk.threads.read(lambda: page_of(desk.repository, item.key, desk.keys))
        desk.push_screen(OrderScreen(item.key, page))


class PlanScreen(ItemsScreen):
    """What an action on many will be done to, and what it is refused for, before anything is."""

    def __init__(self, title: str, run: BulkRun) -> None:
        super().__init__(title, run.of("refused") + run.of("left"), ())


class ReportScreen(ItemsScreen):
    """Dismissed with `RESUME` to go on with what is left, `MARK` to mark what was done, or None."""

    refused_said = N_("what was refused stands first, and is still marked in the list")

    def __init__(self, title: str, run: BulkRun, to_mark: int = 0) -> None:
        """`to_mark` of those that were done may be marked in the list behind."""
        before = []
        if to_mark:  # always the first: how many were refused moves no digit
            said = _("Mark only what it was done to ({count})")
            before.append(MenuLine(MARK, said.format(count=to_mark), group="next"))
        if left := len(run.of("left")):
            said = _("Go on with the {count} that are left")
            text = said.format(count=counts.measured(left, run.kinds))
            before.append(MenuLine(RESUME, text, group="command"))
        super().__init__(title, run.of("refused") + run.of("done") + run.of("undone"), before)


def refusal_of(called: str, sentence: str) -> str:
    """Why one of them is refused, with the sign of a refusal."""
    return f"! {called}  {sentence}"


def comes_to(item: BulkItem) -> Iterator[str]:
    """The goods and the money that it is about: the units that are meant, else what was bought."""
    yield goods_text(item.goods) or item.holds
    yield yuan_text(item.back_fen) if item.back_fen else ""


def goods_text(goods: Mapping[str, int]) -> str:
    """`RICE-10 x2, OIL-5 x1`."""
    return listed(f"{called} x{units}" for called, units in goods.items())


def outcome_of(run: BulkRun) -> str:
    """What came of a run, in one line."""
    states: tuple[State, ...] = ("done", "refused", "left", "undone")
    found = {state: len(run.of(state)) for state in states}
    title = _(all_actions()[run.action].title)
    outcome = counts.came_of(run.kinds, **found)
    said = _("{action}: {outcome}.").format(action=title, outcome=outcome)
    if short := sum(bool(item.short) for item in run.of("done")):
        less = _("{count} of them gave less than the buyer asks for.")
        said = sentences(said, less.format(count=counts.measured(short, run.kinds)))
    return said


def left_off(desk: "Desk") -> str:
    """That the last run of this person was left off, and by which key it goes on; asked in a
    thread.
    """
    repository = desk.repository
    bulk = repository.bulk(desk.drafts.runs)
    run = bulk.files.last()
    if run is None or not run.of("left") or repository.now - run.at > SAID_FOR:
        return ""
    run = bulk.as_told(run)
    if not run.of("left"):
        return ""
    said = _("{report} in a list shows what came of each, and goes on.")
    return f"{outcome_of(run)}\n{said.format(report=desk.key('report').shown)}"

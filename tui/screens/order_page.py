"""OrderPage: what stands on the screen of an order, read at one time in a thread that reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from store.models.subject import Part, Target, of_order
from store.rules.action.settling import by_files, settling
from store.words import _, named
from store.words.by_others import BY_OTHERS
from tui.actions import SHARED, Key, shown_in
from tui.order_text.order import Headline, headline
from tui.order_text.order import sections as sections_of
from tui.order_text.owed import CLOCK, SHIPS
from tui.said import Row, Said, Section
from tui.screens.judging import judged

if TYPE_CHECKING:
    from store.models.order import Order
    from store.reading.order_view import OrderView
    from store.reading.owed import Obligation
    from store.repository import Repository


class Page(NamedTuple):
    """An order as it is said, the buyer hidden."""

    headline: Headline
    sections: Sequence[Section]
    may_ship: bool
    may_judge: frozenset[tuple[str, str]]
    """The keys by which a case is agreed to or rejected, with the case that they may be pressed
    for.
    """
    copied: Mapping[str, str]
    """What a record is called by elsewhere, by its id: a parcel's number, a case's, and what the
    platform has to be told with a task.
    """
    steps: Sequence[tuple[str, str]]
    """What is owed by records of their ids, ours before what others owe and the nearest first, and
    the name of the key, or of the action without one, that settles it.
    """

    def step_of(self, record: str) -> str:
        """The key of the next step for a record, else of the nearest of all; empty for none."""
        of_it = (name for about, name in self.steps if record and about == record)
        return next(of_it, next((name for _about, name in self.steps), ""))


def page_of(repository: "Repository", key: str, keys: Sequence[Key]) -> Page:
    """An order as it is now, with the keys that settle what is owed."""
    order = repository.order(key)
    view = repository.view(order)
    why_not = _why_not_ship(repository, order, view)
    sections, steps = _sections(repository, order, view, keys, why_not)
    may_ship = bool(view.to_ship) and why_not is None
    may_judge = frozenset(_may_judge(repository, order))
    return Page(headline(view), sections, may_ship, may_judge, dict(_copied(order)), steps)


def _copied(order: "Order") -> Iterator[tuple[str, str]]:
    """The records of an order that are called by something that is copied."""
    yield from ((one.id, one.tracking_no) for one in order.parcels if one.tracking_no)
    yield from ((one.id, one.platform_no) for one in order.cases if one.platform_no)
    yield from ((one.id, one.copy_text) for one in order.tasks)


def _may_judge(repository: "Repository", order: "Order") -> Iterator[tuple[str, str]]:
    """By which of the keys that several actions share each case may be answered now."""
    names: dict[str, list[str]] = {}
    for action, key in SHARED.items():
        names.setdefault(key, []).append(action)
    for case in order.cases:
        target = Target(of_order(order.key), Part("", case.id))
        for key, actions in names.items():
            if case.open and judged(repository, actions, target)[0]:
                yield key, case.id


def revealed_of(repository: "Repository", key: str, keys: Sequence[Key]) -> Sequence[Section]:
    """What the same page says of the buyer to whom that is shown."""
    order = repository.order(key)
    view = repository.view(order, revealed=True)
    return _sections(repository, order, view, keys, _why_not_ship(repository, order, view))[0]


def _why_not_ship(repository: "Repository", order: "Order", view: "OrderView") -> str | None:
    """Why what is to ship may not be shipped now."""
    return repository.why_not("ship", order) if view.to_ship else None


def _sections(
    repository: "Repository",
    order: "Order",
    view: "OrderView",
    keys: Sequence[Key],
    why_not: str | None,
) -> tuple[list[Section], list[tuple[str, str]]]:
    """The sections, and the next steps; what is owed says too why it may not be shipped now."""
    ours: list[tuple[str, str]] = []
    theirs: list[tuple[str, str]] = []
    shown = {key.name: key.shown for key in shown_in("order", keys) if key.keys}
    context = repository.context()
    case_of = view.parts_of_cases

    def key_of(duty: "Obligation") -> str | None:
        ways = settling(order, Part(duty.kind, duty.about), context)
        possible = [way.action.name for way in ways if not way.why_not]
        if key := by_files(order, Part(duty.kind, duty.about)):
            possible = [key]
        if (ways and not possible) or (not ways and duty.kind in BY_OTHERS):
            return None
        # A case is agreed to by a key of its own, and mostly is.
        possible.sort(key=lambda name: (name not in shown, SHARED.get(name) == "reject"))
        name = next(iter(possible), "")
        if duty.counts and name:
            key = SHARED.get(name, name)
            # What is owed beside a case, as to tell it there, is done before that goes on.
            ours.extend(
                (about, key) for about in filter(None, (case_of.get(duty.about), duty.about))
            )
        elif name in shown:
            theirs.append((duty.about, SHARED.get(name, name)))
        # What has no key of its own is opened like anything that is owed.
        return shown.get(name, shown.get("settle", "") if name else "")

    owed, *rest = sections_of(view, key_of)
    if why_not:
        title = _(repository.action_named("ship", order).title)
        owed = replace(owed, rows=tuple(_with_why_not(owed.rows, title, why_not)))
    return [owed, *rest], [*ours, *theirs]


def _with_why_not(rows: Sequence[Row], title: str, why_not: str) -> Iterator[Row]:
    """Why nothing may be shipped, under what is owed of that; at the end where nothing is."""
    is_said = False
    for row in rows:
        if row.duty and row.duty.kind in SHIPS and not is_said:
            is_said = True
            under = (Said(" " * (CLOCK + 2)), Said(why_not, "soon"))
            yield replace(row, under=(*row.under, under), behind=(*row.behind, why_not))
        else:
            yield row
    if not is_said:
        yield Row((Said(named(title, why_not), "soon"),), behind=(why_not,))

"""What the platform says has been shipped, met with the parcels that the desk knows (rule 3)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from store.models.axes import Fulfilment, Source
from store.models.facts import OrderFacts, ParcelFacts
from store.models.order import Line, Order
from store.models.parcel import LineQuantity, Parcel, line_quantities, units_by_line
from store.models.platform_task import PlatformTask
from store.rules.action.context import Context
from store.rules.parcels.carriers import code_of, guess_carrier
from store.rules.parcels.leaving_there import expected_there, may_leave_there
from store.rules.parcels.set_apart import followed_goods
from store.rules.parcels.uploading import told_by_hand
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import opened
from store.rules.platform.lines_meant import lines_said
from store.rules.platform.named_by_rows import (
    gone_lines,
    is_as_the_platform_says,
    named_by,
    with_rows,
    without_what_others_hold,
)

NUMBER_SHOWN = ("batch-ship", "upload-tracking", "send-for-case", "hand-over")
LEFT = ("batch-ship", "hand-over")
"""What the platform was to be told that it knows where it names no number."""


class Gone(NamedTuple):
    """What an export says has left: which lines, when, and by which numbers."""

    lines: tuple[Line, ...]
    at: datetime | None = None
    numbers: frozenset[str] = frozenset()


def merge_parcels(order: Order, facts: OrderFacts, context: Context, *, newer: bool) -> Order:
    """The order with the parcels that an order export shows."""
    numbers = {parcel.tracking_no for parcel in order.parcels}
    shown = frozenset(given.tracking_no for given in facts.parcels)
    before, order = order, without_what_others_hold(order, facts) if newer else order
    is_moved = order is not before
    # Known numbers first: what they hold is accounted for before a new one takes what is left; of
    # those that name the same goods, the one that names the fewest.
    for given in sorted(
        facts.parcels, key=lambda one: (one.tracking_no not in numbers, len(one.line_nos))
    ):
        gone = Gone(named_by(order, facts, given), facts.shipped_at, shown)
        order = merge_parcel(order, given, gone, context, newer=newer)
    order = with_rows(before, order, facts) if newer else order
    named = {line.line for one in facts.parcels for line in named_by(order, facts, one)}
    nameless = tuple(line for line in gone_lines(order, facts) if line.line not in named)
    if newer and nameless:
        order = _shipped_without_number(order, Gone(nameless, facts.shipped_at), context)
    order = followed_goods(before, order) if is_moved else order
    order = _with_times_of_leaving(order, facts)
    return _told_again(order, facts, context) if newer else order


def _with_times_of_leaving(order: Order, facts: OrderFacts) -> Order:
    """The order whose parcels say when they left where that was not known, also by an older export.

    A case's file names parcels without it, and may have come first.
    """
    names = {given.tracking_no for given in facts.parcels}
    lines = {line.line for line in gone_lines(order, facts)}
    for parcel in order.parcels if lines and facts.shipped_at else ():
        is_meant = parcel.tracking_no in names or any(part.line in lines for part in parcel.lines)
        is_shown = parcel.source is Source.PLATFORM and parcel.kind == "shipment"
        if is_meant and is_shown and parcel.shipped_at is None:
            known = parcel.model_copy(update={"shipped_at": facts.shipped_at})
            order = order.with_parcel(known)
    return order


def _with_more(parcel: Parcel, more: Iterable[LineQuantity]) -> Parcel:
    units = units_by_line((*parcel.lines, *more))
    return parcel.model_copy(update={"lines": line_quantities(units.items())})


def _told_again(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The order whose numbers are to be told again that somebody said to have told the platform,
    where its export was made after that and says that their goods have still to be shipped.

    An export that does not say when it was made may be of before.
    """
    made_at = facts.knowledge.exported_at
    waiting = lines_said(order.lines, facts, lambda line: line.fulfilment is Fulfilment.TO_SHIP)
    numbers = {line.line for line in waiting}
    not_taken = set[str]()
    for parcel in order.parcels:
        task = told_by_hand(order, parcel)
        if task and made_at and task.done_at and task.done_at < made_at:
            about = {part.line for part in parcel.lines}
            if about and about <= numbers and parcel.kind == "shipment" and not parcel.confirmed:
                not_taken.add(task.id)
    return order.with_tasks_open_again(lambda task: task.id in not_taken, context.now)


def merge_parcel(
    order: Order,
    given: ParcelFacts,
    gone: Gone,
    context: Context,
    *,
    newer: bool,
) -> Order:
    """A number the desk has confirms that parcel; another number is a parcel of its own.

    The first number that comes for what is in a parcel without one fills it in.
    """
    for parcel in order.parcels:
        if parcel.tracking_no == given.tracking_no:
            shown = parcel.model_copy(update={"number_shown": True})
            if newer and given.line_nos and is_as_the_platform_says(parcel):
                shown = _with_more(shown, _unaccounted(order, gone))
            return confirmed_there(order, shown, context, told=NUMBER_SHOWN)
    corrected = (old.tracking_no for parcel in order.parcels for old in parcel.corrections)
    if given.tracking_no in corrected:
        return order
    nameless = next((one for one in order.parcels if _may_have(one, gone)), None)
    if nameless:
        order = _named(order, nameless, given, gone, context)
        return merge_parcel(order, given, gone, context, newer=newer)
    contents = _unaccounted(order, gone)
    if (not contents or given.line_nos) and not expected_there(order):
        # A row names what is in it, also of what left here otherwise.
        contents = _instead(order, gone)
    if not newer and not contents:
        return order
    parcel = Parcel(
        id=context.new_id(),
        tracking_no=given.tracking_no,
        carrier=carrier_of(given),
        lines=contents,
        shipped_at=gone.at,
        source=Source.PLATFORM,
        confirmed=True,
        number_shown=True,
    )
    order = order.with_parcel(parcel)
    if contents or not may_leave_there(order):
        return order
    # It holds nothing that was bought: it may be what is still to be sent again here.
    return opened(order, Contradiction("reissue_there", about=parcel.id), context)


def _named(
    order: Order, nameless: Parcel, given: ParcelFacts, gone: Gone, context: Context
) -> Order:
    """The order in which the parcel without a number has this one; where the number is of a part
    of what is in it, that part is a parcel of its own.
    """
    named = {"tracking_no": given.tracking_no, "carrier": carrier_of(given), "number_shown": True}
    about = {line.line for line in gone.lines} if given.line_nos else set[int]()
    part = tuple(one for one in nameless.lines if one.line in about)
    if not part or part == nameless.lines:
        return order.with_parcel(nameless.model_copy(update=named))
    rest = tuple(one for one in nameless.lines if one not in part)
    alone = nameless.model_copy(update=named | {"id": context.new_id(), "lines": part})
    return order.with_parcel(nameless.model_copy(update={"lines": rest})).with_parcel(alone)


def _may_have(parcel: Parcel, gone: Gone) -> bool:
    """May it be the number of a parcel that has none: does it hold any of what has left by it?"""
    if parcel.tracking_no or parcel.handed_over:
        return False
    numbers = {line.line for line in gone.lines}
    return not numbers or any(part.line in numbers for part in parcel.lines)


def carrier_of(given: ParcelFacts) -> str:
    """The code of a parcel's carrier, by its word, else by how its numbers look."""
    known = code_of(given.carrier)
    if known:
        return known
    guessed = guess_carrier(given.tracking_no)
    return guessed.code if guessed else ""


def confirmed_there(
    order: Order, parcel: Parcel, context: Context, *, told: tuple[str, ...]
) -> Order:
    """The platform shows the parcel: what it was to be `told` about it, it knows."""

    def done(task: PlatformTask) -> bool:
        created = task.kind == "create-reissue" and task.reissue == parcel.reissue
        return created or (task.parcel == parcel.id and task.kind in told)

    known = order.with_tasks_done(done, context.now, "import")
    return known.with_parcel(parcel.model_copy(update={"confirmed": True}))


def _unaccounted(order: Order, gone: Gone) -> tuple[LineQuantity, ...]:
    """Units that the platform says have left, and that are in no parcel it has shown so far.

    What was handed over here has no number that it could show; what it showed once it has, be its
    number corrected here since.
    """

    def is_known_there(parcel: Parcel) -> bool:
        is_its_own = parcel.source is Source.PLATFORM or parcel.confirmed
        return is_its_own or parcel.handed_over is not None or _is_shown_as_before(parcel, gone)

    return _outside(order, gone.lines, is_known_there)


def _instead(order: Order, gone: Gone) -> tuple[LineQuantity, ...]:
    """Units that left here with another number than the platform shows for them, or without one:
    that they have left, it may have said before.
    """
    return _outside(
        order, gone.lines, lambda one: one.number_shown or _is_shown_as_before(one, gone)
    )


def _is_shown_as_before(parcel: Parcel, gone: Gone) -> bool:
    """Does the platform name it by a number that was corrected here?"""
    return any(old.tracking_no in gone.numbers for old in parcel.corrections)


def _outside(
    order: Order, gone: tuple[Line, ...], accounted: Callable[[Parcel], bool]
) -> tuple[LineQuantity, ...]:
    shown = [one for one in order.shipments if accounted(one)]
    units = ((line.line, line.ordered - line.cancelled - _in_parcels(line, shown)) for line in gone)
    return line_quantities(units)


def _in_parcels(line: Line, parcels: list[Parcel]) -> int:
    return sum(
        part.quantity for parcel in parcels for part in parcel.lines if part.line == line.line
    )


def _shipped_without_number(order: Order, gone: Gone, context: Context) -> Order:
    """The word "shipped" without a number: what the desk sent is confirmed, the rest in it."""
    about = {line.line for line in gone.lines}
    for parcel in order.parcels:
        is_meant = not parcel.lines or any(part.line in about for part in parcel.lines)
        if parcel.kind == "shipment" and not parcel.confirmed and is_meant:
            order = confirmed_there(order, parcel, context, told=LEFT)
    contents = _unaccounted(order, gone)
    if not contents:
        return order
    parcel = Parcel(
        id=context.new_id(),
        tracking_no="",
        carrier="",
        lines=contents,
        shipped_at=gone.at,
        source=Source.PLATFORM,
        confirmed=True,
    )
    return order.with_parcel(parcel)

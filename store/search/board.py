"""The board's figures (看板): what is owed by kind, and by how near it is, counted in one pass."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil, floor

from msgspec import Struct

from store.models.money import Fen
from store.models.row import ObligationRow
from store.search.conditions import Between, Condition, Is, Not, Query, State
from store.search.counting import SOON
from store.search.lists import COST, DEARER, OBLIGATIONS
from store.search.reading import Fetch
from store.search.sql import Sql, both, replaced
from store.search.where import Where
from store.words.times import day_begins, shop_day

BANDS = ("late", "soon", "today", "tomorrow", "later")
"""How near: over, within two hours, until midnight at the shop, the day after, all else."""
RISKY = timedelta(hours=24)
HOURS, HOUR = 24, 3600
"""How many hours are looked ahead, and the seconds of one."""


OURS = (Is("who", ("us",)), Not(State("snoozed")))
"""What the board is about unless it is asked otherwise: ours, and not put off."""


class Clocks(Struct, frozen=True):
    """The first bands of the board, and what is at risk."""

    late: int
    soon: int
    today: int
    at_risk_fen: int
    """What is deducted within 24 hours for our obligations, as far as that is known; no mere
    chance.
    """


class BandCount(Struct, frozen=True):
    """How much of what is owed is so near, and what it costs by now as far as that is known: each
    failure once.
    """

    name: str
    count: int
    cost_fen: Fen


class QueueCount(Struct, frozen=True):
    """How much of one kind one person has taken on, and how much of that is late."""

    kind: str
    """What has to be done by now."""
    login: str
    """Whose it is; empty for nobody's."""
    found: int
    late: int


def bands(query: Query, now: datetime, fetch: Fetch) -> tuple[BandCount, ...]:
    """What a query finds, by how near it is; the bands that have none as well."""
    where = Where(OBLIGATIONS, now)
    cost = replaced(COST, DEARER, where.seconds).value
    failures = _failures(where, query.conditions, where.matching(query.conditions), cost)
    text = f"select {_band(now)} as band, sum(r.cost) from ({failures.text}) r group by band"
    costs = dict(fetch(text, failures.parameters))
    counts = _counts(query, now, fetch)
    return tuple(
        BandCount(name, counts[number], costs.get(number, 0)) for number, name in enumerate(BANDS)
    )


def _counts(query: Query, now: datetime, fetch: Fetch) -> Counter[int]:
    """How much a query finds in each band."""
    where = Where(OBLIGATIONS, now)
    matching = where.matching(query.conditions)
    text = (
        f"select {_band(now)} as band, count(*) from {where.source(query.conditions)}"
        f" where {matching.text} group by band"
    )
    return Counter(dict(fetch(text, matching.parameters)))


def _band(now: datetime) -> str:
    """The number of the band that a row is in."""
    ends = _ends(now)
    cases = "".join(f"when r.due_at < {end} then {number} " for number, end in enumerate(ends))
    return f"case {cases}else {len(ends)} end"


def clocks(now: datetime, fetch: Fetch, kept: Sequence[Condition] = ()) -> Clocks:
    """The clocks of the header: what the bands of the board say, as far as today goes.

    What is counted is `kept` to these conditions of obligations.
    """
    today = Between("due", None, _ends(now)[2])
    counts = _counts(Query(conditions=(*OURS, *kept, today)), now, fetch)
    late, soon, rest = (counts[number] for number in range(3))
    reached, ends = floor(now.timestamp()) + 1, ceil((now + RISKY).timestamp())
    at = _next_at(reached)
    ahead = Sql(
        f"r.who = 'us' and r.due_at < ? and r.lapses = 0 and {at} >= ? and {at} < ?",
        (ends, reached, ends),
    )
    where = Where(OBLIGATIONS, now)
    matching = both((ahead, *map(where.condition, kept)))
    failures = _failures(where, (), matching, Sql(_next_cost(reached)))
    ((risk,),) = fetch(
        f"select coalesce(sum(r.cost), 0) from ({failures.text}) r", failures.parameters
    )
    return Clocks(late, soon, rest, risk)


def cost_by(row: ObligationRow, now: datetime) -> Fen | None:
    """What a row says that it costs by now (fen), as statements compare it; none where no rule says
    an amount. What else has become of it is `store.rules.obligations.standing`'s.
    """
    is_over = row.due_at is not None and row.due_at <= now.timestamp()
    return row.cost_fen if row.later_cost_fen is None or not is_over else row.later_cost_fen


def _next_at(reached: int) -> str:
    """When something is next deducted for a row, as `Obligation.next_at` says; `reached` is the
    first second that is not over.
    """
    return f"case when r.due_at >= {reached} then r.due_at else r.later_at end"


def _next_cost(reached: int) -> str:
    """What is deducted for a row then, as `Obligation.next_fen` says."""
    first = "case when r.cost_fen = r.later_cost_fen then 0 else r.cost_fen end"
    more = f"r.later_cost_fen - coalesce({first}, 0)"
    return f"case when r.due_at >= {reached} then {first} else {more} end"


def _failures(where: Where, conditions: Sequence[Condition], matching: Sql, cost: Sql) -> Sql:
    """What these duties cost, by when each ends: what ends at one instant of one order is one
    failure, whatever has to be done about it, as in `store.reading.owed`.
    """
    costly = both((matching, Sql(f"{cost.text} > 0", cost.parameters)))
    return Sql(
        f"select r.due_at, max({cost.text}) as cost from {where.source(conditions)}"
        f" where {costly.text} group by r.of_kind, r.of, r.due_at",
        (*cost.parameters, *costly.parameters),
    )


def queues(query: Query, now: datetime, fetch: Fetch) -> tuple[QueueCount, ...]:
    """What a query finds by what has to be done now and by who has it, the latest first."""
    where = Where(OBLIGATIONS, now)
    matching = where.matching(query.conditions)
    over = f"r.due_at <= {floor(now.timestamp())}"
    sql = Sql(
        f"select case when r.becomes <> '' and {over} then r.becomes else r.kind end as what,"
        f" r.owner, count(*) as found, count(*) filter (where {over}) as late"
        f" from {where.source(query.conditions)} where {matching.text}"
        " group by what, r.owner order by late desc, found desc, what, r.owner",
        matching.parameters,
    )
    return tuple(QueueCount(*row) for row in fetch(sql.text, sql.parameters))


def hours(query: Query, now: datetime, fetch: Fetch) -> tuple[int, ...]:
    """How much of what a query finds ends in each of the next 24 hours, mere chances left out; what
    has ended counts once more where it is dearer from then on (`store.reading.hours`).
    """
    # Deadlines are whole seconds: one that is later than now is later than the second begun now.
    start, end = ceil(now.timestamp()), ceil(now.timestamp() + HOURS * HOUR)
    where = Where(OBLIGATIONS, now)
    matching = where.matching(query.conditions)
    reached = floor(now.timestamp()) + 1
    at = _next_at(reached)
    found = fetch(
        f"select ({at} - {start}) / {HOUR} as hour, count(*)"
        f" from {where.source(query.conditions)} where {matching.text} and r.lapses = 0"
        f" and r.due_at < {end} and {at} >= {reached} and {at} < {end} group by hour",
        matching.parameters,
    )
    counted = dict(found)
    return tuple(counted.get(hour, 0) for hour in range(HOURS))


def _ends(now: datetime) -> Sequence[int]:
    """The first second after each band but the last."""
    midnight = day_begins(shop_day(now))
    ends = (now + SOON, midnight + timedelta(days=1), midnight + timedelta(days=2))
    soon, today, tomorrow = (ceil(end.timestamp()) for end in ends)
    # Before midnight, what is due within two hours may be due tomorrow.
    return (floor(now.timestamp()) + 1, soon, max(soon, today), max(soon, tomorrow))

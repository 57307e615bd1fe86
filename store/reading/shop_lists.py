"""Lists (列表): what is read without a document: rows by a query, counts, clocks, shops.

The first screen needs no more of a store than this, so that nothing here loads a model or a rule.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

from msgspec.json import decode
from msgspec.structs import replace

from store import kinds
from store.engines.protocol import Engine
from store.models.keys import ANY_SHOP, parts_of_key
from store.models.row import ObligationRow, OrderRow
from store.search.board import Clocks, clocks
from store.search.conditions import Between, Condition, Is, Not, Pasted, Query, State
from store.search.counting import counts
from store.search.lists import OBLIGATIONS, ORDERS
from store.search.people import People, with_people
from store.search.reading import read_of
from store.search.selection import Selection
from store.search.table import ListTable
from store.words.times import shop_day

OF_A_SHOP = (kinds.ORDERS, kinds.WAITING_CASES, kinds.PAYMENTS, kinds.COVERAGE)
"""Documents whose keys begin with a platform and a shop."""
Clock = Callable[[], datetime]


class Lists:
    """The rows of a store; `store.reading.records` reads the documents behind them."""

    shop: tuple[str, str] | None = None
    """Platform and name of the only shop that queries and counts are kept to; none: every shop."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        self._clock = clock

    @property
    def now(self) -> datetime:
        """The machine's clock, or the instant given instead of it."""
        return self._clock() if self._clock else datetime.now(UTC)

    @property
    def today(self) -> date:
        """The shop's day."""
        return shop_day(self.now)

    def row(self, key: str) -> OrderRow | None:
        """The row of one order."""
        return next(iter(self.rows_with_keys([key])), None)

    def rows_with_keys(self, keys: Collection[str]) -> list[OrderRow]:
        """The rows of these orders, as far as there are."""
        rows = self.select(ORDERS, Query("", (_numbered(keys),)))
        return [row for row in rows if row.key in keys]

    def rows_of(self, table: ListTable, kind: str, number: int) -> list[Any]:
        """The rows in a list of the document of a kind with this id."""
        return read_of(self.engine.fetch, table, kind, number)

    def select(self, table: ListTable, query: Query, sort: str = "") -> Selection[Any]:
        """The rows of a list that fit, in order."""
        return Selection(table, query, sort, self.now, self.engine.fetch)

    def rows_where(self, table: ListTable, *conditions: Condition) -> Iterator[Any]:
        """The rows of a list for which all of these conditions hold."""
        return iter(self.select(table, Query("", conditions)))

    def understood(self, text: str, table: ListTable = ORDERS) -> Query:
        """A query of a list, of every shop: what is written down does not hang on who looks.

        Whoever it names is known. Raises BadInput where it is unclear.
        """
        if not text.strip():
            # The language is loaded by the first word of it.
            return Query(text)
        from store.search.language import parse

        return with_people(parse(text, self.now, table), self.names_by_login)

    def parsed(self, text: str, table: ListTable = ORDERS) -> Query:
        """The same, kept to the shop that was chosen: what somebody looks at."""
        query = self.understood(text, table)
        kept = self.kept_to(table)
        return replace(query, conditions=(*query.conditions, *kept), kept=kept)

    def kept_to(self, table: ListTable) -> tuple[Condition, ...]:
        """What keeps a list to the shop that was chosen, as far as it knows shops."""
        if self.shop is None:
            return ()
        platform, name = self.shop
        kept: dict[str, Condition] = {
            # What is asked before any shop is known may be this one's.
            "shop": Is("shop", (name, ANY_SHOP)),
            "platform": Is("platform", (platform,)),
        }
        return tuple(condition for field, condition in kept.items() if table.field_of(field))

    def shows(self, platform: str, shop: str) -> bool:
        """Is something of this shop, on this platform or on any, within what was chosen?"""
        return self.shop is None or (shop == self.shop[1] and platform in ("", self.shop[0]))

    def names_by_login(self) -> People:
        """Everybody who ever did something here."""
        told = (decode(kept.body) for kept in self.engine.documents(kinds.PEOPLE))
        return {person["login"]: tuple(person.get("names", ())) for person in told}

    def shop_views(self, place: str) -> list[tuple[str, str, str]]:
        """The shop's views of a place: name, query and sort of each, in the order they came."""
        told = (decode(kept.body) for kept in self.engine.documents(kinds.VIEWS))
        return [
            (one["name"], one["query"], one.get("sort", ""))
            for document in told
            for one in document.get("views", ())
            if one["place"] == place
        ]

    def search(self, text: str = "", sort: str = "due") -> Selection[OrderRow]:
        """The orders that a query finds; raises BadInput for a query that is unclear."""
        return self.select(ORDERS, self.parsed(text), sort)

    def search_in_state(self, state: str, text: str = "") -> Selection[OrderRow]:
        """The orders in this state that a query finds, by time left."""
        query = self.parsed(text)
        return self.select(
            ORDERS, replace(query, conditions=(*query.conditions, State(state))), "due"
        )

    def counts(self, texts: Sequence[str], table: ListTable = ORDERS) -> tuple[int, ...]:
        """How many rows of a list, orders unless another is named, each query finds."""
        queries = [self.parsed(text, table) for text in texts]
        return counts(table, queries, self.now, self.engine.fetch)

    def clocks(self) -> Clocks:
        """How much of ours is late, soon and today, and what that costs."""
        return clocks(self.now, self.engine.fetch, self.kept_to(OBLIGATIONS))

    def owed_rows(
        self, text: str = "", until: datetime | None = None, sort: str = "due"
    ) -> Selection[ObligationRow]:
        """What is owed by any party, the most urgent first, as it stood when it was written down.

        The query is of obligations and of their orders; `until` leaves out what is due later, or at
        no known time; `sort` is another order of the list. Raises BadInput for a query that is
        unclear.
        """
        query = self.parsed(text, OBLIGATIONS)
        conditions = query.conditions
        if until is not None:
            conditions = (*conditions, Between("due", None, ceil(until.timestamp())))
        return self.select(OBLIGATIONS, replace(query, conditions=conditions), sort)

    def snoozed_count(self) -> int:
        """How much of what is owed is put off now."""
        asked = Query("", (State("snoozed"), *self.kept_to(OBLIGATIONS)))
        (count,) = counts(OBLIGATIONS, [asked], self.now, self.engine.fetch)
        return count

    def undated_count(self, text: str = "") -> int:
        """How much of what is owed, of what a query finds, is due at no known time.

        What is put off is not among it.
        """
        query = self.parsed(text, OBLIGATIONS)
        undated = (Not(Between("due", None, None)), Not(State("snoozed")))
        asked = replace(query, conditions=(*query.conditions, *undated))
        (count,) = counts(OBLIGATIONS, [asked], self.now, self.engine.fetch)
        return count

    def order_count(self) -> int:
        """How many orders there are."""
        return self.engine.count(ORDERS.name)

    def shops(self) -> list[tuple[str, str]]:
        """Platform and name of every shop that a file, or an order entered by hand, told of."""
        return sorted({one for kind in OF_A_SHOP for one in self._shops_of(kind) if one[0]})

    def _shops_of(self, kind: str) -> Iterator[tuple[str, str]]:
        start = ""
        while keys := self.engine.keys_from(kind, start):
            platform, shop, _number = parts_of_key(keys[0])
            yield platform, shop
            # The first text that no key of this shop begins with.
            start = f"{platform}:{shop};"

    def refresh(self) -> bool:
        """Did others write anything since this was last asked?"""
        return self.engine.changed()

    def close(self) -> None:
        """Let go of the store."""
        self.engine.close()


def _numbered(keys: Collection[str]) -> Pasted:
    """The numbers in the keys of orders; a number is one shop's."""
    return Pasted(tuple(key.rpartition(":")[2] for key in keys))

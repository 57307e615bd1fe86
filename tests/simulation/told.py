"""Told (所告): what the newest imported files say, kept a second time in a plain way.

Newest is what was written last, whenever it was imported; no rule of the desk is asked. By it goods
may ship or not, it is somebody's turn, and that turn ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from tests.simulation.bought import Asked, Bought

STATES: Mapping[str, str] = {
    "answer": "seller_to_answer",
    "rejected": "buyer_to_answer",
    "return": "buyer_to_return",
    "receive": "seller_to_receive",
    "pay": "seller_to_refund",
    "send": "seller_to_send",
    "confirm": "buyer_to_confirm",
    "rule": "platform_to_rule",
    "refunded": "closed",
    "fulfilled": "closed",
    "closed": "closed",
}
"""The states of the platforms as the desk names them."""

DOUYIN_NAMES = ("answer", "receive")
"""The turns whose end Doudian's export names; Pinduoduo's names that of every turn."""


class CaseShown(NamedTuple):
    """A case as a file shows it."""

    key: str
    number: str
    line: int
    state: str
    since: datetime
    due_at: datetime | None
    open: bool


class Shown(NamedTuple):
    """What the files of one moment say, as far as it is told again here."""

    at: datetime
    stops: dict[tuple[str, int], str]
    """By what each line of an order is held back, or nothing."""
    cases: tuple[CaseShown, ...]


class Told:
    """What the shop may know from the platforms."""

    def __init__(self) -> None:
        self._stops: dict[tuple[str, int], tuple[datetime, str]] = {}
        self._cases: dict[str, tuple[datetime, CaseShown]] = {}
        self._numbers: defaultdict[str, set[str]] = defaultdict(set)
        """The cases of each order."""
        self._last: dict[str, datetime] = {}
        """When the file was written that told of a case last, newest or not."""
        self.named: set[str] = set()
        """The cases that an import named, because nobody can tell what its file means."""

    def hear(self, shown: Shown) -> None:
        """Files are imported; what was written before does not count any more."""
        for line, stop in shown.stops.items():
            if line not in self._stops or self._stops[line][0] <= shown.at:
                self._stops[line] = shown.at, stop
        for case in shown.cases:
            self._last[case.number] = shown.at
            self._numbers[case.key].add(case.number)
            if case.number not in self._cases or self._cases[case.number][0] <= shown.at:
                self._cases[case.number] = shown.at, case

    def look(self, bought: Bought, now: datetime) -> None:
        """Somebody looks there whether an order is held back still."""
        for line in bought.lines:
            if not stop_of(bought, line, now):
                self._stops[bought.key, line] = now, ""

    def stop(self, key: str, line: int) -> str:
        """By what the platform holds goods back: a case that is known speaks for itself."""
        at, stop = self._stops.get((key, line), (None, ""))
        if stop != "after_sales" or at is None:
            return stop
        of_order = (self._cases[number] for number in self._numbers[key])
        of_line = ((told, case) for told, case in of_order if case.line in (0, line))
        return "" if any(case.open or told >= at for told, case in of_line) else stop

    def turns(self) -> Iterator[tuple[datetime, CaseShown]]:
        """Every case where no older file came after the newest, and when that was written."""
        for number, (at, case) in self._cases.items():
            if self._last[number] == at:
                yield at, case


def stop_of(bought: Bought, line: int, now: datetime) -> str:
    """By what the platform holds a line back: 审核中, 已申请缺货, 售后处理中, or, of Doudian, that
    it was closed with all of its money before it left.
    """
    is_sold = bought.goods[line - 1][0].fen > 0
    if bought.is_douyin and is_sold and bought.is_over(line) and not bought.shipped_at(line, now):
        return "closed"
    if bought.is_reviewed(now):
        return "review"
    # Of Doudian no file shows an application.
    if bought.stock_out_at and not (bought.is_douyin or bought.shipped(now)):
        return "stock_out"
    cases = [asked for asked in bought.cases if asked.line in (0, line)]
    return "after_sales" if any(asked.open for asked in cases) else ""


def case_shown(bought: Bought, asked: Asked) -> CaseShown:
    """The case as the platform has it now."""
    since = asked.since or asked.at
    due = asked.due_at if not bought.is_douyin or asked.state in DOUYIN_NAMES else None
    return CaseShown(bought.key, asked.number, asked.line, asked.state, since, due, asked.open)


def shown(
    at: datetime, lines: Iterable[tuple[Bought, int]], cases: Iterable[tuple[Bought, Asked]]
) -> Shown:
    """What files of these lines and these cases say."""
    stops = {(bought.key, line): stop_of(bought, line, at) for bought, line in lines}
    return Shown(at, stops, tuple(case_shown(*pair) for pair in cases))

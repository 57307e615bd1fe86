"""The world (世界) around a simulated shop: what is sold, what carriers do, what is paid."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from store.words.times import SHOP_TIME
from tests.bench.shop_texts import CARRIERS, GOODS, REASONS, Person, person, scattered
from tests.simulation.bought import (
    DAY,
    HOUR,
    PLACES,
    Asked,
    Back,
    Bought,
    Review,
    Scan,
    Sent,
    Unit,
)

REVIEWED, REFUSED = 0.08, 0.25
"""Share of Pinduoduo's orders that are reviewed, and of those the share that does not pass."""
SELLER, TIMEOUT, PLATFORM = "小李", "系统", "平台"
"""Who agrees to a case."""
START = datetime(2026, 11, 2, 0, 0, tzinfo=SHOP_TIME)


class Fault(NamedTuple):
    """A contradiction that was planted on purpose."""

    kind: str
    key: str
    at: datetime
    asked: Asked | None = None
    """The case that has to be open for it to stay one."""


class World:
    """Everything outside the desk, moved by a clock and by luck."""

    def __init__(self, seed: int, per_day: int) -> None:
        self.luck = Random(seed)
        self.per_day = per_day
        self.now = self._until = START
        self.orders: dict[str, Bought] = {}
        self.homes: dict[Person, list[Bought]] = {}
        """Who bought what, on one platform."""
        self.faults: list[Fault] = []
        self.happened: Counter[str] = Counter()
        """What a platform does now and then, and how often it did."""
        self.moved: dict[str, int] = {}
        """Units of a SKU that came (above 0) or left by the hands of the shop."""
        self._count = 0

    def chance(self, share: float) -> bool:
        """Does it happen this time?"""
        return self.luck.random() < share

    def fresh(self, digits: int) -> str:
        """A number nobody had before."""
        self._count += 1
        return scattered(self._count, 618_033_988_751, digits)

    def between(self, until: datetime) -> datetime:
        """Some second from what happened last until then."""
        seconds = max(1, int((until - self._until).total_seconds()))
        return self._until + timedelta(seconds=self.luck.randrange(seconds))

    # What happens

    def pass_to(self, now: datetime) -> None:
        """Let everything happen that happens until then."""
        share = (now - self._until) / DAY
        times = sorted(self.between(now) for _turn in range(round(self.per_day * share)))
        for bought in list(self.orders.values()):
            self._move_parcels(bought, now)
            self._pay_late(bought, now)
        for at in times:
            self._sell(at, now)
        self.now = self._until = now

    def carry_to(self, now: datetime) -> None:
        """Let parcels go on until then; nothing else happens."""
        for bought in self.orders.values():
            self._move_parcels(bought, now)
        self.now = self._until = now

    def _sell(self, at: datetime, now: datetime) -> None:
        number = len(self.orders)
        is_douyin = self.chance(0.3)
        digits = scattered(number + 1, 618_033_988_749_897, 15)
        some = [self.luck.choice(self.luck.choice(GOODS)) for _turn in range(2)]
        goods = tuple((good, self.luck.choice((1, 1, 2, 3))) for good in some)
        # Only Douyin's orders have several lines; the same article twice would be one of them.
        are_two = is_douyin and some[0] != some[1]
        goods = goods if are_two and self.chance(0.3) else goods[:1]
        if are_two and len(goods) == 1 and self.chance(0.1):
            goods = (*goods, (some[1]._replace(fen=0), 1))  # a gift
        last = list(self.orders.values())[-1:]
        again = [one.who for one in last if not (one.is_douyin or is_douyin) and self.chance(0.1)]
        bought = Bought(
            number,
            is_douyin,
            f"69{digits}00" if is_douyin else f"{at:%y%m%d}-{digits}",
            goods,
            self.luck.choice((0, 0, 0, 600)),
            again[0] if again else person(number, self.luck),
            at,
            # Soon after, but not after the export that shows it.
            None
            if self.chance(0.05)
            else min(now, at + timedelta(seconds=self.luck.randrange(1, 900))),
            [Unit(line) for line, (_good, many) in enumerate(goods, 1) for _turn in range(many)],
            None if is_douyin else self._review(at),
        )
        self.orders[bought.key] = bought
        self.homes.setdefault(bought.who, []).append(bought)

    def _review(self, at: datetime) -> Review | None:
        if not self.chance(REVIEWED):
            return None
        self.happened["reviewed"] += 1
        return Review(at + HOUR * self.luck.uniform(2, 30), not self.chance(REFUSED))

    def _pay_late(self, bought: Bought, now: datetime) -> None:
        if bought.paid_at is None and bought.closed_at is None:
            if self.chance(0.5):
                bought.paid_at = self.between(now)
            elif now - bought.ordered_at > DAY:
                bought.closed_at = now

    def _move_parcels(self, bought: Bought, now: datetime) -> None:
        for sent in bought.sent:
            place = PLACES.get(sent.end(now), "under way")
            for unit in sent.units:
                if unit.place == "under way" and place != unit.place:
                    unit.place = place
                    self._arrived(bought, sent, unit, now)
        first = [parcel for parcel in bought.sent if parcel.kind == "shipment"]
        all_left = sum(len(parcel.units) for parcel in first) >= len(bought.units)
        if bought.received_at or not all_left or not self.chance(0.4):
            return
        if all(parcel.end(now) == "delivered" and parcel.known_at < now for parcel in first):
            bought.received_at = now

    def _arrived(self, bought: Bought, sent: Sent, unit: Unit, now: datetime) -> None:
        """A unit is with the buyer, or here again."""
        sku = bought.goods[unit.line - 1][0].sku
        if unit.place == "back":
            # What is called by a wrong number lies here, and nobody knows what is in it.
            self.move(sku, 0 if sent.mistaken else 1)
            return
        again = {u.line for parcel in bought.sent if parcel.kind == "reissue" for u in parcel.units}
        was_lost = sent.kind == "shipment" and now - sent.left_at > 6 * DAY
        if was_lost and unit.line in again:
            self.plant("found after it was sent again", bought, now)

    def mistype(self, sent: Sent) -> None:
        """Somebody types another number than is on the parcel."""
        sent.typed, sent.number = sent.number, self.number(like=sent.number)
        sent.mistaken = True

    def recognise(self, bought: Bought, sent: Sent) -> None:
        """The desk knows the right number of a parcel now, and with it what it brought back."""
        was_mistaken, sent.mistaken = sent.mistaken, False
        # What the buyer had and sent back was counted as it was received.
        if was_mistaken and sent.end(self.now) == "returned":
            for unit in sent.units:
                self.move(bought.goods[unit.line - 1][0].sku, int(unit.place == "back"))

    def move(self, sku: str, units: int) -> None:
        """So many units come into the shelves, or leave them."""
        self.moved[sku] = self.moved.get(sku, 0) + units

    # What the shop and the carriers do

    def send(self, bought: Bought, number: str, units: list[Unit], kind: str) -> Sent:
        """A parcel leaves; what will become of it is decided now."""
        now, carrier = self.now, carrier_of(number)
        for unit in units:
            unit.place = "under way"
        told = now + HOUR * self.luck.uniform(0, 14)
        beside = next(self.together(bought, number), None)
        scans = beside.scans if beside else self._journey(now)
        sent = Sent(number, carrier, units, now, kind, scans, told)
        bought.sent.append(sent)
        return sent

    def together(self, bought: Bought, number: str = "") -> Iterator[Sent]:
        """What leaves just now for the same home, in a parcel of this number or in any."""
        others = (other for other in self.homes.get(bought.who, ()) if other is not bought)
        for sent in (sent for other in others for sent in other.sent if sent.kind == "shipment"):
            if sent.left_at == self.now and not sent.typed and number in ("", sent.number):
                yield sent

    def _journey(self, now: datetime) -> list[Scan]:
        luck, at = self.luck, now
        scans = []
        for state, least, most in (
            ("picked_up", 1, 20),
            ("sorted", 3, 20),
            ("in_transit", 5, 40),
            ("out_for_delivery", 5, 30),
            ("delivered", 1, 8),
        ):
            at += HOUR * luck.uniform(least, most * (3 if luck.random() < 0.05 else 1))
            scans.append(Scan(at.replace(microsecond=0), state))
        fate = luck.random()
        if fate < 0.07:  # lost, and some of these are found much later
            found = [Scan(scans[-1].at + 6 * DAY, "delivered")] if luck.random() < 0.5 else []
            return [*scans[:3], *found]
        if fate < 0.12:  # damaged, or refused at the door
            gone = Scan(scans[3].at + 2 * HOUR, "abnormal")
            back = [Scan(gone.at + DAY, "returning"), Scan(gone.at + 3 * DAY, "returned")]
            return [*scans[:4], gone, *back]
        return scans

    def stop(self, sent: Sent, now: datetime) -> None:
        """The carrier is asked to stop a parcel; it can, or it cannot."""
        sent.stopped = not sent.end(now) and self.chance(0.7)
        if sent.stopped:
            back = [Scan(now + DAY, "returning"), Scan(now + 3 * DAY, "returned")]
            sent.scans[:] = [*sent.seen(now), *back]

    def pay_back(
        self, bought: Bought, fen: int, case: Asked | None, now: datetime, by: str = SELLER
    ) -> bool:
        """The platform pays; a case once, and never more than was paid."""
        fen = min(fen, bought.paid_fen - bought.back_fen)
        if fen <= 0 or (case and not case.open):
            return False
        bought.back.append(Back(fen, now, case.number if case else ""))
        if case:
            case.paid_fen, case.agreed_by = fen, by
            case.move("refunded", now)
        return True

    def ask(self, bought: Bought, kind: str, now: datetime, fen: int) -> Asked:
        """The buyer asks for something."""
        number = self.fresh(14 if bought.is_douyin else 11)
        number = f"1465{number}" if bought.is_douyin else number
        unshipped = kind == "refund_only" and not bought.shipped(now)
        asked = Asked(number, kind, self.luck.choice(REASONS), fen, now, unshipped)
        asked.apply(now, fen)
        bought.cases.append(asked)
        return asked

    def number(self, like: str = "") -> str:
        """A number of a parcel, of some carrier, or of the same one."""
        prefixes = [prefix for _name, prefix in CARRIERS if not like or like.startswith(prefix)]
        return self.luck.choice(prefixes) + self.fresh(12)

    def plant(self, kind: str, bought: Bought, now: datetime, asked: Asked | None = None) -> None:
        """Remember a contradiction that was made on purpose."""
        self.faults.append(Fault(kind, bought.key, now, asked))

    def is_planted(self, bought: Bought) -> bool:
        """Was a contradiction made on purpose there?"""
        return any(fault.key == bought.key for fault in self.faults)

    def open_cases(self) -> Iterator[tuple[Bought, Asked]]:
        """Every case that is not over."""
        for bought in self.orders.values():
            for asked in bought.cases:
                if asked.open:
                    yield bought, asked


def carrier_of(number: str) -> str:
    """Whose number it is."""
    return next(name for name, prefix in CARRIERS if number.startswith(prefix))

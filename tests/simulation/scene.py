"""Scene (一幕): one order of a simulated shop, moved by hand; what is found is told with it again.

The desk hears of it by the same files as the desk of a whole month.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store.documents.writing import Receipt
from store.importing import import_paths
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository
from store.rules.stock.actions.set_stock import SetStock
from tests.bench.shop_texts import Good
from tests.build import ACTOR, MemoryEngine
from tests.simulation.bought import DAY, HOUR, SHOP, Asked, Bought, CaseState, Scan, Sent, Unit
from tests.simulation.platforms import Download, export
from tests.simulation.world import PLATFORM, SELLER, START, World

NUMBER, OTHER_NUMBER = "YT8000000000001", "SF8000000000002"
PRICE = 10_000


class Scene:
    """A shop that sold two units for 200.00 yesterday, and its desk."""

    def __init__(self, folder: Path, *, douyin: bool = False, freight_fen: int = 0) -> None:
        self.world = World(1, 0)
        self.world.now = START + DAY
        self._folder = folder
        self.repository = Repository.on(
            MemoryEngine(folder / "store"), ACTOR, lambda: self.world.now
        )
        good = Good("R1", 101, "东北大米", "10kg", "R1-1", PRICE)
        order_no = "6900000000000000100" if douyin else "261103-000000000000001"
        paid_at = self.world.now - 2 * HOUR
        who = World(1, 1)
        who.pass_to(START + DAY)
        person = next(iter(who.orders.values())).who
        self.bought = Bought(
            1, douyin, order_no, ((good, 2),), freight_fen, person, paid_at, paid_at,
            [Unit(1), Unit(1)],
        )  # fmt: skip
        self.world.orders[self.bought.key] = self.bought
        self.take()

    @property
    def order(self) -> Order:
        """The order as the desk has it."""
        return self.repository.order(self.bought.key)

    @property
    def product(self) -> Product:
        """What was bought, as it lies on the shelves."""
        product = self.repository.product(SHOP, self.bought.goods[0][0].sku)
        assert product is not None
        return product

    @property
    def on_hand(self) -> int | None:
        """The stock of what was bought."""
        return self.product.on_hand

    def count(self, units: int) -> None:
        """Somebody counts the shelves."""
        self.repository.run(SetStock, self.product, {"on_hand": str(units)})

    @property
    def now(self) -> datetime:
        """The time of the scene."""
        return self.world.now

    def wait(self, span: timedelta = HOUR) -> None:
        """Time passes."""
        self.world.now += span

    def take(self, kind: str = "") -> None:
        """An hour later somebody imports what the platforms show, or only files of a kind."""
        self.wait()
        self.take_again([path for path in self.written() if kind in path.name])

    def written(self, what: Download = "all") -> list[Path]:
        """The files that the platforms give now."""
        folder = self._folder / f"{self.now:%d%H%M}"
        return export(self.world, folder, self.now, whole=True, what=what).paths

    def take_again(self, paths: list[Path]) -> None:
        """Import files, however old they are."""
        import_paths(self.repository, paths, SHOP)

    def do(self, name: str, **values: str) -> Receipt:
        """Somebody does something at the desk."""
        order = self.order
        return self.repository.run(self.repository.action_named(name, order), order, values)

    @property
    def ours(self) -> set[str]:
        """The kinds of what we owe now."""
        return {row.kind for row in self.repository.owed_rows() if row.who == "us"}

    def offers(self, name: str) -> bool:
        """Does the desk offer this now?"""
        (found,) = [
            offer for offer in self.repository.offers(self.order) if offer.action.name == name
        ]
        return found.why_not is None

    def ship(self, *states: str, known: bool = True) -> Sent:
        """Both units leave, and are seen so often."""
        self.do("ship", tracking_no=NUMBER)
        return self.leave(NUMBER, self.bought.units, "shipment", states, known=known)

    def leave(
        self, number: str, units: list[Unit], kind: str, states: tuple[str, ...], *, known: bool
    ) -> Sent:
        """A parcel leaves; a scan comes every four hours from now."""
        sent = self.world.send(self.bought, number, units, kind)
        sent.scans = [Scan(self.now + n * 4 * HOUR, state) for n, state in enumerate(states, 1)]
        sent.known_at = self.now if known else self.now + 99 * DAY
        return sent

    def ask(self, kind: str = "refund_only", fen: int = 2 * PRICE) -> Asked:
        """The buyer asks."""
        asked = self.world.ask(self.bought, kind, self.now, fen)
        asked.line = 1 if self.bought.is_douyin else 0
        return asked

    def ends(self, asked: Asked, state: CaseState, fen: int | None = None) -> None:
        """The platform ends a case, with or without money."""
        by = PLATFORM if asked.state == "rule" else SELLER
        if fen is not None:
            self.world.pay_back(self.bought, fen, asked, self.now, by)
        asked.move(state, self.now)


Open = Callable[..., Scene]


BOTH = pytest.mark.parametrize("douyin", [False, True], ids=["pinduoduo", "douyin"])

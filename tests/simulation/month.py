"""A month (一个月) of a simulated shop: sold, exported, imported, worked at, checked.

`python -m tests.simulation.month --days 30 --orders 100 --seed 1` prints what came of it.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from store.importing import import_paths
from store.models.event import Actor
from store.models.order import Order
from store.models.product import Product
from store.repository import open_store
from store.rules.stock.actions.set_stock import SetStock
from store.upkeep.verifying import verify
from store.words.times import SHOP_TIME
from tests.simulation import buyers
from tests.simulation.agents import Agents
from tests.simulation.bought import DAY, HOUR, SHOP
from tests.simulation.checks import ON_HAND, Checks
from tests.simulation.findings import Finding, Findings
from tests.simulation.platforms import Download, Written, export
from tests.simulation.told import Told
from tests.simulation.turns import other_turns
from tests.simulation.world import START, World

STALE = 0.08
"""Share of the imports after which somebody imports an older export once more."""
LATE = 0.15
"""Share of the mornings whose files are imported with those of the afternoon, in one command."""
IN_PART = 0.25
"""Share of the downloads of which something is left out; the next one is whole."""
PARTS: tuple[Download, ...] = ("no cases", "no cases", "no orders", "orders without a case")


class Outcome(NamedTuple):
    """What a month showed."""

    findings: Findings
    world: World
    agents: Agents
    imports: Counter[str]
    documents: int
    asked: list[Finding]
    """The discrepancies of orders without a contradiction that was made on purpose."""
    seconds: float


class Month:
    """One shop in one folder."""

    def __init__(self, folder: Path, per_day: int, seed: int) -> None:
        self._folder = folder
        self.world = World(seed, per_day)
        self.findings = Findings()
        self.repository = open_store(
            str(folder / "store"), Actor(user="li", name="小李"), lambda: self.world.now
        )
        self.told = Told()
        self.agents = Agents(self.repository, self.world, self.told, self.findings)
        self.checks = Checks(self.repository, self.world, self.findings)
        self.imports: Counter[str] = Counter()
        self._written: list[Written] = []
        self._left: list[Written] = []
        """What was downloaded and not imported yet."""
        self._was_in_part = False
        self._per_day = per_day

    def run(self, days: int) -> None:
        """So many days, and what has to hold after each and at the end."""
        for day in range(days):
            for hour in (8, 15):
                self._half_day(START + day * DAY + hour * HOUR, is_morning=hour == 8)
            self.world.now = START + day * DAY + timedelta(hours=20)
            self._every_day()
        self._end()

    def _every_day(self, *told_in: timedelta) -> None:
        orders = self.checks.every_day(*told_in)
        for kind, key, said in other_turns(self.told, orders, self.agents.acts):
            self.findings.add(kind, key, said)

    def _half_day(self, at: datetime, *, is_morning: bool) -> None:
        self._pass_to(at)
        self._left.append(self._downloaded())
        if not (is_morning and self.world.chance(LATE)):
            self._import(*self._left)
            self._left.clear()
        self.world.happened["two files in one command"] += bool(self._left)
        if len(self._written) > 3 and self.world.chance(STALE):
            self._import(self.world.luck.choice(self._written[:-1]))
        self.world.now += HOUR
        self.agents.work(self._per_day * 3)

    def _pass_to(self, at: datetime) -> None:
        self.world.pass_to(at)
        buyers.pass_by(self.world, self.world.now)

    def _downloaded(self) -> Written:
        is_part = not self._was_in_part and self.world.chance(IN_PART)
        self._was_in_part = is_part
        what: Download = self.world.luck.choice(PARTS) if is_part else "all"
        self.world.happened[f"downloaded: {what}"] += 1
        return export(self.world, self._folder, self.world.now, what=what)

    def _import(self, *some: Written) -> Counter[str]:
        """Import these in one command."""
        found: Counter[str] = Counter()
        paths = sorted(path for written in some for path in written.paths)
        for report in import_paths(self.repository, paths, SHOP):
            found.update(report.counts)
            for numbers in report.doubts.values():
                self.told.named.update(numbers)
            for row in report.rejected:
                self.findings.add("rejected row", f"{report.file}:{row.row}", row.reason)
        self.imports.update(found)
        for written in some:
            self.told.hear(written.shown)
            if not self._written or written.at > self._written[-1].at:
                self._written.append(written)
        self._count_stock()
        return found

    def _count_stock(self) -> None:
        """What nobody has counted yet is counted, so that its moves can be followed."""
        for product in list(self.repository.all(Product)):
            if product.on_hand is None:
                there = ON_HAND + self.world.moved.get(product.sku, 0)
                self.repository.run(SetStock, product, {"on_hand": str(there)})

    def _end(self) -> None:
        """Nothing happens any more; the platforms show everything, twice."""
        self.world.pass_to(self.world.now + DAY)
        self._import(export(self.world, self._folder, self.world.now, whole=True))
        self._every_day(timedelta(0))
        self.world.carry_to(self.world.now + HOUR)
        for bought in self.world.orders.values():
            for sent in bought.sent:
                sent.known_at = min(sent.known_at, self.world.now)
        written = export(self.world, self._folder, self.world.now, whole=True)
        self._import(written)
        again = self._import(written)
        for verdict in ("new", "changed"):
            if again[verdict]:
                self.findings.add("the same files changed something", SHOP, f"{again}")
        self._every_day()
        self.checks.at_the_end(self.told.named)
        try:
            if verify(self.repository, full=True).stale:
                self.findings.add("stale rows", SHOP, "verify --full")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            self.findings.add("verify --full", SHOP, str(error))


def month(folder: Path, days: int, per_day: int, seed: int) -> Outcome:
    """A month of a shop in this folder, which may not be there yet."""
    begun = perf_counter()
    run = Month(folder, per_day, seed)
    try:
        run.run(days)
        orders = list(run.repository.all(Order))
    finally:
        run.repository.close()
    seconds = perf_counter() - begun
    planted = {fault.key for fault in run.world.faults}
    asked = [
        Finding(
            one.kind, order.key, f"{one.opened_at.astimezone(SHOP_TIME):%m-%d %H:%M} {one.about}"
        )
        for order in orders
        if order.key not in planted
        for one in order.discrepancies
    ]
    return Outcome(run.findings, run.world, run.agents, run.imports, len(orders), asked, seconds)


def said(outcome: Outcome) -> str:
    """The figures of a month, line by line."""
    world, acts = outcome.world, Counter(act.name for act in outcome.agents.acts)
    cases = Counter(asked.state for bought in world.orders.values() for asked in bought.cases)
    faults = Counter(fault.kind for fault in world.faults)
    lines = [
        f"{len(world.orders)} orders, {outcome.documents} documents, {outcome.seconds:.1f} s",
        f"imports: {dict(outcome.imports)}",
        f"acts: {sum(acts.values())}: {dict(acts.most_common())}",
        f"refused: {dict(outcome.agents.refused.most_common(12))}",
        f"cases: {dict(cases)}",
        f"planted: {dict(faults)}",
        f"happened: {dict(world.happened)}",
        f"asked without a cause of ours: {len(outcome.asked)}",
        *_examples(outcome, outcome.asked),
        f"findings: {len(outcome.findings.all)}",
        *_examples(outcome, outcome.findings.all),
    ]
    return "\n".join(lines)


def _examples(outcome: Outcome, found: list[Finding]) -> Iterator[str]:
    """How many of each kind, and what was done with the first three."""
    for kind, many in Counter(one.kind for one in found).most_common():
        yield f"  {many} x {kind}"
        for one in [one for one in found if one.kind == kind][:3]:
            yield f"    {one.key}: {one.said}"
            yield from (f"        {act}" for act in outcome.agents.acts if act.key == one.key)


def main() -> None:
    """Run a month from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--orders", type=int, default=100, help="a day")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(said(month(Path(folder), given.days, given.orders, given.seed)))  # noqa: T201


if __name__ == "__main__":
    main()

"""Stores of any size for measuring: orders as the importer makes them, numbered on."""

import copy
import tempfile
from collections.abc import Iterator
from pathlib import Path

from store.codec import encode
from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Body, Stored
from store.exchange.reader import read_export
from store.importing import import_file
from store.models.event import Actor
from store.models.order import Order
from store.repository import open_store

FILES = Path(__file__).parents[1] / "exchange" / "files"
BATCH = 5_000


def shapes() -> list[tuple[Stored, Body]]:
    """Every order of the sample exports as it is stored, with the event of its import."""
    with tempfile.TemporaryDirectory() as folder:
        repository = open_store(str(Path(folder) / "store"), Actor(user="bench"))
        for file in sorted(FILES.glob("*orders*")):
            import_file(repository, read_export(file), "shop")
        found = [
            (
                encode(order, repository.policy)[1],
                repository.events(order)[0].model_dump(mode="json"),
            )
            for order in repository.all(Order)
        ]
        repository.close()
    return found


def numbered(given: list[tuple[Stored, Body]], count: int) -> Iterator[tuple[Stored, Body]]:
    """As many orders, each with a key and an order number of its own."""
    for number in range(count):
        stored, event = copy.deepcopy(given[number % len(given)])
        key = f"{stored.key}-{number}"
        row = {**(stored.row or {}), "key": key, "order_no": f"{stored.body['order_no']}-{number}"}
        body = {**stored.body, "order_no": row["order_no"]}
        told = {**event, "subject": f"orders/{key}", "number": number + 1, "idempotency_key": ""}
        yield Stored(key, 1, row, body), told


def build(folder: Path, count: int) -> None:
    """A store with so many orders, checkpointed."""
    engine = JournalEngine(folder, checkpoint_after=0)
    batch: list[tuple[Stored, Body]] = []
    for one in numbered(shapes(), count):
        batch.append(one)
        if len(batch) == BATCH:
            commit(engine, batch)
            batch = []
    commit(engine, batch)
    engine.checkpoint()
    engine.close()


def commit(engine: JournalEngine, batch: list[tuple[Stored, Body]]) -> None:
    with engine.transaction() as transaction:
        transaction.commit([("orders", one) for one, _event in batch], [one for _d, one in batch])

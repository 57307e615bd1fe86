"""A document and a commit, as short as tests need them."""

from typing import Any

from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Stored


def stored(key: str = "a", version: int = 1, **body: Any) -> Stored:
    return Stored(key, version, {"key": key, "n": version, "word": "米"}, body)


def write(engine: JournalEngine, *documents: Stored, key: str = "", subject: str = "a") -> None:
    event = {"subject": f"orders/{subject}", "idempotency_key": key}
    with engine.transaction() as transaction:
        transaction.commit([("orders", one) for one in documents], [event])

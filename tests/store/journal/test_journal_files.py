"""The files: lines that jq reads, a snapshot that stock TinyDB opens, for their owner alone."""

import json
import os
import stat
import subprocess
import zlib
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Stored
from tests.store.journal.desk import stored, write


@pytest.fixture
def engine(store: Path) -> JournalEngine:
    """A store with one document."""
    opened = JournalEngine(store)
    write(opened, stored(note="first"), key="k1")
    return opened


def test_several_documents_and_events_are_one_line_that_jq_reads(
    engine: JournalEngine, store: Path
) -> None:
    write(engine, stored(version=2, note="米 \u2028 \n"), stored("b"), key="k2")
    journal = store / "journal-1.jsonl"
    lines = journal.read_bytes().split(b"\n")
    told = [json.loads(line) for line in lines[:-1]]
    assert [(one["s"], one["t"][:2], bool(one["by"])) for one in told] == [
        (0, "20", True),
        (1, "20", True),
        (2, "20", True),
    ]
    assert told[0]["j"] == 1
    assert [one[:3] for one in told[1]["o"]] == [["meta", "1", None], ["orders", "1", 1]]
    assert [one[:3] for one in told[2]["o"]] == [["orders", "1", 2], ["orders", "2", 1]]
    assert told[2]["o"][0][3] == stored(version=2, note="米 \u2028 \n")._asdict()
    assert told[2]["e"] == [["2", {"subject": "orders/a", "idempotency_key": "k2"}]]
    checksum = 0
    for line in lines[:-1]:
        checksum = zlib.crc32(line[16:], checksum)
        assert line[:16] == b'{"c":"%08x",' % checksum
    asked = (
        subprocess.run(["jq", "-c", ".o[]?|.[0:3]", journal], capture_output=True, check=False)
        if jq()
        else None
    )
    assert asked is None or asked.stdout.count(b"\n") == 4


def jq() -> bool:
    return any(os.access(Path(place) / "jq", os.X_OK) for place in os.get_exec_path())


def test_stock_tinydb_opens_the_snapshot_and_finds_every_document(
    engine: JournalEngine, store: Path
) -> None:
    write(engine, stored("b", note="二"), key="k2")
    assert engine.checkpoint()
    (snapshot,) = store.glob("*.json")
    with TinyDB(snapshot) as stock:
        found = stock.table("orders").all()
        assert [Stored(**one) for one in found] == list(engine.all("orders"))
        assert [one.doc_id for one in found] == [1, 2]
        assert len(stock.table("events")) == 2
        assert stock.tables() == {"meta", "orders", "events"}
    assert sorted(path.name for path in store.iterdir()) == [
        "HEAD",
        "MANIFEST",
        "checkpoint.lock",
        "journal-2.jsonl",
        "lock",
        "shouhou-2.json",
    ]


def test_the_generation_is_written_by_itself_when_the_journal_is_long(store: Path) -> None:
    engine = JournalEngine(store, checkpoint_after=2000)
    for number in range(40):
        write(engine, stored(str(number), note="x" * 200), subject=str(number))
    engine.close()
    assert list(store.glob("shouhou-*.json"))
    assert len(list(store.glob("journal-*.jsonl"))) == 1
    assert len(list(JournalEngine(store).all("orders"))) == 40


def test_files_are_for_their_owner_alone(store: Path) -> None:
    before = os.umask(0)
    try:
        engine = JournalEngine(store)
        write(engine, stored())
        engine.checkpoint()
    finally:
        os.umask(before)
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in store.iterdir()} == {0o600}

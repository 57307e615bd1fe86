"""Several desks in any order of steps: what they see is what was done."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tinydb.table import Table

from store.engines.journal import engine, indexes, rows, table
from store.engines.journal.checkpoint import Checkpoints
from store.engines.journal.engine import JournalEngine
from store.engines.journal.record import GONE, Change
from store.engines.journal.tables import Tables
from store.engines.protocol import Body, Stored
from tests.store.journal.machine import Desks

EXAMPLES = 5_000 if "SHOUHOU_LONG" in os.environ else 1_000
QUIET = settings(
    max_examples=EXAMPLES,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


def test_any_steps_of_three_desks_leave_what_the_model_says() -> None:
    run_state_machine_as_test(Desks, settings=QUIET)


# The harness finds what it is there for

Seed = Callable[[pytest.MonkeyPatch], None]


def no_version_check(patch: pytest.MonkeyPatch) -> None:
    real = JournalEngine.commit

    def commit(
        self: JournalEngine, documents: Sequence[tuple[str, Stored]], events: Sequence[Body]
    ) -> None:
        known = {one.key: one.version for one in self.all("orders")}
        given = [(kind, one._replace(version=known.get(one.key, 0) + 1)) for kind, one in documents]
        real(self, given, events)

    patch.setattr(JournalEngine, "commit", commit)


def a_cache_that_others_do_not_clear(patch: pytest.MonkeyPatch) -> None:
    def search(self: table.JournalTable, cond: Any) -> Any:
        return Table.search(self, cond)

    patch.setattr(table.JournalTable, "search", search)


def an_id_that_is_given_twice(patch: pytest.MonkeyPatch) -> None:
    def next_id(self: Tables, name: str) -> int:
        return len(self.documents.get(name, ())) + 1

    patch.setattr(Tables, "next_id", next_id)


def a_removed_document_that_comes_back(patch: pytest.MonkeyPatch) -> None:
    real = Tables._apply

    def apply(self: Tables, one: Change) -> None:
        if one.document != GONE or one.id is None:
            real(self, one)

    patch.setattr(Tables, "_apply", apply)


def a_row_that_stays_old(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rows.Rows, "changed", lambda _self, _change: None)


def an_event_that_is_not_found_by_its_key(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(indexes.Events, "changed", lambda _self, _change: None)


def a_checkpoint_that_forgets_the_last_commit(patch: pytest.MonkeyPatch) -> None:
    real = Checkpoints._rotate

    def rotate(self: Checkpoints) -> Any:
        copied, segment = real(self)
        for documents in copied.documents.values():
            documents.pop(next(reversed(documents), ""), None)
        return copied, segment

    patch.setattr(Checkpoints, "_rotate", rotate)


def a_refresh_that_says_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine.JournalEngine, "refresh", lambda _self: False)


@pytest.mark.parametrize(
    "seed",
    [
        no_version_check,
        a_cache_that_others_do_not_clear,
        an_id_that_is_given_twice,
        a_removed_document_that_comes_back,
        a_row_that_stays_old,
        an_event_that_is_not_found_by_its_key,
        a_checkpoint_that_forgets_the_last_commit,
        a_refresh_that_says_nothing,
    ],
)
def test_a_seeded_fault_is_found(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    seed(monkeypatch)
    quick = settings(
        QUIET,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        derandomize=True,
        max_examples=3000,
    )
    with pytest.raises((Exception, pytest.fail.Exception)):
        run_state_machine_as_test(Desks, settings=quick)

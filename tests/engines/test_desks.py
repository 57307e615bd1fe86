"""Several desks in any order of steps: what they see is what was done."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tinydb.table import Table

from store.engines.own_commits import OwnCommits
from store.engines.protocol import Kept
from store.engines.sqlite.engine import SqliteEngine
from store.shopdb import ShopTable
from tests.engines.conftest import ENGINES
from tests.engines.machine import Desks

EXAMPLES = 3_000 if "SHOUHOU_LONG" in os.environ else 10
QUIET = settings(
    max_examples=EXAMPLES,
    stateful_step_count=12,
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.mark.parametrize("name", ENGINES)
def test_any_steps_of_three_desks_leave_what_the_model_says(name: str) -> None:
    machine = type("Machine", (Desks,), {"name": name})
    run_state_machine_as_test(machine, settings=QUIET)


# The harness finds what it is there for

Seed = Callable[[pytest.MonkeyPatch], None]


def no_version_check(patch: pytest.MonkeyPatch) -> None:
    real = SqliteEngine.replace

    def replace(self: SqliteEngine, kind: str, given: Kept, _version: int) -> bool:
        known = self.document(kind, given.id)
        return known is not None and real(self, kind, given, known.version)

    patch.setattr(SqliteEngine, "replace", replace)


def a_cache_that_others_do_not_clear(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ShopTable, "search", Table.search)


def an_id_that_is_given_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SqliteEngine, "next_id", lambda self, kind: self.count(kind) + 1)


class Half:
    """A block whose end is a commit, whatever happened inside."""

    def __init__(self, block: Any) -> None:
        self.block = block

    def __enter__(self) -> None:
        self.block.__enter__()

    def __exit__(self, *_error: object) -> None:
        self.block.__exit__(None, None, None)


def a_change_that_was_broken_off_and_stays(patch: pytest.MonkeyPatch) -> None:
    real = SqliteEngine.writing
    patch.setattr(SqliteEngine, "writing", lambda self, ahead=None: Half(real(self, ahead)))


def an_event_that_is_not_written(patch: pytest.MonkeyPatch) -> None:
    real = SqliteEngine.add_events
    patch.setattr(SqliteEngine, "add_events", lambda self, events: real(self, events[1:]))


def news_that_is_not_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SqliteEngine, "changed", lambda _self: False)


def own_commits_that_are_news(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(OwnCommits, "add", lambda _self, _number: None)


SEEDS = [
    no_version_check,
    a_cache_that_others_do_not_clear,
    an_id_that_is_given_twice,
    a_change_that_was_broken_off_and_stays,
    an_event_that_is_not_written,
    news_that_is_not_told,
    own_commits_that_are_news,
]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seeded_fault_is_found(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    seed(monkeypatch)
    quick = settings(
        QUIET,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        derandomize=True,
        max_examples=300,
    )
    with pytest.raises((Exception, pytest.fail.Exception)):
        run_state_machine_as_test(Desks, settings=quick)

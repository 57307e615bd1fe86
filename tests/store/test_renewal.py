"""Rows of an earlier version: made anew once, when the store is opened."""

from pathlib import Path

import pytest

from store.codec import encode
from store.engines.protocol import Stored
from store.models.row import FORM
from store.renewal import renew_rows
from store.repository import Repository
from store.upkeep import verify
from tests.build import ORDER_NO, keep, order
from tui.cli import main


@pytest.fixture
def earlier(repository: Repository) -> Repository:
    """A store whose only row says nothing of what is owed."""
    keep(repository, order())
    kind, stored = encode(repository.order(order().key), repository.policy)
    assert stored.row
    row = stored.row | {"owed": [], "form": FORM - 1}
    with repository.engine.transaction() as transaction:
        transaction.commit([(kind, Stored(stored.key, stored.version, row, stored.body))], [])
    repository.refresh()
    return repository


def test_a_row_of_an_earlier_form_is_made_anew_once(earlier: Repository) -> None:
    fresh = earlier.acting(earlier.actor, lambda: earlier.now)
    before = fresh.order(order().key)
    assert fresh.rows()[0].owed == ()

    assert renew_rows(fresh) == 1
    assert [one[0] for one in fresh.rows()[0].owed] == ["ship"]
    assert fresh.order(order().key) == before.model_copy(update={"version": before.version + 1})
    assert renew_rows(fresh) == 0
    verify(fresh)


def test_whoever_opens_the_store_sees_what_is_owed(
    earlier: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier.close()

    assert main(["--lang", "en", "--store", str(store), "due"]) == 0
    assert ORDER_NO in capsys.readouterr().out

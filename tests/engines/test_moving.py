"""Moving: broken off it goes on, begun again it brings what changed; it writes no source."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.engines.moving import counted, move
from store.engines.opening import engine_at
from store.engines.protocol import PAGE, Engine
from store.upkeep.migrating import migrate
from tests.build import content_of
from tests.engines.conftest import ENGINES
from tests.engines.facts import KIND, BrokenOff, event, kept, trouble_of, write
from tests.postgres import store_url

Ways = tuple[Engine, Engine]


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite"])
def ways(request: pytest.FixtureRequest, quick: Path) -> Iterator[Ways]:
    """Where it is moved from, with a page and a few documents, and an empty place to move it to."""
    source, target = (ENGINES[name](quick / name) for name in request.param.split(" to "))
    with source.writing():
        source.add_all(KIND, [kept(number, str(number)) for number in range(1, PAGE + 4)])
        source.add_events([event(1), event(2), event(1, "orders/b")])
        source.found("notes", 7)
    with closing(source), closing(target):
        yield source, target


def alike(ways: Ways) -> bool:
    return content_of(ways[0])[1:] == content_of(ways[1])[1:] and counted(ways[0]) == counted(
        ways[1]
    )


def test_a_move_that_was_broken_off_goes_on(ways: Ways) -> None:
    before = content_of(ways[0])

    def break_off(_count: int) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        move(*ways, break_off)
    assert ways[1].count(KIND) == PAGE
    assert move(*ways) == counted(ways[0])
    assert alike(ways)
    assert content_of(ways[0]) == before
    commits = ways[1].commits()
    move(*ways)
    assert ways[1].commits() == commits


CHANGES: dict[str, Callable[[Engine], object]] = {
    "a new version": lambda source: source.replace(KIND, kept(3, "3", 2, note="新"), 1),
    "a document less": lambda source: source.remove(KIND, [5]),
    "the last ones less": lambda source: source.remove(KIND, [PAGE + 2, PAGE + 3]),
    "all of them less": lambda source: source.empty(KIND),
    "a kind less": lambda source: source.drop(KIND),
    "an event more": lambda source: source.add_events([event(3), event(2, "orders/b", key="k")]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_move_that_is_begun_again_brings_what_changed(
    ways: Ways, change: Callable[[Engine], object]
) -> None:
    move(*ways)
    with ways[0].writing():
        change(ways[0])
    move(*ways)
    assert alike(ways)


def test_what_was_told_only_at_the_target_is_no_move(ways: Ways) -> None:
    move(*ways)
    write(ways[1], events=[event(3)])
    assert trouble_of(lambda: move(*ways)).code == "unlike"


def test_another_store_is_not_written_over(quick: Path) -> None:
    here, there = quick / "here", quick / "there"
    before = {}
    for place, subject in ((here, "orders/a"), (there, "orders/b")):
        with closing(engine_at(place)) as engine:
            write(engine, kept(), events=[event(1, subject)])
            before[place] = content_of(engine)
    (here / "policy.toml").write_text("", "utf-8")
    refused = trouble_of(lambda: migrate(str(here), str(there), print))
    assert refused.code == "other_store"
    assert refused.sentence == (
        "The target knows changes that the source does not: it is another store, or somebody works"
        " in it already. Nothing was changed; name an empty place."
    )
    with closing(engine_at(there)) as target:
        assert content_of(target) == before[there]
    assert not (there / "policy.toml").exists()


def test_a_store_that_went_on_is_migrated_once_more(quick: Path) -> None:
    here, there = str(quick / "here"), str(quick / "there")
    with closing(engine_at(here)) as source:
        write(source, kept(), events=[event(1, "orders/b"), event(1, "orders/c")])
        migrate(here, there, lambda _count: None)
        write(source, events=[event(2, "orders/b"), event(2, "orders/c")])
    assert migrate(here, there, lambda _count: None).counted.events == 4


def test_files_and_rules_of_the_shop_go_with_it(quick: Path) -> None:
    here, there = quick / "here", store_url(quick / "there")
    with closing(engine_at(here)) as source:
        write(source, kept())
    (here / "policy.toml").write_text("", "utf-8")
    moved = migrate(str(here), there, lambda _count: None)
    assert (moved.orders, moved.counted.documents) == (1, 1)
    assert trouble_of(lambda: migrate(there, there, print)).field == "target"
    assert trouble_of(lambda: migrate(str(quick / "no"), there, print)).code == "empty"

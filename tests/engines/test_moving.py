"""Moving: broken off it goes on, begun again it brings what changed; it writes no source."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from shlex import quote

import pytest
from psycopg import errors

from store.engines.addresses import shown, typed
from store.engines.moving import counted, move
from store.engines.opening import engine_at, target_at
from store.engines.postgres.address import address_of
from store.engines.postgres.engine import PostgresEngine
from store.engines.postgres.trouble import trouble
from store.engines.protocol import PAGE, Engine
from store.files.kept import Files
from store.repository import open_store
from store.upkeep.migrating import migrate
from tests.build import ACTOR, NOW, content_of, evidence, keep, order, stored_file
from tests.engines.conftest import ENGINES
from tests.engines.facts import KIND, BrokenOff, event, kept, trouble_of, write
from tests.postgres import store_url

Ways = tuple[Engine, Engine]
PHOTOGRAPH = b"a photograph"


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


def test_files_and_rules_of_the_shop_go_with_it(quick: Path) -> None:
    here, there = quick / "here", store_url(quick / "there")
    with closing(engine_at(here)) as source:
        write(source, kept())
        before = content_of(source)
    (here / "policy.toml").write_text("# ours\n", "utf-8")
    attached = Files(here).keep(b"a photograph")
    moved = migrate(str(here), there, lambda _count: None)
    assert (moved.orders, moved.counted.documents) == (1, 1)
    folder = address_of(there).folder
    assert folder is not None
    assert (folder / "policy.toml").read_text("utf-8") == "# ours\n"
    assert [*Files(folder).orphans([attached])] == []
    assert (folder / f"files/{attached[:2]}/{attached}").read_bytes() == b"a photograph"
    with closing(engine_at(here)) as source:
        assert content_of(source) == before
    assert trouble_of(lambda: migrate(there, there, print)).field == "target"
    assert trouble_of(lambda: migrate(str(quick / "no"), there, print)).code == "empty"


@pytest.mark.parametrize("way", ["to a database", "to a folder"])
def test_a_place_that_holds_anything_else_is_no_target(quick: Path, way: str) -> None:
    here = str(quick / "here")
    there = store_url(quick / "there") if way == "to a database" else str(quick / "there")
    for place, number in ((here, 1), (there, 7)):
        with closing(engine_at(place)) as engine:
            write(engine, kept(number))
    found = trouble_of(lambda: migrate(here, there, lambda _count: None))
    assert found.code == "not_empty"
    assert found.sentence == (
        f"{shown(there)} holds something already, and nothing of it was changed. Name an empty"
        " folder, or a shop of the database that has nothing yet."
    )
    with closing(engine_at(there)) as engine:
        assert [one.id for one in engine.documents(KIND)] == [7]


def test_a_migration_that_was_broken_off_goes_on_and_no_other_one_does(quick: Path) -> None:
    here, other, there = str(quick / "here"), str(quick / "other"), store_url(quick / "there")
    for place in (here, other):
        with closing(engine_at(place)) as engine, engine.writing():
            engine.add_all(KIND, [kept(number, str(number)) for number in range(1, PAGE + 4)])

    def break_off(_count: int) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        migrate(here, there, break_off)
    assert trouble_of(lambda: migrate(other, there, lambda _count: None)).code == "not_empty"
    assert migrate(here, there, lambda _count: None).orders == PAGE + 3
    assert trouble_of(lambda: migrate(other, there, lambda _count: None)).code == "not_empty"


@pytest.mark.parametrize("way", ["to a database", "to a folder"])
def test_a_store_whose_move_was_broken_off_is_opened_by_the_move_alone(
    quick: Path, way: str
) -> None:
    here = str(quick / "here")
    there = store_url(quick / "there") if way == "to a database" else str(quick / "there")
    with closing(engine_at(here)) as source, source.writing():
        source.add_all(KIND, [kept(number, str(number)) for number in range(1, PAGE + 4)])

    def break_off(_count: int) -> None:
        raise BrokenOff

    for count in (PAGE + 3, PAGE + 4):
        with pytest.raises(BrokenOff):
            migrate(here, there, break_off)
        refused = trouble_of(lambda: engine_at(there))
        assert (refused.status, refused.code) == (3, "moving")
        assert refused.sentence == (
            f"{shown(there)} is not whole: the move from {here} was broken off; go on with: shouhou"
            f" migrate {quote(here)} {quote(typed(there))}"
        )
        further = store_url(quick / "further")
        assert trouble_of(partial(migrate, there, further, print)).code == "moving"

        assert migrate(here, there, lambda _count: None).orders == count
        with closing(engine_at(there)) as target:
            assert target.count(KIND) == count
        # What is brought later is brought whole, too.
        with closing(engine_at(here)) as source, source.writing():
            source.add_all(KIND, [kept(count + 1, str(count + 1))])


def test_what_somebody_did_in_a_half_moved_store_is_not_written_over(quick: Path) -> None:
    here, there = str(quick / "here"), str(quick / "there")
    with closing(engine_at(here)) as source, source.writing():
        source.add_all(KIND, [kept(number, str(number)) for number in range(1, PAGE + 4)])

    def break_off(_count: int) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        migrate(here, there, break_off)
    with closing(target_at(there)) as target:
        write(target, events=[event(1, "orders/b")])
        before = content_of(target)
    refused = trouble_of(lambda: migrate(here, there, lambda _count: None))
    assert refused.sentence == (
        "The target knows changes that the source does not: it is another store, or somebody works"
        " in it already. Nothing was changed; name an empty place."
    )
    with closing(target_at(there)) as target:
        assert content_of(target) == before


def attached_at(folder: str, *, is_kept: bool) -> None:
    """A store with an order to which a photograph was attached, that is there still or not."""
    with closing(open_store(folder, ACTOR, lambda: NOW)) as store:
        file = stored_file("外箱.jpg", sha256=sha256(PHOTOGRAPH).hexdigest(), size=len(PHOTOGRAPH))
        keep(store, order(evidence=(evidence(file=file),)))
        if is_kept:
            store.files.keep(PHOTOGRAPH)


@pytest.mark.parametrize("place", [str, store_url], ids=["folder", "database"])
def test_a_move_says_which_attached_file_is_missing(
    quick: Path, place: Callable[[Path], str]
) -> None:
    here, there = place(quick / "here"), str(quick / "there")
    attached_at(here, is_kept=False)
    found = trouble_of(lambda: migrate(here, there, lambda _count: None))
    assert (found.code, found.status) == ("missing_file", 3)
    assert "or damaged there: 外箱.jpg." in found.sentence
    # Everything else came, and once the file is found again the move brings it.
    with closing(engine_at(there)) as target:
        assert target.count("orders") == 1
    with closing(engine_at(here)) as source:
        Files(source.folder).keep(PHOTOGRAPH)
    assert migrate(here, there, lambda _count: None).orders == 1
    with closing(open_store(there, ACTOR)) as store:
        assert store.verify().files == 1


@pytest.mark.parametrize("place", [str, store_url], ids=["folder", "database"])
def test_a_backup_says_which_attached_file_is_missing_and_goes_over_no_other(
    quick: Path, place: Callable[[Path], str]
) -> None:
    here, copy = place(quick / "here"), quick / "copy.zip"
    attached_at(here, is_kept=False)
    with closing(open_store(here, ACTOR)) as store:
        found = trouble_of(lambda: store.backup(copy))
        assert (found.code, found.status) == ("missing_file", 3)
        assert "copy.zip has everything but attached files" in found.sentence
        made = copy.read_bytes()
        found = trouble_of(lambda: store.backup(copy, replaces=True))
        assert found.code == "missing_file"
        assert copy.read_bytes() == made
        store.files.keep(PHOTOGRAPH)
        store.backup(copy, replaces=True)
        assert copy.read_bytes() != made


def test_a_move_in_which_a_side_is_too_slow_says_that_what_came_over_stays(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = str(quick / "here"), store_url(quick / "there")
    attached_at(here, is_kept=True)

    def slow(_engine: Engine) -> None:
        raise trouble("postgresql://x", errors.QueryCanceled())

    with monkeypatch.context() as patch:
        patch.setattr(PostgresEngine, "check", slow)
        found = trouble_of(lambda: migrate(here, there, lambda _count: None))
    assert found.code == "slow"
    assert "nothing was changed" not in found.sentence
    assert "what came over stays. Begin it again and it goes on" in found.sentence
    assert migrate(here, there, lambda _count: None).orders == 1

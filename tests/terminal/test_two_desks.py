"""Two agents at two real terminals on one store: each sees the other, and nothing is done twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.models.event import Actor
from store.repository import open_store
from tests.build import ORDER_NO, SHOP, export, facts
from tests.said_by_files import import_file
from tests.terminal.loaded_desk import LoadedDesk
from tests.terminal.pty_driver import Desk

SOON = 10
"""Seconds; the desk promises one, which the bench measures; a loaded machine may take its time."""


def desk_of(name: str, folder: Path) -> Desk:
    words = ["--store", str(folder / "shop"), "--lang", "en", "--as", name]
    return LoadedDesk(
        [*words, "--now", "2026-11-22T09:00"],
        columns=120,
        rows=36,
        env={
            "XDG_DATA_HOME": str(folder / f"data-{name}"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        },
        cwd=folder,
    )


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Li's and Wang's, both at the list."""
    repository = open_store(str(tmp_path / "shop"), Actor(user="test"))
    import_file(repository, export(facts()), SHOP)
    repository.close()
    with desk_of("li", tmp_path) as li, desk_of("wang", tmp_path) as wang:
        for desk in (li, wang):
            desk.wait_for(ORDER_NO)
        yield li, wang


def open_form(desk: Desk, key: str, field: str) -> None:
    desk.press("right")
    desk.wait_for("1 What is owed")
    desk.press(key)
    desk.wait_for(field)


def test_who_has_an_order_open_is_seen_and_gone_when_the_terminal_is(
    desks: tuple[Desk, Desk],
) -> None:
    li, wang = desks
    li.press("right")
    wang.wait_for("@li", SOON)
    li.press("esc")
    wang.wait_gone("@li", SOON)

    li.press("right")
    wang.wait_for("@li", SOON)
    li.hangup()
    wang.wait_gone("@li", SOON)
    assert li.exit_status() == 129


def test_who_has_an_order_open_is_gone_with_the_process(desks: tuple[Desk, Desk]) -> None:
    li, wang = desks
    li.press("right")
    wang.wait_for("@li", SOON)
    li.signal(9)
    wang.wait_gone("@li", SOON)


def test_what_one_ships_the_other_sees_keeps_typing_and_is_judged_anew(
    desks: tuple[Desk, Desk],
) -> None:
    li, wang = desks
    open_form(wang, "s", "Tracking number")
    wang.type("SF1234567890123")
    open_form(li, "s", "Tracking number")
    li.type("YT1234567890123")
    li.press("ctrl+s")
    li.wait_for("Ship: done.")

    text = wang.wait_for("Changed meanwhile by li", SOON)
    assert "SF1234567890123" in text
    wang.press("ctrl+s")
    said = wang.wait_for("Nothing is left to ship")
    assert "SF1234567890123" in said
    wang.press("esc")
    wang.wait_for("upload the batch-ship file", SOON)


def test_the_list_of_the_other_shows_it_soon(desks: tuple[Desk, Desk]) -> None:
    li, wang = desks
    wang.wait_for(" ship ", SOON)
    open_form(li, "s", "Tracking number")
    li.type("YT1234567890123")
    li.press("ctrl+s")
    li.wait_for("Ship: done.")

    wang.wait_for("tell the platform", SOON)

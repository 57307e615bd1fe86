"""Described: what each field of an action takes, for the help of `do` and for scripts."""

import json
from pathlib import Path

import pytest

from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.rules.action.described import described, example
from store.rules.action.frame import read_values
from store.rules.action.meaning import means_same
from tests.build import ORDER_NO, keep, order
from tui.cli import main


@pytest.mark.parametrize("name", sorted(all_actions()))
def test_every_field_says_what_it_takes(name: str) -> None:
    for one in described(all_actions()[name]):
        assert one.field.title
        assert one.takes
        assert one.example
        assert one.kind != "choice" or one.field.choices


@pytest.mark.parametrize("name", sorted(all_actions()))
def test_the_example_of_a_time_an_amount_or_a_number_is_taken(name: str) -> None:
    action = all_actions()[name]
    for one in described(action):
        assert means_same(action, one.field.name, one.example, one.example)
    assert example(action, "1").startswith(f"shouhou do {name} 1")


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        pytest.param(
            ["do", "assign", "--help"],
            [
                "Assign to somebody",
                "  to=  To whom",
                "      a login, or a name used with one",
                "      a login or a name; at most 60 characters; needed",
                "For example: shouhou do assign SUBJECT to=wang",
            ],
            id="without a subject",
        ),
        pytest.param(
            ["do", "note", ORDER_NO, "-h"],
            [
                "Write a note",
                "  text=  Note",
                "      internal; the buyer never sees it",
                "      text; at most 2000 characters; needed",
                f"For example: shouhou do note {ORDER_NO} text=Note",
            ],
            id="with one",
        ),
    ],
)
def test_help_after_an_action_is_about_its_fields(
    arguments: list[str], lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--lang", "en"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.splitlines() == lines


@pytest.mark.parametrize("name", [name for name, one in all_actions().items() if one.starts])
def test_the_example_of_what_starts_something_names_none_that_is_there(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["do", name, "--help", "--lang", "en"])
    assert f"shouhou do {name} -" in capsys.readouterr().out


def test_help_before_an_action_is_about_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["do", "--help", "--lang", "en"])

    assert "usage: shouhou do" in capsys.readouterr().out


def test_a_script_is_told_the_same(
    repository: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(repository, order())
    assert main(["actions", ORDER_NO, "--json", "--store", str(store), "--lang", "en"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (ship,) = (one for one in told if one["action"] == "ship")

    assert ship["fields"][0] == {
        "name": "tracking_no",
        "title": "Tracking number",
        "help": "",
        "type": "tracking_no",
        "takes": "6 to 40 letters and digits",
        "most_characters": None,
        "required": True,
        "choices": [],
        "offered": [],
        "example": "YT1234567890123",
    }


def test_an_example_is_read_as_it_stands() -> None:
    action = all_actions()["note"]
    values = {one.field.name: one.example for one in described(action)}

    assert read_values(action, values, order()).model_dump() == values

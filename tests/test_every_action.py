"""Every action says everything about itself: its words, its keys, its tasks and its docs."""

from collections import Counter
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

from store.documents.kinds import KINDS
from store.models.order import Order
from store.rules.action.base import LAST_FOUR, Action, is_undoable
from store.rules.action.catalogue import all_actions, all_tells, told_by
from store.rules.action.frame import is_about
from store.rules.action.telling import Tells
from store.rules.obligations.task_clocks import BEFORE_SHIP_BY
from store.rules.parcels.uploading import UPLOADS
from store.rules.platform.moot import (
    DECIDED,
    DECIDED_ON_APPEAL,
    DECIDED_THERE,
    NOT_ASKED_ANY_MORE,
    NOT_CLOSED_HERE,
    NOT_TO_BE_SENT_ANY_MORE,
    NOTHING_ARRIVES,
    OUT_OF_OUR_HANDS,
)
from store.rules.platform.platform_goods import NUMBER_SHOWN
from store.words.task_labels import TASK_LABELS
from tests.action_tables import TABLES, Table
from tests.build import NOW, context
from tests.catalogues import COMPILED
from tui.actions import KEYS

ROOT = Path(__file__).parent.parent
ACTIONS = all_actions()
TOLD = [
    pytest.param(one, id=f"{kind} {one.press}")
    for kind, all_ in all_tells().items()
    for one in all_
]

every_action = pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)


@every_action
def test_it_has_a_rule_file_of_its_name_and_a_test_file_that_is_about_it(
    action: type[Action[Any]],
) -> None:
    module = action.__module__
    tests = (ROOT / "tests" / "rules").glob("test_*.py")

    assert module.rpartition(".")[2] == action.name.replace("-", "_")
    assert any(f"from {module} import" in test.read_text("utf-8") for test in tests)


@every_action
def test_what_is_said_beside_a_choice_is_not_read_as_the_one_that_stands_there(
    action: type[Action[Any]],
) -> None:
    fields = {name: info for name, info in action.model_fields.items() if info.default is not None}
    for name, info in fields.items():
        values = get_args(info.annotation)
        said = info.description or ""
        assert not any(said.startswith(f"{value}:") for value in values), name


@every_action
def test_it_and_its_fields_have_titles_that_are_translated(action: type[Action[Any]]) -> None:
    with COMPILED.open("rb") as file:
        chinese = GNUTranslations(file)
    fields = action.model_fields.values()
    texts = [action.title, *(one.title for one in fields)]
    texts += [one.description for one in fields if one.description]
    texts += [text for one in action.tells for text in (one.label, one.how)]

    assert action.__doc__
    assert all(texts)
    assert [text for text in texts if text and chinese.gettext(text) == text] == []


@every_action
def test_it_stands_in_the_menu_of_its_subject_under_its_own_keys(
    action: type[Action[Any]],
) -> None:
    (key,) = [one for one in KEYS if one.name == action.name]

    assert (key.keys, key.text, key.footer) == (action.key, action.title, action.footer)
    assert (key.where == "action") == is_about(action, Order)
    assert (key.where == "new") == action.starts
    about = {name for kind, name in KINDS.items() if is_about(action, kind)}
    assert action.starts or {name for name in KINDS.values() if key.fits(name)} == about


def test_no_two_actions_stand_at_the_same_place_of_a_menu() -> None:
    places = Counter(action.place for action in ACTIONS.values())

    assert [place for place, times in places.items() if times > 1 or place <= 0] == []


@every_action
def test_what_is_typed_again_is_a_field_and_cannot_be_undone(action: type[Action[Any]]) -> None:
    assert action.typed_again in (None, LAST_FOUR) or action.typed_again in action.model_fields
    assert not (is_undoable(action) and (action.typed_again or action.tells or action.moves))


@every_action
def test_it_has_a_row_in_the_docs(action: type[Action[Any]]) -> None:
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")

    assert f"\n| `{action.name}` | {action.title}: " in page
    for tells in action.tells:
        assert f"\n| `{tells.kind}` | {tells.label} | " in page


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file.name)
def test_the_table_that_is_read_before_a_rule_is_loaded_says_the_same(table: Table) -> None:
    assert table.is_current


@pytest.mark.parametrize("tells", TOLD)
def test_a_task_says_what_to_do_and_which_button_to_press(tells: Tells) -> None:
    named = {name for _text, name, *_rest in Formatter().parse(tells.how) if name}

    assert TASK_LABELS[tells.kind] == tells.label
    assert named <= {"order", "case", "number", "sku", "press"}
    assert ("press" in named) == bool(tells.press)
    assert "{" not in tells.said(order="1", case="A1", number=1, sku="RICE")


@pytest.mark.parametrize("tells", TOLD)
def test_what_is_told_about_a_case_is_moot_once_the_case_is_closed(tells: Tells) -> None:
    once_asked = (NOTHING_ARRIVES, NOT_ASKED_ANY_MORE, NOT_TO_BE_SENT_ANY_MORE)
    once_decided = (DECIDED, DECIDED_THERE, DECIDED_ON_APPEAL, OUT_OF_OUR_HANDS, NOT_CLOSED_HERE)
    once_closed = (*once_asked, *once_decided)
    assert ("{case}" in tells.how) == (tells.moot in once_closed)
    assert tells.moot or not tells.shown_at


@pytest.mark.parametrize("tells", TOLD)
def test_a_stored_task_is_known_by_its_kind_and_its_button(tells: Tells) -> None:
    assert told_by(tells.task(context(), "x")) == tells


def test_a_task_that_no_action_makes_any_more_is_nobodys() -> None:
    (ship,) = ACTIONS["ship"].tells
    stored = ship.task(context(), "x").model_copy(update={"kind": "fax"})

    assert stored.created_at == NOW
    assert told_by(stored) is None


@pytest.mark.parametrize("kinds", [NUMBER_SHOWN, UPLOADS, BEFORE_SHIP_BY])
def test_a_rule_names_only_tasks_that_an_action_makes(kinds: tuple[str, ...]) -> None:
    assert set(kinds) <= set(all_tells())

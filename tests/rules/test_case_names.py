"""Case names: no sentence calls a record by an id, and what a sentence calls it may be typed."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from store.errors import BadInput, Refused
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Source
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import ensure_right, read_values
from store.rules.action.markers import Reference, marker_of
from store.rules.action.record_action import RecordAction
from store.rules.action.references import every_choice
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.case_names import case_called
from store.rules.obligations import obligations
from tests.build import DAY, NOW, case, context, parcel, shipped
from tui.language import use_language

ROOT = Path(__file__).parent.parent.parent
ID = "c0ffee00"
CALLED = "refund only (2026-11-21 09:00)"
ON_THE_COMMAND_LINE = ROOT / "tui" / "commands"
"""There a run of many is named by its id, since that is what is typed to go on with it."""


REFERRING = {
    name
    for action in all_actions().values()
    for name, info in action.model_fields.items()
    if marker_of(info, Reference)
}
"""The fields of actions that hold the id of a record."""


def of_the_desk(**changes: Any) -> AfterSalesCase:
    """A case that was opened here and that the platform has no number for."""
    return case(**({"id": ID, "source": Source.DESK} | changes))


def sentences_about(order: Order) -> Iterator[str]:
    """What the desk says of an order: why each action may not be done, on the whole and with each
    record, what it tells beforehand, what is wrong with a form, and what is owed.
    """
    given = context(beside=order)
    for action in all_actions().values():
        if action.subject_type is not Order:
            continue
        yield action.why_not(order, given) or ""
        yield from action.background(order, given)
        if issubclass(action, RecordAction) and "case" in action.model_fields:
            for one in order.cases:
                yield from refusals(action, order, one)
    yield from (duty.at_zero for duty in obligations(order, given.policy))


def refusals(action: type[Action[Any]], order: Order, one: AfterSalesCase) -> Iterator[str]:
    """Why the action may not be done with this case, or what is wrong with what was typed."""
    given = context(beside=order)
    yield action.why_not_with(order, {"case": one.id}, given) or ""
    try:
        ensure_right(read_values(action, {"case": one.id}, order), order, given)
    except (BadInput, Refused) as error:
        yield error.sentence


@pytest.mark.parametrize(("kind", "state"), product(CaseKind, CaseState))
def test_no_sentence_about_a_case_of_the_desk_names_its_id(
    kind: CaseKind, state: CaseState
) -> None:
    outcome = "rejected" if state is CaseState.CLOSED else None
    one = of_the_desk(kind=kind, state=state, outcome=outcome)
    said = list(sentences_about(shipped(cases=(one,), parcels=(parcel(),))))

    assert case_called(one) in " ".join(said)
    assert [sentence for sentence in said if ID in sentence] == []


def shown_ids(tree: ast.AST) -> Iterator[int]:
    """The lines where an id of a record is put into a sentence: `.id`, or the field of an action
    that names a record.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
            for value in (*node.args, *values_by_name(node, tree)):
                parts = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
                if any(map(is_id, parts)):
                    yield node.lineno


def values_by_name(call: ast.Call, tree: ast.AST) -> Iterator[ast.expr]:
    """What is passed by name, and the values of every mapping that is passed as `**about`."""
    for passed in call.keywords:
        if passed.arg:
            yield passed.value
        elif isinstance(passed.value, ast.Name):
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                    names = {one.id for one in node.targets if isinstance(one, ast.Name)}
                    yield from node.value.values if passed.value.id in names else ()


def is_id(value: ast.expr) -> bool:
    if not isinstance(value, ast.Attribute):
        return False
    of_self = isinstance(value.value, ast.Name) and value.value.id == "self"
    return value.attr == "id" or (of_self and value.attr in REFERRING)


@pytest.mark.parametrize(
    "written",
    [
        "said.format(case=case.id)",
        "said.format(case=case.id if case else '-')",
        "said.format(case=self.case)",
        "about = {'case': case.id}\nsaid.format(**about)",
        "about = {'case': self.case}\nsaid.format(day=day, **about)",
    ],
)
def test_an_id_in_a_sentence_is_found(written: str) -> None:
    assert list(shown_ids(ast.parse(written))) == [written.count("\n") + 1]


def test_no_sentence_of_the_desk_is_given_an_id() -> None:
    found = {
        f"{file.relative_to(ROOT)}:{line}"
        for package in ("store", "tui")
        for file in (ROOT / package).rglob("*.py")
        if ON_THE_COMMAND_LINE not in file.parents
        for line in shown_ids(ast.parse(file.read_text("utf-8")))
    }

    assert found == set()


@pytest.mark.parametrize(
    ("one", "language", "name"),
    [
        pytest.param(case(id="83640963443"), "en", "83640963443", id="the platform's"),
        pytest.param(of_the_desk(numbered=True), "en", ID, id="its number entered at the desk"),
        pytest.param(of_the_desk(), "en", CALLED, id="without a number"),
        pytest.param(of_the_desk(), "zh", "仅退款（2026-11-21 09:00）", id="in Chinese"),
        pytest.param(of_the_desk(applied_at=None), "en", "refund only (-)", id="nobody knows when"),
        pytest.param(None, "en", "-", id="no case"),
    ],
)
def test_a_case_is_called_by_its_number_or_by_what_was_asked_for_when(
    one: AfterSalesCase | None, language: str, name: str
) -> None:
    try:
        use_language(language)
        assert case_called(one) == name
    finally:
        use_language("en")


@pytest.mark.parametrize(
    "typed", [CALLED, CALLED.upper(), "refund only（2026-11-21 09:00）", ID, "A1"]
)
def test_a_case_is_named_on_the_command_line_as_sentences_name_it(typed: str) -> None:
    given = shipped(cases=(of_the_desk(), case(kind="exchange", applied_at=NOW - 2 * DAY)))
    done = read_values(RejectCase, {"case": typed, "reason": "other"}, given)

    assert done.case == ("A1" if typed == "A1" else ID)


def test_two_cases_of_one_name_are_named_by_all_that_tells_them_apart() -> None:
    given = shipped(cases=(of_the_desk(), of_the_desk(id="2")))

    with pytest.raises(BadInput) as caught:
        read_values(RejectCase, {"case": CALLED, "reason": "other"}, given)

    first, second = (one.text for one in every_choice(given, "case", given.cases))
    assert caught.value.sentence == f"{CALLED} does not exist; there is: {first}, {second}."
    assert read_values(RejectCase, {"case": second, "reason": "other"}, given).case == "2"

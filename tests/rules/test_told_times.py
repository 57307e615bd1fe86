"""Told times: what is of the past is never still to come, whichever action asks for it."""

from datetime import timedelta

import pytest

from store.errors import Problem
from store.rules.action.catalogue import all_actions
from store.rules.action.kinds import TIME, kind_of, sense_of
from store.rules.action.told_times import ahead
from store.words.senses import BEHIND
from tests.build import NOW, context

ACTIONS = all_actions()
OF_THE_PAST = [
    pytest.param(name, field, id=f"{name} {field}")
    for name, action in ACTIONS.items()
    for field, info in action.model_fields.items()
    if sense_of(info) == BEHIND
]


@pytest.mark.parametrize(("name", "field"), OF_THE_PAST)
def test_what_is_of_the_past_is_not_still_to_come(name: str, field: str) -> None:
    action, empty = ACTIONS[name], dict.fromkeys(ACTIONS[name].model_fields)
    now, later, said = NOW.date(), NOW.date() + timedelta(days=1), "2026-11-23"
    if kind_of(action.model_fields[field]) is TIME:
        now, later, said = NOW, NOW + timedelta(minutes=1), "2026-11-22 09:01"

    assert not list(ahead(action.model_construct(**empty | {field: now}), context()))
    assert list(ahead(action.model_construct(**empty | {field: later}), context())) == [
        Problem(field, f"{said} is still to come.")
    ]

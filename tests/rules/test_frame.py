"""The frame: what an author writes on a class of action, and a field may not be called by."""

from typing import Any

import pytest

from store.rules.action.base import Action
from store.rules.action.frame import asked_fields
from store.rules.action.record_action import RecordAction
from store.rules.parcels.sending import SendingAction
from tests.build import order

FRAMES: tuple[type[Action[Any]], ...] = (Action, RecordAction, SendingAction)
WRITTEN = {
    Action: {
        *("name", "title", "place", "key", "footer", "subject_type", "also_about", "put_right_by"),
        *("moves", "tells", "asked_first", "typed_again", "starts", "undone_by", "offers"),
        *("asked_for", "units", "settles", "to_settle", "naming_owed", "of_lacking", "money_back"),
        *(
            "why_not",
            "why_not_with",
            "why_not_owed",
            "already",
            "problems",
            "suggest",
            "suggest_for",
            "units_for",
            "background",
            "echo",
            "echo_of",
            "taken_apart",
            "gives",
            "one_of",
            "makes",
            "falls_short",
            "apply",
        ),
    },
    RecordAction: {"refusal", "is_expected", "record_of", "reverses", "shown"},
}
"""What an author writes, or reads, on a class; whatever else the frame needs stands elsewhere."""


def named(frame: type[Action[Any]]) -> list[str]:
    """The names on a class that a field could have."""
    fields = set(frame.model_fields)
    return sorted(name for name in dir(frame) if not name.startswith("_") and name not in fields)


def with_field(frame: type[Action[Any]], name: str) -> type[Action[Any]]:
    return type("Stray", (frame,), {"__module__": __name__, "__annotations__": {name: str}})


@pytest.mark.parametrize("frame", WRITTEN, ids=lambda frame: frame.__name__)
def test_a_class_of_action_holds_only_what_its_author_writes(frame: type[Action[Any]]) -> None:
    own = set(named(frame)) - {name for base in frame.__mro__[1:] for name in dir(base)}

    assert own == WRITTEN[frame]


@pytest.mark.parametrize(
    ("frame", "name"), [(frame, name) for frame in FRAMES for name in named(frame)]
)
def test_a_field_called_like_a_part_of_every_action_is_refused(
    frame: type[Action[Any]], name: str
) -> None:
    with pytest.raises(TypeError) as caught:
        with_field(frame, name)

    assert str(caught.value) == (
        f"A field of Stray is called {name}, and so is a part of every action; give the field"
        " another name."
    )


@pytest.mark.parametrize(
    "name", ["asked", "fitting", "knows", "read", "ensure", "starting_values", "records", "kind"]
)
def test_a_field_may_have_any_other_name(name: str) -> None:
    assert [field.name for field in asked_fields(with_field(Action, name), order())] == [name]

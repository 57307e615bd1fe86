"""Who hears a message, and with how many parameters, is found sooner and comes to the same."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pytest
from textual import _callback, events, on
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widgets import Input

import tui.base_app  # noqa: F401 - mends it
from tui.heard_messages import is_decorated


def plain(one: int, two: int = 0, *, three: int = 0) -> None: ...


def many(one: int, *rest: int, **more: int) -> None: ...


@wraps(plain)
def wrapping(*_given: Any) -> None: ...


class Field(Input):
    def method(self, one: int) -> None: ...

    def on_blur(self, event: events.Blur) -> None:
        event.prevent_default()

    @on(Input.Changed)
    def _decorated(self) -> None: ...

    def on_input_changed(self) -> None: ...


class Quiet(Field): ...


@pytest.mark.parametrize(
    "called", [plain, many, wrapping, Field.method, lambda: None, lambda one: one, Field, len]
)
def test_as_many_parameters_are_counted_as_textual_counts(called: Callable[..., Any]) -> None:
    counted: Any = _callback._count_parameters

    assert counted(called) == counted.__wrapped__(called)


def test_a_part_of_what_is_called_is_counted() -> None:
    assert _callback.count_parameters(partial(plain, 1)) == 2


@pytest.mark.parametrize("kind", [Input, Field, Quiet])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("on_blur", events.Blur()),
        ("on_mount", events.Mount()),
        ("on_input_changed", Input.Changed(Input(), "x")),
        ("on_input_submitted", Input.Submitted(Input(), "x")),
        ("on_nothing", events.Idle()),
    ],
)
def test_those_hear_a_message_whom_textual_finds(
    kind: type[Input], name: str, message: Message
) -> None:
    found: Any = MessagePump._get_dispatch_methods
    field = kind()

    assert [*found(field, name, message)] == [*found.__wrapped__(field, name, message)]


def test_whoever_hears_a_message_may_keep_it_from_the_classes_above() -> None:
    heard = []
    blur = events.Blur()
    for kind, method in Quiet()._get_dispatch_methods("on_blur", blur):
        heard.append(kind)
        if kind is Field:
            method(blur)

    assert heard == [Field]


def test_a_class_is_asked_for_decorated_handlers_once_and_the_others_not_at_all() -> None:
    assert is_decorated(Quiet, Input.Changed)
    assert not is_decorated(Quiet, events.Blur)


def test_textual_still_needs_it() -> None:
    """When this fails, Textual has mended one of them: that goes from `tui/heard_messages.py`."""
    asked = (
        "import inspect; from textual import _callback;"
        "from textual.message_pump import MessagePump;"
        "print('signature(' in inspect.getsource(_callback._count_parameters));"
        "print('issubclass' in inspect.getsource(MessagePump._get_dispatch_methods))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["True", "True"]

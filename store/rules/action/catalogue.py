"""The catalogue of actions: one a file in the `actions` folders of the rules, found by itself."""

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from store import rules
from store.errors import BadInput
from store.models.platform_task import PlatformTask
from store.rules.action.base import Action
from store.rules.action.record_action import RecordAction, kind_name
from store.rules.action.telling import Tells
from store.words import N_, _, listed
from store.words.event_labels import EVENT_LABELS
from store.words.excerpts import excerpt
from store.words.labels import label

UNKNOWN = N_("There is no action {name} here; there is: {known}.")
ALIKE = 0.7
"""Names that share so much of their letters may be meant for each other (`difflib`)."""


@cache
def all_actions() -> dict[str, type[Action[Any]]]:
    """Every action by its name, in the order of the names."""
    for folder in _folders():
        for module in pkgutil.iter_modules(import_module(folder).__path__, f"{folder}."):
            import_module(module.name)
    found = {one.name: one for one in _below(Action) if one.title}
    return dict(sorted(found.items()))


def _below(base: type[Action[Any]]) -> Iterator[type[Action[Any]]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


@cache
def _folders() -> tuple[str, ...]:
    """The packages that the files of actions lie in."""
    rooms = pkgutil.iter_modules(rules.__path__, f"{rules.__name__}.")
    folders = (f"{room.name}.actions" for room in rooms)
    return tuple(folder for folder in folders if find_spec(folder))


@cache
def action_called(name: str) -> type[Action[Any]] | None:
    """The action with this name, of all files loading only its own; None where there is none."""
    file = name.replace("-", "_")
    if not file.isidentifier():
        return None
    folder = next((one for one in _folders() if find_spec(f"{one}.{file}")), None)
    if folder is None:
        return None
    module = import_module(f"{folder}.{file}")
    known = (one for one in _below(Action) if one.__module__ == module.__name__)
    return next((one for one in known if one.name == name), None)


def deed(name: str) -> str:
    """What people call an action, a command or what else happened: its title, as a menu has it."""
    action = action_called(name)
    if action:
        return _(action.title)
    return _(EVENT_LABELS[name]) if name in EVENT_LABELS else label(name)


def named_action(
    name: str, fits: Callable[[type[Action[Any]]], bool], unknown: str = UNKNOWN
) -> type[Action[Any]]:
    """The action with this name, if it is one that fits.

    Raises BadInput otherwise: with the fitting names that are spelled like it, else with all of
    them in the sentence `unknown`.
    """
    action = action_called(name)
    if action and fits(action):
        return action
    from difflib import get_close_matches

    actions = [name for name, one in all_actions().items() if fits(one)]
    if alike := get_close_matches(name, actions, n=3, cutoff=ALIKE):
        said = _("There is no action {name} here; did you mean {alike}?")
        said = said.format(name=excerpt(name), alike=listed(alike))
    else:
        said = _(unknown).format(name=excerpt(name), known=listed(actions))
    raise BadInput(said, field="action", code="unknown_action")


@cache
def _about(kind: str) -> tuple[type[RecordAction[Any]], ...]:
    actions = (one for one in all_actions().values() if issubclass(one, RecordAction))
    about = (action for action in actions if kind_name(action) == kind)
    return tuple(sorted(about, key=lambda action: action.place))


def shown_of(kind: str, record: Any) -> Iterator[str]:
    """What the order's page says of a record of this kind because of what was done with it."""
    for action in _about(kind):
        yield from action.shown(record)


@cache
def all_tells() -> dict[str, tuple[Tells, ...]]:
    """What the platform is told by any action, by the kind of the task; each once."""
    found: dict[str, dict[Tells, None]] = {}
    for action in all_actions().values():
        for tells in action.tells:
            found.setdefault(tells.kind, {})[tells] = None
    return {kind: tuple(declared) for kind, declared in sorted(found.items())}


@cache
def buttons_of(kind: str) -> frozenset[str]:
    """The buttons by which the platform is told such tasks; without one, an empty text."""
    return frozenset(one.press for one in all_tells().get(kind, ()))


def told_by(task: PlatformTask) -> Tells | None:
    """What an action declares of such a task, of several answers the one with its button.

    None where no action makes such tasks any more.
    """
    declared = all_tells().get(task.kind, ())
    by_button = [tells for tells in declared if tells.press == task.press]
    return next(iter(by_button or declared), None)

"""One action a file; a new file here is found by itself."""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from store.rules.base import Action


@cache
def all_actions() -> dict[str, type[Action[Any]]]:
    """Every action by its name, in the order of the names."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
    found = {one.name: one for one in _below(Action) if one.title}
    return dict(sorted(found.items()))


def _below(base: type[Action[Any]]) -> Iterator[type[Action[Any]]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)

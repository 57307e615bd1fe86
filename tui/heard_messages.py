"""HeardMessages: what Textual 8.2.8 works out for every message before anybody hears it.

There the signature of each callback is read anew, and every class of a widget is asked for
decorated handlers, which hardly any class has.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import FunctionType
from typing import Any

from textual import _callback
from textual.message import Message
from textual.message_pump import MessagePump


def mend() -> None:
    """Have Textual count the parameters of a function, and ask for decorated handlers once."""
    if hasattr(_callback._count_parameters, "__wrapped__"):  # noqa: SLF001 - no other way in
        return
    _callback._count_parameters = _counted(_callback._count_parameters)  # noqa: SLF001
    MessagePump._get_dispatch_methods = _undecorated(MessagePump._get_dispatch_methods)  # type: ignore[method-assign] # noqa: SLF001


def _counted(given: Callable[..., int]) -> Callable[..., int]:
    @wraps(given)
    def count_parameters(called: Any) -> int:
        if type(called) is not FunctionType or called.__dict__:
            return given(called)  # it may wrap another one
        code = called.__code__
        many = bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
        return code.co_argcount + code.co_kwonlyargcount + many

    return count_parameters


def _undecorated(given: Any) -> Any:
    known: dict[tuple[type, type], bool] = {}

    @wraps(given)
    def get_dispatch_methods(
        pump: MessagePump, name: str, message: Message
    ) -> Iterable[tuple[type, Callable[..., Any]]]:
        kinds = (type(pump), type(message))
        if kinds not in known:
            known[kinds] = is_decorated(*kinds)
        if known[kinds]:
            yield from given(pump, name, message)
            return
        private = f"_{name}"
        for each in kinds[0].__mro__:
            if message._no_default_action:  # noqa: SLF001 - whoever hears it may say so
                return
            method = each.__dict__.get(private) or each.__dict__.get(name)
            if method is not None and not getattr(method, "_textual_on", None):
                yield each, method.__get__(pump, each)

    return get_dispatch_methods


def is_decorated(pump: type, message: type) -> bool:
    """Has any class of a widget a decorated handler of such a message?"""
    heard = (one.__dict__.get("_decorated_handlers") or {} for one in pump.__mro__)
    return any(kind in each for each in heard for kind in message.__mro__)

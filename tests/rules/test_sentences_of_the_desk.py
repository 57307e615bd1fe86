"""Sentences of the desk: a person reads deeds and goods, never what is typed or stored."""

import re

import pytest

from store.rules.action.catalogue import all_actions
from tests.catalogues import extracted

NAMES = "|".join(sorted((name for name in all_actions() if "-" in name), key=len, reverse=True))
TYPED = re.compile(rf"`|\b[a-z_]+=|\bshouhou\b|--[a-z]|(?<![\w-])({NAMES})(?![\w-])")
"""A command, an option, a field as a command line has it, or the name of an action."""
NAME = " shouhou "
"""What the desk is called, in its first line."""
ON_THE_COMMAND_LINE = (
    *("tui/commands/", "tui/cli.py"),
    *("store/documents/shop_storage.py", "store/engines/opening.py", "store/adopting.py"),
    "store/engines/postgres/address.py",
)
"""What only the command line says (rules are adopted there alone), what is said to scripts that
write tables by themselves, and why no desk is opened on a store.
"""


def test_no_sentence_of_the_desk_names_what_is_typed_on_a_command_line() -> None:
    named = {}
    for message in extracted():
        places = [place for place, _line in message.locations]
        if message.id and str(message.id) != NAME and TYPED.search(str(message.id)):
            named[message.id] = [one for one in places if not one.startswith(ON_THE_COMMAND_LINE)]

    assert {text: places for text, places in named.items() if places} == {}


@pytest.mark.parametrize(
    "text",
    [
        *("use scope=sku", "run `shouhou tasks`", "give --shop"),
        *("tie it first (tie-inquiry).", "record-intercept says how it ended"),
    ],
)
def test_what_is_typed_is_found(text: str) -> None:
    assert TYPED.search(text)

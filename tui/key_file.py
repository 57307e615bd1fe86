"""The key file (键位文件): a person's own keys in place of those of the key table."""

import os
import unicodedata
from dataclasses import replace
from pathlib import Path

from textual.keys import Keys, _character_to_key, _get_unicode_name_from_key

from store.errors import BadInput
from store.files.paths import content_of
from store.words import _, listed
from tui.actions import KEYS, PLACES, Key, keys_of

MODIFIERS = frozenset({"ctrl", "alt", "shift"})
MOST_BYTES = 1_000_000
"""A file of keys is a few hundred bytes."""
TAKEN = frozenset({"ctrl+c", "ctrl+q", "tab", "shift+tab"})
"""Keys that Textual itself acts on, before any screen is asked."""


def remapped(file: Path) -> tuple[Key, ...]:
    """The table with the keys of a TOML file: lines such as `ship = "S,f4"`.

    Raises BadInput for a name or key that cannot be.
    """
    if not os.path.lexists(file):
        return KEYS
    import tomllib

    try:
        wanted = tomllib.loads(content_of(file, MOST_BYTES).decode())
    except RecursionError:
        said = _("{file} is no TOML file: it is nested too deep.")
        raise BadInput(said.format(file=file)) from None
    except ValueError as error:
        raise BadInput(
            _("{file} cannot be read: {reason}").format(file=file, reason=error)
        ) from None
    known = {key.name for key in KEYS}
    given: dict[str, str] = {}
    for name, keys in wanted.items():
        parts = [part.strip() for part in str(keys).split(",")]
        if name not in known or not all(map(_is_key, parts)):
            said = f'{name} = "{keys}"' if name in known else name
            raise BadInput(
                _('{file}: {name} is not such as ship = "S,f4"; the names are: {known}.').format(
                    file=file, name=said, known=listed(sorted(known))
                )
            )
        given[name] = ",".join(_character_to_key(one) if len(one) == 1 else one for one in parts)
    table = tuple(replace(key, keys=given.get(key.name, key.keys)) for key in KEYS)
    _ensure_unique(table, file)
    return table


def _is_key(name: str) -> bool:
    """Is this a character, or what Textual calls a key (`f4`, `ctrl+s`, `slash`)?"""
    if len(name) <= 1:
        return name.isprintable() and not name.isspace() and bool(name)
    *modifiers, last = name.split("+")
    if name in TAKEN or not MODIFIERS.issuperset(modifiers):
        return False
    ours = {one for key in KEYS for one in key.keys.split(",")}
    if last in ours or last in {key.value for key in Keys} or (len(last) == 1 and last.isalnum()):
        return True
    try:
        return bool(unicodedata.lookup(_get_unicode_name_from_key(last).replace("_", " ")))
    except KeyError:
        return False


def _ensure_unique(table: tuple[Key, ...], file: Path) -> None:
    for screen in (*PLACES, "order"):
        seen: dict[str, str] = {}
        for key in keys_of(screen, table):
            for one in filter(None, key.keys.split(",")):
                if one in seen:
                    raise BadInput(
                        _("{file}: {key} is both {one} and {other}.").format(
                            file=file, key=one, one=seen[one], other=key.name
                        )
                    )
                seen[one] = key.name

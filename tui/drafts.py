"""Drafts (草稿): what was typed into a form and not saved; it survives a lost connection."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from store.errors import BadInput
from store.files.paths import content_of
from tui.kept import Kept

MOST_BYTES = 16_000_000
"""What is larger no forms made."""


def drafts_file(folder: Path, store: Path, name: str) -> Path:
    """Where in a folder the drafts lie of who is called so, of one store alone: a copy of a shop,
    or the sample shop, has orders of the same numbers.
    """
    place = hashlib.sha256(os.fsencode(store.resolve())).hexdigest()[:16]
    # Two agents may share a system user, and each goes on with what they typed themselves.
    return folder / (
        f"drafts-{place}-{quote(name, safe='')}.json" if name else f"drafts-{place}.json"
    )


class Drafts:
    """One small file of the user's, by subject and action."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.kept = Kept(file.with_name(file.name.replace("drafts", "desk", 1)))
        """What else is remembered of the same person at the same store."""

    def of(self, subject: str, action: str) -> dict[str, str]:
        """What was typed here before."""
        return _read(self._file).get(f"{subject} {action}", {})

    def keep(self, subject: str, action: str, values: dict[str, str]) -> None:
        """Keep what was typed, or forget it when nothing was.

        Read anew every time: another desk of the same person has drafts in the same file. Raises
        ShouhouError where the file cannot be written.
        """
        from store.exchange.outgoing.files import write_private

        name = f"{subject} {action}"
        typed = {key: text for key, text in values.items() if text}
        kept = _read(self._file)
        if kept.pop(name, {}) == typed:
            return
        if typed:
            kept[name] = typed
        with suppress(OSError):  # writing says what is wrong with the folder
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps(kept, ensure_ascii=False)
        write_private(self._file, lambda file: _write(file, text))


def _write(file: BinaryIO, text: str) -> None:
    file.write(text.encode())


def _read(file: Path) -> dict[str, dict[str, str]]:
    # A draft that cannot be read is lost; it must not keep the desk from opening.
    try:
        kept = json.loads(content_of(file, MOST_BYTES, follows=False))
    except (BadInput, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: draft for name, draft in kept.items() if _is_draft(draft)}


def _is_draft(draft: object) -> bool:
    return isinstance(draft, dict) and all(isinstance(text, str) for text in draft.values())

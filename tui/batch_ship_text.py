"""What is said of upload files: those that wait, and what came of saying that they are uploaded."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from unicodedata import normalize

from store.words import N_, _, counts, how_many
from tui.text import local_time

if TYPE_CHECKING:
    from store.work.batch_shipping import Uploaded, WaitingFile

_BETWEEN = re.compile(r"[\s,;、，；]+")


def numbers(text: str) -> list[str]:
    """The order and tracking numbers of a text, each once."""
    found = _BETWEEN.split(normalize("NFKC", text))
    return list(dict.fromkeys(filter(None, found)))


def waiting_text(file: "WaitingFile", now: datetime) -> str:
    """One that was written, and that nobody has said to be uploaded."""
    said = _("{file}: written {time}, {parcels}, not yet said to be uploaded.")
    return said.format(
        file=file.file, time=local_time(file.at, now), parcels=counts.parcels(file.parcels)
    )


def uploaded_lines(done: "Uploaded") -> Iterator[str]:
    """What came of saying that files are uploaded."""
    one = N_("1 parcel is uploaded; its task is complete.")
    several = N_("{count} parcels are uploaded; their tasks are complete.")
    yield how_many(done.done, one, several)
    if done.rejected:
        said = _("{count} were rejected there; they are still to be told.")
        yield said.format(count=done.rejected)
    if done.left:
        said = _("{count} were left: done, moot or with another number since then.")
        yield said.format(count=done.left)
    yield from done.said_before

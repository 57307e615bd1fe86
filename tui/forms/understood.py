"""Understood (理解): what the desk makes of the values that are being typed."""

from datetime import datetime
from typing import Any

from store.models.base import Document
from store.rules.action.base import Action
from store.rules.action.frame import AskedField
from store.rules.action.told_times import understood_days, understood_times
from store.words import _
from store.words.times import minute_text
from tui.text import left_said


def understood(
    action: type[Action[Any]],
    values: dict[str, str],
    now: datetime,
    subject: Document | None = None,
) -> dict[str, str]:
    """What is understood of the values so far: times as instants, days as dates, and
    what the action says, of its subject where it is about a single one.
    """
    times = {
        name: (_("{time}, {span} ago") if at <= now else _("{time}, in {span}")).format(
            time=minute_text(at), span=left_said(now + abs(at - now), now).lstrip("-")
        )
        for name, at in understood_times(action, values, now).items()
    }
    days = {name: f"{day}" for name, day in understood_days(action, values, now).items()}
    said = action.echo_of(subject, values) if subject else action.echo(values)
    return times | days | said


def with_words(fields: tuple[AskedField, ...], values: dict[str, str]) -> dict[str, str]:
    """These values with a word for every text that is still to be typed: it changes no sum."""
    missing = {one.name: "-" for one in fields if one.required and one.kind in ("text", "line")}
    return missing | {name: text for name, text in values.items() if text.strip()}

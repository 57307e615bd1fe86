"""Snooze (稍后再办): something owed is put off until a time, never past its deadline."""

from collections.abc import Iterable, Iterator
from functools import partial

from pydantic import Field

from store.errors import Problem
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.work import Snooze as StoredSnooze
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.fields import Word
from store.rules.action.references import Choice
from store.rules.action.time_fields import Beginning
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.of_document import Owing, duties_text, duty_text, owed_for
from store.rules.obligations.snoozing import (
    meant_by,
    name_of,
    open_to_snoozing,
    still_snoozed,
    why_not_meant,
    why_not_over,
    why_not_until,
)
from store.words import N_, _
from store.words.times import minute_text


class Snooze(Action[Owing]):
    """Put something that is owed off until later."""

    title = N_("Put off until later")
    place = 292
    key = "z"
    also_about = (Inquiry, Improvement)

    until: Beginning = Field(
        title=N_("Put off until"),
        description=N_("such as +2h, tomorrow 9 or +3d; at the latest its deadline"),
    )
    what: Word | None = Field(
        default=None,
        title=N_("What is put off"),
        description=N_("one of the things owed; left out, the only one"),
    )

    @classmethod
    def why_not(cls, subject: Owing, context: Context) -> str | None:
        owed = owed_for(subject, context.policy)
        if not owed:
            return _("Nothing is owed here.")
        if open_to_snoozing(owed, context.now):
            return None
        return _("All that is owed here is late; what is late is not put off.")

    @classmethod
    def suggest(cls, subject: Owing, context: Context) -> dict[str, str]:
        found = open_to_snoozing(owed_for(subject, context.policy), context.now)
        return {"what": name_of(found[0].kind, found[0].about)} if found else {}

    @classmethod
    def offers(cls, subject: Owing, context: Context) -> dict[str, tuple[Choice, ...]]:
        """All that is owed, so that what is late may be named too: its refusal says why."""
        owed = owed_for(subject, context.policy)
        names = dict.fromkeys((one.kind, one.about) for one in owed)
        return {"what": tuple(_choice(subject, *name) for name in names)}

    @classmethod
    def background(cls, subject: Owing, context: Context) -> tuple[str, ...]:
        """What of it is late, before a time is typed for it."""
        owed = owed_for(subject, context.policy)
        late = [one for one in owed if one not in open_to_snoozing(owed, context.now)]
        said = _("What is late is not put off: {duties}.")
        return (said.format(duties=_told(subject, late)),) if late else ()

    @classmethod
    def naming_owed(cls, kind: str, about: str) -> dict[str, str]:
        return {"what": name_of(kind, about)}

    @classmethod
    def why_not_owed(cls, subject: Owing, kind: str, about: str, context: Context) -> str | None:
        owed, what = owed_for(subject, context.policy), name_of(kind, about)
        is_owed = bool(meant_by(owed, what))
        return why_not_meant(owed, what, context.now, partial(_told, subject)) if is_owed else None

    @classmethod
    def already(cls, subject: Owing, kind: str, about: str, context: Context) -> Undo | None:
        """What is put off is taken up again; where nothing is named, all of it."""
        owed = open_to_snoozing(owed_for(subject, context.policy), context.now)
        what = name_of(kind, about) if kind else ""
        asleep = {(one.kind, one.about) for one in still_snoozed(subject.snoozes, context.now)}
        meant = {(one.kind, one.about) for one in meant_by(owed, what)}
        return Undo("wake", {"what": what}) if meant and meant <= asleep else None

    def problems(self, subject: Owing, context: Context) -> Iterator[Problem]:
        owed, what = owed_for(subject, context.policy), self.what or ""
        if over := why_not_over(self.until, context.now):
            yield Problem("until", over)
        unclear = why_not_meant(owed, what, context.now, partial(_told, subject))
        if unclear:
            yield Problem("what", unclear)
            return
        (meant,) = meant_by(open_to_snoozing(owed, context.now), what)
        refusal = why_not_until(meant, self.until, context.now)
        if refusal and not over:
            yield Problem("until", refusal)

    def undone_by(self, before: Owing, after: Owing) -> Undo:
        made = after.snoozes[-1]
        what = name_of(made.kind, made.about)
        for old in still_snoozed(before.snoozes, made.at):
            if (old.kind, old.about) == (made.kind, made.about):
                return Undo("snooze", {"what": what, "until": minute_text(old.until)})
        return Undo("wake", {"what": what})

    def apply(self, subject: Owing, context: Context) -> Outcome:
        owed = open_to_snoozing(owed_for(subject, context.policy), context.now)
        (meant,) = meant_by(owed, self.what or "")
        snooze = StoredSnooze(
            kind=meant.kind,
            about=meant.about,
            until=self.until,
            at=context.now,
            by=str(context.actor),
        )
        others = tuple(
            one
            for one in still_snoozed(subject.snoozes, context.now)
            if (one.kind, one.about) != (meant.kind, meant.about)
        )
        said = _("It comes back by itself at {time}.").format(time=minute_text(self.until))
        return Outcome((subject.model_copy(update={"snoozes": (*others, snooze)}),), (said,))


def _choice(subject: Owing, kind: str, about: str) -> Choice:
    """The name of what is owed, which is told by the thing it is about."""
    return Choice(name_of(kind, about), duty_text(subject, kind, about))


def _told(subject: Owing, owed: Iterable[Obligation]) -> str:
    return duties_text(subject, (duty_text(subject, one.kind, one.about) for one in owed))

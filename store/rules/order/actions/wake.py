"""Wake (恢复待办): what was put off is to be seen again at once."""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.work import Snooze
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.fields import Word
from store.rules.action.references import Choice
from store.rules.obligations.of_document import Owing, duties_text, duty_text
from store.rules.obligations.snoozing import is_meant, kind_named, name_of, still_snoozed
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text


class Wake(Action[Owing]):
    """Take back that something was put off."""

    title = N_("Take up again what was put off")
    place = 294
    also_about = (Inquiry, Improvement)

    what: Word | None = Field(
        default=None,
        title=N_("What is taken up again"),
        description=N_("one of the things put off; left out, all of them"),
    )

    @classmethod
    def why_not(cls, subject: Owing, context: Context) -> str | None:
        if still_snoozed(subject.snoozes, context.now):
            return None
        return _("Nothing that is owed here is put off.")

    @classmethod
    def offers(cls, subject: Owing, context: Context) -> dict[str, tuple[Choice, ...]]:
        """What is put off, and until when."""
        asleep = still_snoozed(subject.snoozes, context.now)
        names = [Choice(name_of(one.kind, one.about), _told(subject, one)) for one in asleep]
        return {"what": tuple(names)}

    @classmethod
    def naming_owed(cls, kind: str, about: str) -> dict[str, str]:
        return {"what": name_of(kind, about)}

    def problems(self, subject: Owing, context: Context) -> Iterator[Problem]:
        asleep = still_snoozed(subject.snoozes, context.now)
        if not any(is_meant(one.kind, one.about, self.what or "") for one in asleep):
            said = _("{what} is not put off. What is put off of {duties}.")
            duties = duties_text(subject, (_told(subject, one) for one in asleep))
            what = label(kind_named(self.what or ""))
            yield Problem("what", said.format(what=what, duties=duties))

    def undone_by(self, before: Owing, after: Owing) -> Undo | None:
        woken = [one for one in before.snoozes if one not in after.snoozes]
        if len(woken) != 1:
            return None
        (one,) = woken
        told = {"what": name_of(one.kind, one.about), "until": minute_text(one.until)}
        return Undo("snooze", told)

    def apply(self, subject: Owing, context: Context) -> Outcome:
        asleep = still_snoozed(subject.snoozes, context.now)
        woken = [one for one in asleep if is_meant(one.kind, one.about, self.what or "")]
        left = tuple(one for one in asleep if one not in woken)
        duties = (duty_text(subject, one.kind, one.about) for one in woken)
        said = _("To be done again for {duties}.").format(duties=duties_text(subject, duties))
        return Outcome((subject.model_copy(update={"snoozes": left}),), (said,))


def _told(subject: Owing, snooze: Snooze) -> str:
    duty = duty_text(subject, snooze.kind, snooze.about)
    said = _("{duty} (until {time})")
    return said.format(duty=duty, time=minute_text(snooze.until))

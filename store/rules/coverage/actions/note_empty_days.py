"""NoteEmptyDays (登记无单日期): there was nothing to export on these days, so no file will come."""

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from store.errors import Problem
from store.models.coverage import Coverage, EmptyDays, Span
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.time_fields import PastDay
from store.rules.coverage.row import WITHIN
from store.rules.coverage.spans import DAY, gaps, joined
from store.words import N_, _
from store.words.labels import label


class NoteEmptyDays(Action[Coverage]):
    """Say that nothing is missing of some days, because nothing happened on them."""

    title = N_("Note days without anything to export")
    place = 1350
    subject_type = Coverage

    first: PastDay = Field(title=N_("From"), description=N_("a day such as 2026-11-20"))
    last: PastDay = Field(title=N_("Until"), description=N_("the last of these days; not today"))
    reason: Text = Field(title=N_("Reason"), description=N_("such as: closed for Spring Festival"))

    @classmethod
    def why_not(cls, subject: Coverage, context: Context) -> str | None:
        if _missing(subject, context):
            return None
        said = _("No day up to {day} is missing of {kind} of shop {shop}.")
        return said.format(
            day=_yesterday(context).isoformat(), kind=label(subject.kind), shop=subject.shop
        )

    @classmethod
    def suggest(cls, subject: Coverage, context: Context) -> dict[str, str]:
        first = next(iter(_missing(subject, context)), None)
        return {"first": f"{first.first}", "last": f"{first.last}"} if first else {}

    @classmethod
    def background(cls, subject: Coverage, context: Context) -> tuple[str, ...]:
        said = _("missing: {days}")
        return tuple(
            said.format(days=f"{one.first} – {one.last}") for one in _missing(subject, context)
        )

    def problems(self, subject: Coverage, context: Context) -> Iterator[Problem]:
        if self.last < self.first:
            said = _("{last} is before {first}.")
            yield Problem("last", said.format(last=f"{self.last}", first=f"{self.first}"))
        elif self.last > (yesterday := _yesterday(context)):
            said = _(
                "{day} is not over yet; something may still happen. {yesterday} is the latest."
            )
            yield Problem("last", said.format(day=f"{self.last}", yesterday=f"{yesterday}"))
        elif not any(
            one.first <= self.last and self.first <= one.last for one in _missing(subject, context)
        ):
            yield Problem("first", _("None of these days is missing; files tell of all of them."))

    def apply(self, subject: Coverage, context: Context) -> Outcome:
        days = Span(first=self.first, last=self.last)
        noted = EmptyDays(
            first=self.first,
            last=self.last,
            reason=self.reason,
            at=context.now,
            by=str(context.actor),
        )
        changed = {"spans": joined((*subject.spans, days)), "empty": (*subject.empty, noted)}
        return Outcome((subject.model_copy(update=changed),))


def _yesterday(context: Context) -> date:
    return context.today - DAY


def _missing(coverage: Coverage, context: Context) -> tuple[Span, ...]:
    """The days up to yesterday that are still asked for, the oldest first."""
    if not coverage.spans:
        return ()
    today = _yesterday(context) + DAY
    last = coverage.spans[-1].last
    # Today stands for the next file: what comes before it and is not here is missing.
    spans = (*coverage.spans, Span(first=max(today, last + DAY), last=today))
    return tuple(gaps(spans, min(last + DAY, today) - WITHIN))

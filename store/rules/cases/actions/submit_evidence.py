"""SubmitEvidence (提交凭证): our side of a case, handed to the platform once and for all.

The platform takes it one time and rules by what it got, so count, size and deadline are judged
before, and the form has the number of pieces typed again. Douyin takes 4 images
(`afterSale/submitEvidence`), Pinduoduo's form 3 an item (domain.md §3.1, §3.2, §4.1).
"""

from collections.abc import Iterator
from datetime import datetime

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.evidence import Evidence
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Count, NamedCase, Names, Text
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import IN_THE_CASE, Tells
from store.rules.cases.case_machine import RULE
from store.rules.cases.case_names import case_called, case_there
from store.rules.cases.evidence import (
    evidence_for,
    numbered,
    once_each,
    told_evidence,
    too_many,
    total_bytes,
)
from store.rules.cases.interventions import (
    current_intervention,
    evidence_due,
    known_intervention,
    with_intervention,
)
from store.rules.platform.moot import DECIDED
from store.rules.timing.clocks import NO_CLOCK, Clock
from store.words import N_, _, counts, listed
from store.words.labels import label
from store.words.times import minute_text

HAND_IN = Tells(
    "submit-evidence",
    N_("hand the evidence in on the platform"),
    IN_THE_CASE,
    press="举证",
    moot=DECIDED,
)
"""No export shows whether it was handed in."""
MOST_HANDED_IN = 50 * counts.MEGABYTE
"""What is handed in together: the desk's own limit, no platform's number is known."""


class SubmitEvidence(RecordAction[AfterSalesCase]):
    """Hand the evidence for a case to the platform, once."""

    title = N_("Hand the evidence in")
    place = 840
    settles = frozenset({"submit-evidence"})
    tells = (HAND_IN,)
    typed_again = "count"

    case: NamedCase
    evidence: Names | None = Field(
        default=None,
        title=N_("Evidence"),
        description=N_("numbers with commas between; left out, all of this case and of the order"),
    )
    text: Text | None = Field(
        default=None, title=N_("Statement"), description=N_("what the evidence shows")
    )
    count: Count | None = Field(
        default=None,
        title=N_("Number of pieces"),
        description=N_("how many files are handed in; the platform takes them one time"),
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        if case.state is not RULE:
            return _(
                "Case {case} stands at: {state}; evidence is handed in while the platform rules."
            ).format(case=case_called(case), state=label(case.state))
        known = known_intervention(case)
        if known and known.submitted_at:
            return _(
                "The evidence for case {case} was handed in at {time}; the platform takes it once."
            ).format(case=case_called(case), time=minute_text(known.submitted_at))
        if known and known.appeal:
            return _(
                "The platform rules on the appeal in case {case}; evidence was for the ruling"
                " before it."
            ).format(case=case_called(case))
        due = _over_since(order, case, context) if context else NO_CLOCK
        return None if due.at is None or due.estimated else _too_late(case, due.at)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        of_case = evidence_for(subject, self.case)
        there = [number for number, piece in numbered(subject).items() if piece in of_case]
        for name in self.evidence or ():
            if name not in there:
                sentence = _("{number} is no evidence of this case; there is: {known}.")
                known = listed(there) or _("none")
                yield Problem("evidence", sentence.format(number=name, known=known))
        given = self._given(subject)
        if not given and not self.text and not self.evidence:
            said = _(
                "Nothing is attached to case {case} or to its order; attach the evidence, or give a"
                " statement."
            )
            yield Problem("evidence", said.format(case=case_called(self.record_of(subject))))
        yield from too_many(subject, given, context)
        yield from _too_heavy(given)
        if self.count is not None and self.count != len(given):
            yield Problem(
                "count",
                _("The number of pieces is {count}, not {typed}.").format(
                    count=len(given), typed=self.count
                ),
            )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        cases = fitting_records(cls, subject, context)
        if len(cases) != 1:
            return {}
        return {"count": str(len(once_each(evidence_for(subject, cases[0].id))))}

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        cases = fitting_records(cls, subject, context)
        late = (said for case in cases for said in _maybe_late(subject, case, context))
        return (*told_evidence(subject), *late)

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        given = self._given(subject)
        handed_in = current_intervention(case, context).model_copy(
            update={
                "submitted_at": context.now,
                "submitted": tuple(piece.id for piece in given),
                "statement": self.text or "",
            }
        )
        interventions = with_intervention(case, handed_in)
        changed = subject.with_case(case.model_copy(update={"interventions": interventions}))
        files = [piece.file.name for piece in given]
        due = evidence_due(subject, case, context.policy)
        todo = HAND_IN.task(context, self.text or ", ".join(files), due=due, case=case.id)
        sentence = _("No file is handed in, only the statement.")
        if files:
            sentence = _("Files to hand in: {names}; “{action}” writes them out.").format(
                names=listed(files), action=_("Write an evidence pack")
            )
        said = (HAND_IN.said(case=case_there(subject, case)), sentence)
        late = _maybe_late(subject, case, context)
        return Outcome((changed.with_tasks(todo),), (*said, *late))

    def _given(self, order: Order) -> tuple[Evidence, ...]:
        there = evidence_for(order, self.case)
        if self.evidence is None:
            return once_each(there)
        pieces = numbered(order)
        named = [pieces[name] for name in self.evidence if name in pieces]
        return tuple(piece for piece in there if piece in named)


def _too_heavy(given: tuple[Evidence, ...]) -> Iterator[Problem]:
    size = total_bytes(given)
    if size > MOST_HANDED_IN:
        sentence = _(
            "The files have {size} together; at most {most} are handed in. Name the ones that"
            " matter."
        )
        yield Problem(
            "evidence",
            sentence.format(size=counts.file_size(size), most=counts.file_size(MOST_HANDED_IN)),
        )


def _over_since(order: Order, case: AfterSalesCase, context: Context) -> Clock:
    """The time until which evidence counted, where that is over."""
    due = evidence_due(order, case, context.policy)
    return due if due.at and context.now >= due.at else NO_CLOCK


def _maybe_late(order: Order, case: AfterSalesCase, context: Context) -> Iterator[str]:
    """The platform named no time, and the one that it generally gives is over."""
    due = _over_since(order, case, context)
    if due.at and due.estimated:
        said = _(
            "By what is usual, evidence for case {case} counted until {time}, and no file names a"
            " time: see whether the platform still takes it."
        )
        yield said.format(case=case_called(case), time=minute_text(due.at))


def _too_late(case: AfterSalesCase, due: datetime) -> str:
    return _(
        "Evidence for case {case} counted until {time}; the platform rules without what comes"
        " later."
    ).format(case=case_called(case), time=minute_text(due))

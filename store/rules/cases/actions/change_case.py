"""ChangeCase (修改售后申请): the buyer asks for something else while we decide.

The buyer's reason is not changed here: a later one is recorded with its proof
(`change-buyer-reason`), and the first one stays.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.action.base import OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, Lines, NamedCase, Text, lines_text, literal_words
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.time_fields import When
from store.rules.cases.case_machine import ANSWER, EVERY, UNDECIDED, Move, case_after
from store.rules.cases.case_request import OFFERED_KINDS, AskedKind, Request
from store.rules.cases.case_view import case_of
from store.rules.cases.other_article import units_of
from store.rules.platform.cases.answers import without_answers
from store.words import N_, _

REQUEST = frozenset({"kind", "amount", "lines"})
"""The fields that say what is asked for; the goods and the money have to allow it."""
NOTHING_CHANGED = N_("Nothing is changed; give at least one field.")


class ChangeCase(RecordAction[AfterSalesCase]):
    """Record that the buyer changed the case."""

    title = N_("Change a case")
    place = 620
    settles = frozenset(OFFERED_KINDS)
    moves = (Move(EVERY, UNDECIDED, ANSWER),)
    one_of = OneOf(
        ("kind", "amount", "lines", "explanation", "address", "platform_deadline"),
        NOTHING_CHANGED,
    )

    case: NamedCase
    kind: AskedKind | None = Field(default=None, title=N_("Kind"))
    amount: Amount | None = Field(default=None, title=N_("Amount asked for (yuan)"))
    lines: Lines | None = Field(default=None, title=N_("Lines"))
    explanation: Text | None = Field(default=None, title=N_("Explanation"))
    address: Text | None = Field(
        default=None, title=N_("Address"), description=N_("where goods are to be sent")
    )
    platform_deadline: When | None = Field(
        default=None,
        title=N_("The platform's deadline"),
        description=N_("as the platform's page shows it, such as +2h, tomorrow 9 or +3d"),
    )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return cls.suggest_for(subject, "", context)

    @classmethod
    def suggest_for(cls, subject: Order, record: str, context: Context) -> dict[str, str]:
        """What the case asks for now; the platform sets a new deadline with the change."""
        fitting = fitting_records(cls, subject, context)
        meant = [one for one in fitting if one.id == record] or fitting
        if len(meant) != 1:
            return {}
        asked = _asked(subject, meant[0])
        known = asked | {
            "kind": str(asked["kind"]) if asked["kind"] in literal_words(AskedKind) else "",
            "amount": yuan_text(asked["amount"]) if asked["amount"] else "",
            "lines": lines_text(asked["lines"]),
        }
        return {name: text for name, text in known.items() if text}

    @classmethod
    def to_settle(cls, kind: str) -> dict[str, str]:
        return OFFERED_KINDS.get(kind, {})

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if refused:
            return
        changed = self._changed(subject)
        if not changed and self.record_of(subject).state is ANSWER:
            yield Problem("kind", _(NOTHING_CHANGED))
        elif changed & REQUEST:
            yield from self._request(subject).problems()

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        if self._changed(subject) == {"platform_deadline"}:
            dated = case.model_copy(update={"platform_deadline": self.platform_deadline})
            return Outcome((subject.with_case(dated),))
        changed = case_after(case, self.moves, context, **self._update(subject, case))
        return Outcome((without_answers(subject.with_case(changed), case, context),))

    def _changed(self, order: Order) -> set[str]:
        """The fields that say something else than the case does already."""
        known = _asked(order, self.record_of(order))
        given = {name: getattr(self, name) for name in self.one_of.fields}
        return {name for name, value in given.items() if value and value != known.get(name)}

    def _update(self, order: Order, case: AfterSalesCase) -> dict[str, Any]:
        update: dict[str, Any] = {
            "explanation": self.explanation or case.explanation,
            "address": self.address or case.address,
            "platform_deadline": self.platform_deadline,
        }
        if self._changed(order) & REQUEST:
            request = self._request(order)
            update |= {
                "kind": request.kind,
                "lines": request.units,
                "requested_fen": request.requested,
                "unshipped": request.unshipped,
            }
        return update

    def _request(self, order: Order) -> Request:
        """What is asked for now; what the change does not name stays as it was."""
        case = self.record_of(order)
        others = tuple(other for other in order.cases if other is not case)
        kind = CaseKind(self.kind) if self.kind else case.kind
        amount = self.amount
        if amount is None and self.lines is None and kind is case.kind:
            amount = case.requested_fen or None
        known = case_of(order, case).opened_about if case.lines or case.line else {}
        lines = tuple(LineQuantity(line=line, quantity=units) for line, units in known.items())
        return Request(
            order.model_copy(update={"cases": others}), kind, self.lines or lines or None, amount
        )


def _asked(order: Order, case: AfterSalesCase) -> dict[str, Any]:
    """What the case asks for now, by the fields that change it."""
    return {
        "kind": case.kind,
        "amount": case.requested_fen,
        "lines": units_of(order, case),
        "explanation": case.explanation,
        "address": case.address,
    }

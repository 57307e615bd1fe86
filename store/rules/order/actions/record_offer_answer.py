"""RecordOfferAnswer (解决方案答复): what the buyer answered to an offer.

A substitute needs more than our word: the message in which the buyer said yes. Without it another
article than the one bought would be 欺诈发货 (source article 002).

Until the goods leave the last answer counts: a buyer may say otherwise, and a clerk mistake it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.case_state import CaseOutcome
from store.models.contact import Contact
from store.models.money import yuan_text
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text, YesNo, YesNoIfAsked
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.references import record_text
from store.rules.action.telling import Tells
from store.rules.cases.case_names import case_called
from store.rules.cases.consents import goes_after_no, may_be_answered_anew, with_answer
from store.rules.money.money_met import UnknownRow
from store.rules.money.unknown_money import fen_of, paid_since, rows_said
from store.rules.obligations.offers import clashing
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text, when_text

NEXT_INSTANT = timedelta(microseconds=1)
"""What an answer is later at least than the one before it."""
GIVE_COUPON = Tells(
    "give-coupon",
    N_("give the coupon on the platform"),
    N_("Open order {order} there and send the buyer the coupon."),
)
PAY_COMPENSATION = Tells(
    "pay-compensation",
    N_("pay the compensation on the platform"),
    N_("Open order {order} there and pay the buyer: {press}."),
    press="小额打款",
)
GIVEN_THERE: dict[str, Tells] = {"coupon": GIVE_COUPON, "compensation": PAY_COMPENSATION}
"""What is given to the buyer on the platform, beside any refund."""


def _heard_since_offered(order: Order) -> list[Contact]:
    """Of what came in, only what came after the first offer that may be answered, and is not an
    answer already.
    """
    told = {offer.contact for offer in order.offers}
    told |= {one.contact for offer in order.offers for one in offer.answered_before}
    waiting = (
        one for one in order.offers if one.accepted is None or may_be_answered_anew(order, one)
    )
    offered = min((offer.at for offer in waiting), default=None)
    heard = (one for one in order.contacts if one.from_buyer and one.id not in told)
    return [contact for contact in heard if offered and contact.at >= offered]


def _heard(order: Order) -> Iterator[str]:
    return (contact.id for contact in order.contacts if contact.from_buyer)


class RecordOfferAnswer(RecordAction[SolutionOffer]):
    """Record the buyer's answer to an offer."""

    title = N_("Record the answer to an offer")
    place = 470
    key = "O"
    settles = frozenset({"record-consent"})
    tells = (GIVE_COUPON, PAY_COMPENSATION)
    put_right_by = "record-offer-answer"

    offer: Annotated[str, Reference("offer")] = Field(title=N_("Offer"))
    accepted: YesNo = Field(title=N_("Accepted"))
    contact: Annotated[str | None, Reference("heard", fits=_heard_since_offered, known=_heard)] = (
        Field(
            default=None,
            title=N_("Message"),
            description=N_("in which the buyer said so, where it is logged already"),
        )
    )
    words: Text | None = Field(
        default=None,
        title=N_("The buyer's words"),
        description=N_(
            "as they wrote them in the platform's chat, logged as their message; needed for a yes"
            " to another article, else they may be left out"
        ),
    )

    both: YesNoIfAsked = Field(
        default=None,
        title=N_("Both goods and money"),
        description=N_(
            "yes: what was taken before is owed too; no: this stands instead of it; asked only"
            " where the buyer would get goods and their money"
        ),
    )

    @classmethod
    def refusal(cls, order: Order, record: SolutionOffer, context: Context | None) -> str | None:
        refused = super().refusal(order, record, context)
        if may_be_answered_anew(order, record):
            refused = None
        is_taken_back = bool(record.accepted)
        lapsed = _lapsed(record, context) if context and not is_taken_back else None
        return refused or _let_go(order, record) or lapsed

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused or self._no_consent(subject, self.record_of(subject))
        if not refused and self.both is None:
            yield from self._took_another(subject, context)

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return tuple(_answered_already(subject, context))

    def _took_another(self, order: Order, context: Context) -> Iterator[Problem]:
        """The buyer took money for the goods, and the goods: whether both are meant is asked."""
        for one in self._clashing(order, context):
            said = _(
                "The buyer took another offer at {time} ({solution}), which is still to be given."
                " Answer yes where they are to have both, no where this one stands instead of it."
            )
            time = minute_text(one.answered_at or one.at)
            yield Problem("both", said.format(time=time, solution=label(one.solution)))

    def _clashing(self, order: Order, context: Context) -> tuple[SolutionOffer, ...]:
        taken = self.record_of(order) if self.accepted == "yes" else None
        return clashing(order, taken, context.policy) if taken else ()

    def _no_consent(self, order: Order, offer: SolutionOffer) -> Iterator[Problem]:
        if not offer.sku or self.accepted == "no" or self.words:
            return
        heard = order.contact_named(self.contact)
        if heard is None:
            said = _(
                "{sku} is not what was bought: enter the words in which the buyer agreed to it."
            )
            if _heard_since_offered(order):
                said = _(
                    "{sku} is not what was bought: enter the words in which the buyer agreed to it,"
                    " or name their message."
                )
            yield Problem("words", said.format(sku=offer.sku))
        elif heard.at < offer.at:
            yield Problem(
                "contact",
                _(
                    "The message of {said} is older than the offer of {offered}; log the one in"
                    " which the buyer agreed to {sku}."
                ).format(said=minute_text(heard.at), offered=minute_text(offer.at), sku=offer.sku),
            )

    def apply(self, subject: Order, context: Context) -> Outcome:
        heard = self._heard_now(context)
        answered = self.record_of(subject).answered_with(
            accepted=self.accepted == "yes",
            at=_answered_last(subject, context),
            contact=heard[0].id if heard else self.contact,
        )
        before = self._clashing(subject, context) if self.both == "no" else ()
        replaced = {one.id: {"replaced_at": context.now} for one in before}
        offers = tuple(one.model_copy(update=replaced.get(one.id, {})) for one in subject.offers)
        told = {"offers": offers, "contacts": (*subject.contacts, *heard)}
        changed = with_answer(subject.model_copy(update=told), answered)
        tells = GIVEN_THERE.get(answered.solution) if answered.accepted else None
        if tells is None:
            said_no = answered.sku and not answered.accepted
            return Outcome((changed,), tuple(goes_after_no(changed, answered)) if said_no else ())
        is_money = tells is PAY_COMPENSATION
        paid = paid_since(subject, answered, context.lookup) if is_money else ()
        if paid and fen_of(paid) == answered.amount_fen:
            said = _("The platform's funds show it as paid: {rows}; nothing is to do.")
            return Outcome((changed,), (said.format(rows=rows_said(paid)),))
        amount = yuan_text(answered.amount_fen) if answered.amount_fen else ""
        task = tells.task(context, f"{subject.order_no} {amount}".strip(), offer=answered.id)
        pay = tells.said(order=subject.order_no)
        return Outcome((changed.with_tasks(task),), (pay, *_paid_otherwise(paid)))

    def _heard_now(self, context: Context) -> tuple[Contact, ...]:
        """The message that these words are; none where they are in one that is logged."""
        if not self.words:
            return ()
        said = Contact(
            id=context.new_id(),
            at=context.now,
            channel="platform_chat",
            direction="in",
            text=self.words,
            purpose="offer",
            by=str(context.actor),
        )
        return (said,)


def _answered_last(order: Order, context: Context) -> datetime:
    """Now, and after every answer before: the last one counts."""
    answered = (one.answered_at for one in order.offers if one.answered_at)
    before = max(answered, default=None)
    return context.now if before is None else max(context.now, before + NEXT_INSTANT)


def _paid_otherwise(rows: tuple[UnknownRow, ...]) -> Iterator[str]:
    if rows:
        said = _(
            "The platform's funds show {rows} paid to the buyer meanwhile; see first whether that"
            " is a part of it."
        )
        yield said.format(rows=rows_said(rows))


def _let_go(order: Order, offer: SolutionOffer) -> str | None:
    """What was offered for a case goes with that, once the buyer has let it go."""
    case = order.case_named(offer.case)
    if not offer.sku or case is None or case.open or not case.gave_nothing:
        return None
    if case.outcome is CaseOutcome.REJECTED:
        return None  # what they take then is owed without it
    said = _("Case {case} is over, for which {sku} was offered; offer it anew where they want it.")
    return said.format(case=case_called(case), sku=offer.sku)


def _answered_already(order: Order, context: Context) -> Iterator[str]:
    """What was recorded as the answer to those that may be answered anew."""
    for offer in fitting_records(RecordOfferAnswer, order, context):
        if offer.accepted is not None:
            said = _("{offer}: {answer} {time}; what is recorded now counts instead.")
            answer = _("accepted") if offer.accepted else _("declined")
            time = minute_text(offer.answered_at or offer.at)
            yield said.format(offer=record_text(order, offer.id), answer=answer, time=time)


def _lapsed(offer: SolutionOffer, context: Context) -> str | None:
    """An offer that is over cannot be taken up."""
    if offer.holds(context.now):
        return None
    return _("The offer ({solution}) was good until {time}; make it anew.").format(
        solution=label(offer.solution), time=when_text(offer.valid_until)
    )

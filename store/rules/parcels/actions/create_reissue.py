"""CreateReissue (创建补发单): goods that did not reach the buyer in good order are sent again.

The act records the units as lost, damaged, missing or come back. On the platform the reissue is
created from the original order number (source article 001), which becomes a platform task; not
where it was never told that the goods had left, because they are still to be shipped there.
An order whose case was withdrawn before anything left needs none: it is to be shipped again.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.reissue import Reissue, ReissueOrigin
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import (
    ANSWER_YES,
    BOTH_FIELD,
    LINES_HELP,
    AllLines,
    Text,
    YesNoIfAsked,
    lines_text,
)
from store.rules.action.markers import Reference
from store.rules.action.telling import Tells
from store.rules.money.unknown_money import money_gone_there
from store.rules.order.goods import NOT_DELIVERED, TO_SEND_AGAIN, Holder, back_here
from store.rules.order.ledger import line_ledgers
from store.rules.paid.money_gone import paid_beside
from store.rules.parcels.claims import asked_for_too
from store.rules.parcels.goods_and_money import promised_money
from store.rules.parcels.goods_twice import left_besides, may_have_left
from store.rules.parcels.origin_doubts import doubt_of
from store.rules.parcels.origins import SENDS_WHAT_CAME_BACK, Source, likely
from store.rules.parcels.reissues import over_the_limit
from store.rules.parcels.same_units import may_be_promised
from store.rules.parcels.sent_again import SentAgain, sent_besides, together
from store.rules.parcels.shipping import all_money_back, lines_problem
from store.rules.parcels.unknown_contents import may_be_elsewhere
from store.rules.parcels.uploading import is_back_untold
from store.rules.platform.discrepancies.intercept_doubts import goods_in_doubt
from store.rules.platform.moot import NOT_TO_BE_SENT_AGAIN
from store.words import N_, _

CREATE_THERE = Tells(
    "create-reissue",
    N_("create the reissue on the platform"),
    N_(
        "Create it on the platform too: 仓配管理 > 仓配订单 > 补发订单 > 创建补发单, with order"
        " number {order}."
    ),
    platforms=(Platform.PINDUODUO,),
    elsewhere=N_("Create it on the platform too, with order number {order}."),
    moot=NOT_TO_BE_SENT_AGAIN,
)


class CreateReissue(Action[Order]):
    """Send goods of the order again."""

    title = N_("Create a reissue")
    place = 430
    key = "b"
    put_right_by = "cancel-reissue"
    settles = frozenset({"make-good", "send-back", "offered-reissue"})
    tells = (CREATE_THERE,)

    origin: ReissueOrigin = Field(title=N_("Origin"))
    reason: Text = Field(title=N_("Reason"))
    lines: AllLines | None = Field(default=None, title=N_("Lines"), description=LINES_HELP)
    parcel: Annotated[str | None, Reference("parcel", alone=False)] = Field(
        default=None,
        title=N_("Parcel"),
        description=N_(
            "the one the goods were in; left out, those known to be lost, else every one that fits"
        ),
    )
    both: YesNoIfAsked = BOTH_FIELD
    sure: YesNoIfAsked = Field(
        default=None,
        title=N_("True all the same"),
        description=N_(
            "yes: the carrier or the buyer says so; asked only where what is known of the parcel"
            " speaks against the origin"
        ),
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        ledgers = line_ledgers(subject)
        if not any(ledger.shipped for ledger in ledgers):
            return _("Nothing of this order has been shipped yet.")
        if not any(Source(subject, both=True).most().values()):
            return _nothing_left(subject)
        return all_money_back(subject) or over_the_limit(subject, context)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        known = any(one.id == self.parcel for one in subject.parcels)
        given = [*self._source(subject).problems(self._lines(subject))]
        if known or not given:
            given += lines_problem(
                subject,
                self.lines or (),
                self._source(subject).most(),
                _("Of {goods} at most {left} can be sent again, not {quantity}: {account}."),
                self._holders(),
            )
        lines = self._lines(subject)
        besides = self._besides(subject)
        paid = promised_money(subject, lines, besides)
        others = together(besides)
        gone = money_gone_there(subject, lines, context.lookup, context.policy, besides=others)
        doubt = goods_in_doubt(subject, self._source(subject).parcels_of(lines))
        left = may_have_left(subject, lines, besides)
        given += [Problem("lines", said) for said in (paid, gone, doubt, left) if said]
        yield from given
        if not given and self.both != "yes":
            yield from self._beside(subject)
        if not given and self.sure != "yes":
            yield from self._doubted(subject, context)

    def _doubted(self, order: Order, context: Context) -> Iterator[Problem]:
        """The origin may not be true of a parcel that the goods were in."""
        elsewhere = may_be_elsewhere(order, self._lines(order))
        if elsewhere and self.origin in SENDS_WHAT_CAME_BACK:
            sure = _("{known} Answer yes where you know that these goods are here.")
            yield Problem("sure", sure.format(known=elsewhere))
            return
        taken = self._source(order).parcels_of(self._lines(order))
        for parcel in order.parcels:
            doubt = doubt_of(order, parcel, self.origin, context) if parcel.id in taken else None
            if doubt:
                yield Problem("sure", doubt)
                return

    def _holders(self) -> Iterator[Holder]:
        """What the account of units that cannot be sent again is made of, by the origin."""
        yield from TO_SEND_AGAIN if self.origin == "missing_goods" else NOT_DELIVERED
        if self.origin not in SENDS_WHAT_CAME_BACK:
            yield back_here

    def _beside(self, order: Order) -> Iterator[Problem]:
        """Money, or what a case sends; other reissues are in the count of what is left."""
        lines = self._lines(order)
        besides = self._besides(order)
        beside = (
            self._source(order).maybe_paid(lines)
            or paid_beside(order, lines, besides)
            or may_be_promised(order, lines)
            or left_besides(order, lines, besides, self.origin)
        )
        if beside:
            yield Problem("both", _(ANSWER_YES).format(said=beside))

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"lines": lines_text(likely(subject).everything())}

    @classmethod
    def to_settle(cls, kind: str) -> dict[str, str]:
        return {"origin": "withdrawn_case"} if kind == "send-back" else {}

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return asked_for_too(subject, Source(subject).everything())

    def _besides(self, order: Order) -> tuple[SentAgain, ...]:
        lost = self._source(order).parcels_of(self._lines(order))
        return sent_besides(order, instead_of=lost)

    def _source(self, order: Order) -> Source:
        return Source(order, self.origin, self.parcel, both=self.both == "yes")

    def _lines(self, order: Order) -> tuple[LineQuantity, ...]:
        """Left out, all that is owed; only where nothing is, what other money paid for."""
        owed = Source(order, self.origin, self.parcel).everything()
        return self.lines or owed or self._source(order).everything()

    def apply(self, subject: Order, context: Context) -> Outcome:
        lines = self._lines(subject)
        reissue = Reissue(
            id=context.new_id(),
            number=len(subject.reissues) + 1,
            origin=self.origin,
            reason=self.reason,
            lines=lines,
            created_at=context.now,
            both=self.both == "yes",
        )
        losses = (*subject.losses, *self._source(subject).losses(reissue))
        changed = subject.model_copy(update={"losses": losses}).with_reissue(reissue)
        if is_back_untold(subject):
            # There the order is still to be shipped: this is what leaves first.
            return Outcome((changed,), asked_for_too(subject, lines))
        tells = CREATE_THERE.on(subject.platform)
        told = tells.task(context, subject.order_no, reissue=reissue.id)
        said = tells.said(order=subject.order_no)
        return Outcome((changed.with_tasks(told),), (said, *asked_for_too(subject, lines)))


def _nothing_left(order: Order) -> str:
    """What became of every unit that was shipped, so that the numbers add up."""
    ledgers = line_ledgers(order)
    return _(
        "Nothing is left to send again: of {shipped} shipped, {refunded} are refunded, {reissued}"
        " are already in a reissue and {here} lie here for a case."
    ).format(
        shipped=sum(ledger.shipped for ledger in ledgers),
        refunded=sum(ledger.refunded_shipped for ledger in ledgers),
        reissued=sum(ledger.reissued for ledger in ledgers),
        here=sum(ledger.here for ledger in ledgers),
    )

"""ApplyStockOut (申请缺货): the shop tells the platform that it cannot deliver.

Until the verdict nothing of these lines is shipped and no number uploaded, and the SKUs go off sale
at once, so that no further order comes in (source article 002).
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.platform_task import PlatformTask
from store.models.stock_out import StockOutApplication
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import LINES_HELP, AllLines, Text, lines_text
from store.rules.action.telling import DELIST_PRODUCT, Tells
from store.rules.obligations import ship_by
from store.rules.parcels.lacking import agreed_problem, all_agreed, lines_lacking
from store.rules.parcels.shipping import (
    all_locked,
    cancelled,
    lock_problem,
    not_released,
    nothing_left,
    to_ship_problem,
)
from store.rules.platform.moot import SHIPPED_THOUGH_OUT_OF_STOCK
from store.rules.stock.products import also_affected
from store.rules.stock.stock_out import application_text, lock_sentence
from store.words import N_, _
from store.words.times import minute_text

APPLY_THERE = Tells(
    "apply-stock-out",
    N_("apply for out-of-stock on the platform"),
    N_("Open order {order} there and press {press}."),
    press="申请缺货",
    moot=SHIPPED_THOUGH_OUT_OF_STOCK,
)


class ApplyStockOut(Action[Order]):
    """Apply for out-of-stock."""

    title = N_("Apply for out-of-stock")
    place = 510
    key = "S"
    tells = (APPLY_THERE, DELIST_PRODUCT)
    of_lacking = True

    lines: AllLines | None = Field(default=None, title=N_("Lines"), description=LINES_HELP)
    explanation: Text | None = Field(
        default=None, title=N_("Explanation"), description=N_("as the platform will read it")
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return (
            not_released(subject)
            or cancelled(subject)
            or nothing_left(subject)
            or all_locked(subject, context)
            or all_agreed(subject)
        )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        lines = self.lines or ()
        yield from to_ship_problem(subject, lines)
        yield from lock_problem(subject, lines, context)
        yield from agreed_problem(subject, lines)

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"lines": lines_text(lines_lacking(subject))}

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        return {part.line: part.quantity for part in lines_lacking(subject)}

    def apply(self, subject: Order, context: Context) -> Outcome:
        application = StockOutApplication(
            id=context.new_id(),
            state="applied",
            applied_at=context.now,
            source=Source.DESK,
            lines=self.lines or lines_lacking(subject),
            explanation=self.explanation or "",
        )
        text = application_text(subject, application)
        told = APPLY_THERE.task(context, text, application=application.id)
        skus = _skus(subject, application.lines)
        tasks = (told, *_off_sale(subject, skus, context))
        changed = subject.with_stock_out(application).with_tasks(*tasks)
        said = (
            lock_sentence(changed, application, context),
            *_late(subject, context),
            *(one for sku in skus for one in _about(subject, sku, context)),
        )
        return Outcome((changed,), said)


def _skus(order: Order, lines: tuple[LineQuantity, ...]) -> tuple[str, ...]:
    named = (order.line_named(part.line) for part in lines)
    return tuple(dict.fromkeys(line.sku for line in named if line and line.sku))


def _on_sale(order: Order, sku: str, context: Context) -> bool:
    product = context.lookup.product(order.shop, sku)
    return product is None or product.on_sale


def _off_sale(order: Order, skus: tuple[str, ...], context: Context) -> Iterator[PlatformTask]:
    """What is still on sale has to be taken off, once for each SKU."""
    asked = {one.sku for one in order.open_tasks if one.kind == DELIST_PRODUCT.kind}
    ids = {line.sku: line.product_id for line in order.lines}
    for sku in skus:
        if sku not in asked and _on_sale(order, sku, context):
            text = f"{ids[sku]} {sku}".strip()
            yield DELIST_PRODUCT.task(context, text, sku=sku)


def _about(order: Order, sku: str, context: Context) -> Iterator[str]:
    if _on_sale(order, sku, context):
        yield _("Take {sku} off sale at once, here and there.").format(sku=sku)
    yield from also_affected(order, sku, context)


def _late(order: Order, context: Context) -> Iterator[str]:
    """The platform wants to hear of it before the promised time (domain.md §4.3)."""
    deadline = ship_by(order, context.policy)
    if deadline and deadline.at and deadline.at <= context.now:
        yield _(
            "The ship-by deadline {deadline} is over already: the order counts as late, whatever"
            " the verdict."
        ).format(deadline=minute_text(deadline.at))

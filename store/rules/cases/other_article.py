"""Another article (换规格): an exchange for another SKU than was bought, which the buyer asked for.

What goes out then is only what the buyer agreed to (source article 002): the SKU is one that the
shop sells, and it stands with the order as an offer, whichever action it was said with. The buyer's
consent is what somebody records as their yes with their words: a case that the buyer opened for
this SKU, or their answer to the offer. No other message of theirs is read as one.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.contact import Contact
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.product import Product
from store.models.solution_offer import SolutionOffer
from store.rules.action.context import Context
from store.rules.action.fields import Word
from store.rules.action.offered import Offered
from store.rules.action.references import Choice
from store.rules.cases.case_view import case_of
from store.rules.parcels.articles_taken import articles_taken, offers_for
from store.rules.parcels.held import sku_held
from store.rules.timing.policy import Policy
from store.words import _, listed_first
from store.words.times import minute_text

Units = tuple[LineQuantity, ...]
MOST_OTHERS = 3
"""SKUs that a sentence names."""


def sku_problems(
    order: Order, sku: str, units: Units, context: Context, *, again: bool = True
) -> Iterator[Problem]:
    """What goes instead is a SKU of the shop, another one than was bought, unless the buyer holds
    another one since and, as a case may have it, wants what was bought `again`.
    """
    if context.lookup.product(order.shop, sku) is None:
        yield Problem("sku", _unknown(order, sku, context))
    for part in units:
        line = order.line_named(part.line)
        held = sku_held(order, part.line) if again else sku
        if line and line.sku == sku == held:
            said = _("{sku} is what was bought; a substitute is another SKU.")
            yield Problem("sku", said.format(sku=sku))


def _unknown(order: Order, text: str, context: Context) -> str:
    """What is sold instead of a text that is no SKU: what has it in its name, else all there is."""
    others = other_articles(order, context)
    named = [one for one in others.values() if text.casefold() in one.full_name.casefold()]
    near = [f"{one.sku} {one.spec}".rstrip() for one in named or others.values()]
    said = _("{sku} is no SKU that this shop sells.")
    if near:
        said = _("{sku} is no SKU that this shop sells; of the same goods it has {others}.")
    return said.format(sku=text, others=listed_first(near, MOST_OTHERS))


def units_of(order: Order, case: AfterSalesCase) -> Units:
    """What a case is about."""
    return line_quantities(case_of(order, case).opened_about.items())


def other_articles(order: Order, context: Context) -> dict[str, Product]:
    """The other specifications of what was bought, by SKU: of the same number of the platform, or
    of the same name. One shop may have two platforms, and a SKU the number of either.
    """
    ask = context.lookup
    bought = {one.sku for one in order.lines if sku_held(order, one.line) == one.sku}
    here = [ask.product(order.shop, one.sku) for one in order.lines]
    numbers = [one.product_id for one in (*order.lines, *here) if one and one.product_id]
    alike = [
        one for number in dict.fromkeys(numbers) for one in ask.products_of(order.shop, number)
    ]
    alike += ask.products_named(order.shop, {one.name for one in order.lines})
    return {one.sku: one for one in alike if one.sku not in bought}


def _choices(order: Order | None, _policy: Policy, context: Context | None) -> Iterator[Choice]:
    if order is None or context is None:
        return
    found = other_articles(order, context).items()
    yield from (Choice(sku, _offered_as(one)) for sku, one in found)


OtherSku = Annotated[Word | None, Offered(_choices)]
"""A field of a SKU that goes instead of what was bought."""


def _offered_as(product: Product) -> str:
    """A SKU with its name, what is there of it, and whether it may be bought."""
    stock = "" if product.on_hand is None else _("{count} there").format(count=product.on_hand)
    off_sale = "" if product.on_sale else _("off sale")
    return "  ".join(filter(None, (product.sku, product.full_name, stock, off_sale)))


def with_article(
    order: Order, sku: str, case: AfterSalesCase, context: Context, asked: Contact | None = None
) -> tuple[Order, tuple[str, ...]]:
    """The order that sends this SKU for the units of a case, and what is to be said of it.

    The buyer's consent is the message in which they `asked` for it; without one the offer waits for
    their answer. What they take already, or have not answered yet, is not offered again.
    """
    units = units_of(order, case)
    if all(sku == line.sku for part in units if (line := order.line_named(part.line))):
        return order, ()  # what was bought goes where nothing else is agreed on
    taken = articles_taken(order, case.id).get(sku, Counter())
    units = line_quantities((part.line, part.quantity - taken[part.line]) for part in units)
    if not units:
        return order, ()
    offered = (one for one, _units in offers_for(order, case.id) if one.sku == sku)
    if any(one.accepted is None and one.holds(context.now) for one in offered):
        return order, (consent_said(sku),)
    offer = SolutionOffer(
        id=context.new_id(),
        solution="exchange",
        at=context.now,
        by=str(context.actor),
        case=case.id,
        sku=sku,
        lines=units,
        accepted=True if asked else None,
        answered_at=asked.at if asked else None,
        contact=asked.id if asked else None,
    )
    changed = order.model_copy(update={"offers": (*order.offers, offer)})
    return changed, (consent_said(sku, asked),)


def consent_said(sku: str, asked: Contact | None = None) -> str:
    """What the buyer's consent to this SKU is, or that it is still to be recorded."""
    if asked:
        return _("The buyer asked for {sku} at {time}: that is the consent to it.").format(
            sku=sku, time=minute_text(asked.at)
        )
    return _(
        "{sku} may go out only once the buyer's consent is recorded: record their words as the"
        " answer to this offer."
    ).format(sku=sku)

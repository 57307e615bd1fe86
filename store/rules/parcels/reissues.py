"""Reissues (补发单) of one order: how many there may be, and what else is asked for their goods."""

from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.action.context import Context
from store.rules.action.fields import lines_text
from store.rules.cases.case_view import case_of
from store.words import _
from store.words.labels import label
from store.words.times import SHOP_TIME


def over_the_limit(order: Order, context: Context) -> str | None:
    """The policy's most reissues an order (`reissue_limit`) are there; cancelled ones are none."""
    today = context.now.astimezone(SHOP_TIME).date()
    rule = context.policy.rule(order.platform, "reissue_limit", today)
    standing = [one for one in order.reissues if one.state != "cancelled"]
    if rule is None or len(standing) < rule.value:
        return None
    if any(one.state == "open" for one in standing):
        said = _(
            "This order has {count} reissues and at most {limit} are allowed; refund the buyer"
            " instead, or cancel a reissue that has not left yet."
        )
    else:
        said = _(
            "This order has {count} reissues and at most {limit} are allowed; refund the buyer"
            " instead."
        )
    return said.format(count=len(standing), limit=int(rule.value))


def asked_for_too(order: Order, lines: tuple[LineQuantity, ...]) -> tuple[str, ...]:
    """Open cases about the same goods: they may end in a second remedy, which has to be said."""
    said = _(
        "Case {case} asks for the same units ({kind}, {lines}); answer it knowing that they are"
        " sent again, or the buyer gets both."
    )
    found = []
    for case in order.open_cases:
        claims = case_of(order, case).claimed
        # Units have no names: whatever is claimed of the same line may be the same unit.
        same = tuple(
            LineQuantity(line=part.line, quantity=min(part.quantity, claims[part.line]))
            for part in lines
            if claims.get(part.line)
        )
        if same:
            about = {"case": case.id, "kind": label(case.kind), "lines": lines_text(same)}
            found.append(said.format(**about))
    return tuple(found)

"""ResolveDiscrepancy (处理不一致)."""

from store.models.order import Discrepancy
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies import reconcile
from tests.build import NOW, changed, context, order, parcel, units

TWICE = (
    parcel("YT0000000000001", lines=units((1, 2))),
    parcel("YT0000000000002", id="p2", lines=units((1, 2))),
)


def test_where_both_agree_there_is_nothing_to_resolve() -> None:
    said = ResolveDiscrepancy.why_not(order(), context())

    assert said == "The platform and the desk agree about this order."


def test_a_settled_discrepancy_holds_nothing_back_and_does_not_come_again() -> None:
    contradicted = reconcile(order(parcels=TWICE), context())
    (opened,) = contradicted.open_discrepancies
    settled = changed(ResolveDiscrepancy, contradicted, discrepancy=opened.id, reason="寄重了")

    assert settled.open_discrepancies == ()
    assert reconcile(settled, context()) == settled
    assert Ship.why_not(settled, context()) == (
        "Nothing is left to ship: 2 ordered, 0 cancelled, 4 shipped, 0 refunded before shipping."
    )


def test_both_sides_are_seen_while_it_is_settled() -> None:
    contradicted = reconcile(order(parcels=TWICE), context())

    assert ResolveDiscrepancy.background(contradicted, context()) == (
        "Line 1: 2 ordered, but 0 cancelled, 4 shipped and 0 refunded before shipping.",
    )


def test_it_says_who_settled_it_and_how() -> None:
    given = order(discrepancies=(Discrepancy(id="d1", kind="goods", line=1, opened_at=NOW),))

    (one,) = changed(ResolveDiscrepancy, given, reason="已和平台核对").discrepancies

    assert (one.resolved_at, one.reason) == (NOW, "已和平台核对")
    assert one.resolved_by

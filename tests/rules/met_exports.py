"""Met exports for tests: an order once files of the platform have come, and what they contradict is
looked after.
"""

from typing import Any

from store.models.after_sales_case import AfterSalesCase
from store.models.facts import OrderFacts
from store.models.order import Order
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.noted import reconcile
from store.rules.platform.two_sources import merge_order
from tests.build import SHOP, context, exported_case


def after_import(given: Order, *said: OrderFacts) -> Order:
    """The order after order exports."""
    asked = context(beside=given)
    for one in said:
        given = reconcile(merge_order(given, one, SHOP, asked).order, asked)
    return given


def after_case(given: Order, *cases: AfterSalesCase, **about: Any) -> Order:
    """The order after after-sales exports that show these cases."""
    asked = context(beside=given)
    for one in cases:
        given = reconcile(merge_case(given, exported_case(given, one, **about), asked), asked)
    return given

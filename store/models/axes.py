"""The four axes of an order (never one merged status) and who has to act."""

from enum import StrEnum


class Platform(StrEnum):
    """Where the order was placed."""

    PINDUODUO = "pinduoduo"
    DOUYIN = "douyin"


class Payment(StrEnum):
    """支付: has the buyer's money come, and has it gone back?"""

    UNPAID = "unpaid"
    DEPOSIT = "deposit"
    PAID = "paid"
    PART_REFUNDED = "part-refunded"
    REFUNDED = "refunded"


class Fulfilment(StrEnum):
    """履约: where are the goods?"""

    WAITING = "waiting"
    """Not to be shipped yet: the order is not paid in full."""
    TO_SHIP = "to-ship"
    PART_SHIPPED = "part-shipped"
    SHIPPED = "shipped"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class AfterSales(StrEnum):
    """售后: does the buyer want something?"""

    NONE = "none"
    OPEN = "open"
    REFUNDED = "refunded"
    CLOSED = "closed"


class StockOut(StrEnum):
    """缺货: has the shop applied for out-of-stock, and what was the verdict?"""

    NONE = "none"
    APPLIED = "applied"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Party(StrEnum):
    """Whose turn it is."""

    US = "us"
    BUYER = "buyer"
    PLATFORM = "platform"
    CARRIER = "carrier"


class Source(StrEnum):
    """Who says so: the platform by an import, or an agent by an action."""

    PLATFORM = "platform"
    DESK = "desk"

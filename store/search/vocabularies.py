"""Vocabularies (词表) of the fields; the models have them too, and a test holds both together.

They stand here because an engine makes conditions and tables of them and knows no model.
"""

from types import MappingProxyType

PLATFORMS = ("pinduoduo", "douyin")
PAYMENTS = ("unpaid", "deposit", "paid", "part-refunded", "refunded")
FULFILMENTS = ("waiting", "to-ship", "part-shipped", "shipped", "received", "cancelled")
AFTER_SALES = ("none", "open", "refunded", "closed")
STOCK_OUTS = ("none", "applied", "approved", "rejected", "withdrawn")
PARTIES = ("us", "buyer", "platform", "carrier")

FLAGS = ("red", "yellow", "green", "blue", "purple", "none")
CAUSES = (
    "out_of_stock",
    "quality",
    "damaged_in_transit",
    "wrong_item",
    "missing_item",
    "lost_by_carrier",
    "late_delivery",
    "not_as_described",
    "changed_mind",
)
"""Those that have a name; a shop writes any other."""
CASE_KINDS = (
    "refund_only",
    "return_and_refund",
    "exchange",
    "supplementary",
    "repair",
    "refused_delivery",
    "other",
)
CASE_STATES = (
    "seller_to_answer",
    "buyer_to_answer",
    "buyer_to_return",
    "parcel_to_come_back",
    "seller_to_receive",
    "seller_to_refund",
    "seller_to_send",
    "buyer_to_confirm",
    "platform_to_rule",
    "open",
    "closed",
)
NEXT_OF_CASES = MappingProxyType(
    {
        kind: ("state", (*states,))
        for kind, *states in (
            ("answer-case", "seller_to_answer", "open"),
            ("answer-rejection", "buyer_to_answer"),
            ("return-goods", "buyer_to_return"),
            ("refuse-parcel", "parcel_to_come_back"),
            ("refused-parcel", "parcel_to_come_back"),
            ("receive-return", "seller_to_receive"),
            ("refund-case", "seller_to_refund"),
            ("pay-refund", "seller_to_refund"),
            ("send-for-case", "seller_to_send"),
            ("confirm-receipt", "buyer_to_confirm"),
            ("submit-evidence", "platform_to_rule"),
            ("rule", "platform_to_rule"),
        )
    }
)
"""What is owed next for a case, as its row says it, with where the case stands then."""
CHANNELS = ("platform_chat", "phone", "sms", "wechat", "carrier", "other")
REVIEW_STATES = ("open", "closed")
IMPROVEMENT_STATES = ("open", "done", "dropped")
RATES = (
    "late_rate",
    "stock_out_rate",
    "quality_rate",
    "broken_rate",
    "hours_to_answer",
    "hours_to_refund_on_the_way",
    "hours_to_refund_returned",
)
INQUIRY_STATES = ("open", "proposed", "tied", "resolved")
INQUIRY_OUTCOMES = ("found", "refunded_by_platform", "never_paid", "other_shop", "other")
PAYMENT_KINDS = (
    "order_income",
    "coupon_settlement",
    "refund",
    "platform_fee",
    "late_shipment",
    "stock_out",
    "false_shipment",
    "fraudulent_shipment",
    "trace_abnormal",
    "penalty",
    "compensation",
    "freight_compensation",
    "small_payment",
    "appeal_return",
    "transfer",
    "platform_deposit",
    "advertising",
    "insurance",
    "other",
    "unknown",
)
PAYMENT_STATES = (
    "matched",
    "no_order",
    "unclear",
    "amount_differs",
    "refund_there",
    "refund_here",
    "penalty_there",
    "penalty_here",
    "penalty_back",
    "penalty_back_here",
    "penalty_back_beyond",
    "compensation_open",
    "compensation_differs",
    "compensation_there",
    "compensation_here",
    "no_payment",
    "general",
    "unknown_words",
    "aside",
)
"""What came of comparing payments with their order (`store.rules.money.matching`)."""
KINDS = (
    "ship",
    "ship-reviewed",
    "may-ship",
    "refund",
    "hold-ends",
    "ship-reissue",
    "drop-reissue",
    "make-good",
    "send-back",
    "return-after-refund",
    "give-offer",
    "offered-reissue",
    "offered-exchange",
    "offered-return",
    "record-consent",
    "tell-buyer",
    "follow-up",
    "find-cause",
    "stock-out-verdict",
    "ask-platform",
    "first-scan",
    "sorting",
    "movement",
    "delivery",
    "bring-back",
    "count-parcel",
    "give-back",
    "contact-carrier",
    "redirect-parcel",
    "answer-promise",
    "inquiry",
    "tie-inquiry",
    "platform-task",
    "settle-refund",
    "discrepancy",
    "import-order",
    "answer-case",
    "answer-rejection",
    "return-goods",
    "refuse-parcel",
    "refused-parcel",
    "receive-return",
    "refund-case",
    "pay-refund",
    "send-for-case",
    "confirm-receipt",
    "close-case",
    "submit-evidence",
    "rule",
    "appeal",
    "payment",
    "coverage",
    "improvement",
)
"""What can be owed (`store.rules.obligations`)."""

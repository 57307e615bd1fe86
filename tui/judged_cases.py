"""Which cases the shared keys answer, written by `python -m tests.action_tables` from the moves of
the actions behind each.

The line of keys needs them before a rule is loaded.
"""

JUDGED: dict[str, dict[str, tuple[str, ...]]] = {
    # key: the kinds of cases, and where each may stand
    "agree": {
        "refund_only": (
            "seller_to_answer",
            "buyer_to_answer",
            "platform_to_rule",
            "open",
        ),
        "return_and_refund": (
            "seller_to_answer",
            "buyer_to_answer",
            "platform_to_rule",
            "open",
        ),
        "exchange": (
            "seller_to_answer",
            "buyer_to_answer",
            "platform_to_rule",
            "open",
        ),
        "supplementary": (
            "seller_to_answer",
            "buyer_to_answer",
            "platform_to_rule",
            "open",
        ),
        "repair": (
            "seller_to_answer",
            "buyer_to_answer",
            "platform_to_rule",
            "open",
        ),
        "refused_delivery": (
            "seller_to_answer",
            "buyer_to_answer",
            "platform_to_rule",
            "open",
        ),
        "other": (
            "seller_to_answer",
            "buyer_to_answer",
            "platform_to_rule",
            "open",
        ),
    },
    "reject": {
        "refund_only": (
            "seller_to_answer",
            "open",
        ),
        "return_and_refund": (
            "seller_to_answer",
            "seller_to_receive",
            "seller_to_refund",
            "open",
        ),
        "exchange": (
            "seller_to_answer",
            "seller_to_receive",
            "seller_to_send",
            "open",
        ),
        "supplementary": (
            "seller_to_answer",
            "open",
        ),
        "repair": (
            "seller_to_answer",
            "seller_to_receive",
            "seller_to_send",
            "open",
        ),
        "refused_delivery": (
            "seller_to_answer",
            "seller_to_receive",
            "open",
        ),
        "other": (
            "seller_to_answer",
            "open",
        ),
    },
}

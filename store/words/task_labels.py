"""The words of the platform tasks, written by `python -m tests.action_tables` from the rule files.

Lists need them before a rule is loaded. They are translated where they are shown; the catalogue
finds them in the rule files.
"""

TASK_LABELS = {
    "answer-case": "answer the case",
    "appeal": "appeal",
    "apply-stock-out": "apply for out-of-stock",
    "ask-buyer-for-time": "ask the buyer for more time",
    "ask-platform-for-time": "ask the platform for more time",
    "batch-ship": "upload the batch-ship file",
    "cancel-order": "cancel the order",
    "cancel-reissue": "cancel the reissue on the platform",
    "change-address": "change the address",
    "create-reissue": "create the reissue on the platform",
    "delist-product": "take off sale",
    "give-coupon": "give the coupon",
    "hand-over": "say that it goes without a carrier",
    "intercept-parcel": "intercept the parcel",
    "pay-compensation": "pay the compensation",
    "request-intervention": "call the platform in",
    "send-for-case": "send for the case",
    "submit-evidence": "hand the evidence in",
    "upload-tracking": "upload the tracking number",
    "withdraw-stock-out": "withdraw the application for out-of-stock",
}

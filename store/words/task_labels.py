"""The words of the platform tasks, written by `python -m tests.action_tables` from the rule files.

Lists need them before a rule is loaded. They are translated where they are shown; the catalogue
finds them in the rule files.
"""

TASK_LABELS = {
    "answer-case": "answer the case on the platform",
    "appeal": "appeal on the platform",
    "apply-stock-out": "apply for out-of-stock on the platform",
    "ask-buyer-for-time": "ask the buyer for more time on the platform",
    "ask-platform-for-time": "ask for more time on the platform",
    "batch-ship": "upload the batch-ship file",
    "cancel-order": "cancel the order on the platform",
    "cancel-reissue": "cancel the reissue on the platform",
    "change-address": "change the address on the platform",
    "close-case": "close the case on the platform",
    "create-reissue": "create the reissue on the platform",
    "delist-product": "take off sale on the platform",
    "give-coupon": "give the coupon on the platform",
    "hand-over": "say on the platform that it goes without a carrier",
    "have-withdrawn": "have the buyer withdraw the case",
    "intercept-parcel": "intercept the parcel on the platform",
    "pay-compensation": "pay the compensation on the platform",
    "relist-product": "put on sale on the platform",
    "request-intervention": "call the platform in, on its page",
    "send-for-case": "mark the case as shipped on the platform",
    "submit-evidence": "hand the evidence in on the platform",
    "upload-tracking": "upload the tracking number",
    "withdraw-stock-out": "withdraw the application for out-of-stock on the platform",
}

TASK_BUTTONS = (
    "上架",
    "下架",
    "举证",
    "取消订单",
    "同意拒收后退款",
    "同意换货",
    "同意维修",
    "同意补寄",
    "同意退款",
    "同意退货",
    "小额打款",
    "快递拦截",
    "拒绝",
    "拒绝 > 与消费者协商售后方案",
    "申诉",
    "申请平台介入",
    "申请延期",
    "申请缺货",
    "联系买家",
)

OWN_BUTTONS = {
    "appeal": "申诉",
    "apply-stock-out": "申请缺货",
    "ask-buyer-for-time": "联系买家",
    "ask-platform-for-time": "申请延期",
    "cancel-order": "取消订单",
    "delist-product": "下架",
    "pay-compensation": "小额打款",
    "relist-product": "上架",
    "request-intervention": "申请平台介入",
    "submit-evidence": "举证",
}
"""The button that names a kind of task: its only one, on every platform, its alone."""

"""Other words (别称): what an agent calls an action besides its title; menus and help find it by
them, in every language.
"""

from store.words import N_

OTHER_WORDS = {
    "ship": N_("send out, enter the number"),
    "hold": N_("do not ship yet, ship later"),
    "change-address": N_("new address, another receiver"),
    "offer-solution": N_("compensate, small payment, price difference, make good"),
    "record-offer-answer": N_("accepted, declined"),
    "refund": N_("pay back, money back"),
    "assign": N_("transfer, pass on, hand to a colleague"),
    "claim": N_("take on, mine"),
    "release-claim": N_("give back"),
    "snooze": N_("postpone, later, remind me"),
    "wake": N_("postponed, remind me no more"),
    "log-contact": N_("promise, call, chat, message, answer"),
    "keep-promise": N_("answered, called back"),
    "create-reissue": N_("send again, resend"),
    "correct-tracking": N_("wrong number, change the number"),
    "record-trace": N_("logistics, delivered, abnormal"),
    "intercept-parcel": N_("call back, stop the parcel"),
    "apply-stock-out": N_("no stock, out of goods"),
    "cancel-order": N_("close the order"),
    "open-case": N_("after-sales, return, exchange, refused delivery"),
    "reject-case": N_("refuse the buyer"),
    "receive-return": N_("inspect, came back, refused delivery"),
    "set-verified-cause": N_("root cause, whose fault"),
    "attach-evidence": N_("photo, picture, screenshot, proof"),
    "submit-evidence": N_("proof, screenshot"),
    "request-intervention": N_("escalate, dispute"),
    "record-penalty": N_("fine, charge"),
    "complete-task": N_("uploaded, told there"),
    "open-inquiry": N_("order not found, question"),
}
"""Texts of the catalogue, by the names of actions."""

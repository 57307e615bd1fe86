"""Phrases (到期语): what happens at zero by its code, with the names of the values it takes."""

from store.words import N_

PHRASES: dict[str, tuple[str, tuple[str, ...]]] = {
    "late": (N_("counted late"), ()),
    "late_charged": (N_("counted late; the penalty for it is recorded already"), ()),
    "late_costs": (N_("counted late: {amount} yuan ({mark})"), ("amount", "mark")),
    "late_since_costs": (
        N_(
            "counted late already; from {time} on {amount} yuan as out of stock in its place"
            " ({mark})"
        ),
        ("time", "amount", "mark"),
    ),
    "late_free": (
        N_("counted late; nothing is deducted for {hours} hours, then as out of stock"),
        ("hours",),
    ),
    "late_free_costs": (
        N_(
            "counted late; nothing is deducted for {hours} hours, then {amount} yuan as out of"
            " stock ({mark})"
        ),
        ("hours", "amount", "mark"),
    ),
    "late_free_since_costs": (
        N_("counted late already; from {time} on {amount} yuan as out of stock ({mark})"),
        ("time", "amount", "mark"),
    ),
    "late_waived": (N_("counted late; nothing is deducted ({relief})"), ("relief",)),
    "late_refund_waived": (
        N_(
            "refunded after the promised ship time it still counts as late; nothing is deducted"
            " ({relief})"
        ),
        ("relief",),
    ),
    "late_refund": (N_("refunded after the promised ship time it still counts as late"), ()),
    "late_refund_costs": (
        N_("refunded after the promised ship time it still counts as late: {amount} yuan ({mark})"),
        ("amount", "mark"),
    ),
    "verdict": (N_("no verdict by then: ask the platform's service"), ()),
    "verdict_unpublished": (
        N_(
            "no verdict by then: ask the platform's service (the holidays of {year} are not"
            " announced yet)"
        ),
        ("year",),
    ),
    "hold": (N_("the hold ends and the order is to be shipped"), ()),
    "promise": (N_("not kept by then, the promise to the buyer is broken: {text}"), ("text",)),
    "carrier_promise": (N_("not kept by then, ask the carrier again: {text}"), ("text",)),
    "inquiry": (N_("a buyer who has paid hears nothing of us"), ()),
    "inquiry_tied": (N_("the buyer does not hear that order {order} is theirs"), ("order",)),
    "inquiry_proposed": (
        N_("nobody says whether order {order} is the one asked about"),
        ("order",),
    ),
    "trace_late": (N_("trace late: contact the carrier and tell the buyer"), ()),
    "trace_late_costs": (
        N_("trace late, {amount} yuan ({mark}): contact the carrier and tell the buyer"),
        ("amount", "mark"),
    ),
    "trace_late_waived": (
        N_("trace late, nothing is deducted ({relief}): contact the carrier and tell the buyer"),
        ("relief",),
    ),
    "not_delivered": (
        N_("out for delivery and not delivered: contact the carrier and tell the buyer"),
        (),
    ),
    "returning": (
        N_("the parcel is on its way back: contact the carrier and tell the buyer"),
        (),
    ),
    "abnormal": (N_("the carrier reports trouble: contact the carrier and tell the buyer"), ()),
    "old_address": (
        N_("the parcel goes to the old address: have the carrier redirect or stop it"),
        (),
    ),
    "intercept": (N_("the parcel may reach the buyer: ask the carrier again"), ()),
    "task": (N_("the platform goes on without knowing it: {task}"), ("task", "press")),
    "task_refund": (
        N_("counts as agreed, and the platform refunds by itself: {task}"),
        ("task", "press"),
    ),
    "task_agreed": (N_("counts as agreed: {task}"), ("task", "press")),
    "task_maybe_over": (
        N_("a file shows no open case; look there first whether it is over: {task}"),
        ("task", "press"),
    ),
    "discrepancy": (N_("nothing of this order is shipped until it is resolved"), ()),
    "unresolved": (N_("both sides stay as they are until it is resolved"), ()),
    "case_back": (N_("the case may be decided there without our word"), ()),
    "maybe_over": (N_("a file shows no open case; look there first whether it is over"), ()),
    "maybe_its": (
        N_("money of this order is shown as refunded: look there first whether the case is over"),
        (),
    ),
    "not_shown": (N_("if the money has not gone, its goods are late"), ()),
    "amount_unknown": (N_("if only a part of the money has gone, its goods are late"), ()),
    "settle": (N_("nobody knows whether the buyer has the money"), ()),
    "settle_not_due": (N_("nothing of ours came back for it: stop it while that is possible"), ()),
    "loss": (N_("the buyer has neither the goods nor the money"), ()),
    "loss_unless_paid": (N_("the buyer has no goods, and other money may not be theirs"), ()),
    "reissue": (N_("the buyer goes on waiting for the goods"), ()),
    "cancel": (N_("the cancellation stays unfinished"), ()),
    "agreed_refund": (N_("counts as agreed, and the platform refunds by itself"), ()),
    "agreed_refund_shipped": (
        N_(
            "counts as agreed, and the platform refunds by itself though the goods have left: have"
            " the parcel stopped"
        ),
        (),
    ),
    "law_refund": (N_("the law's time to repay what came back is over"), ()),
    "agreed": (N_("counts as agreed"), ()),
    "unclear": (N_("the platform's word is not known here: look the case up there"), ()),
    "unknown_case": (
        N_("the platform shows a case that is not here: import the after-sales export"),
        (),
    ),
    "order_missing": (
        N_("case {case} cannot be answered before its order is here: import the order export"),
        ("case",),
    ),
    "rejection_stands": (N_("the rejection stands: close the case"), ()),
    "offer_not_taken": (
        N_("the buyer has not taken what we offered: look the case up there, and import it"),
        (),
    ),
    "return_lapses": (N_("the buyer let the time pass: close the case"), ()),
    "not_ours": (
        N_(
            "nothing of ours was in it: reject the case, call the platform in or refund it, or the"
            " platform may refund without us"
        ),
        (),
    ),
    "no_consent": (N_("nothing goes out without the buyer's word"), ()),
    "not_received": (N_("the platform may refund without us"), ()),
    "goods_missing": (N_("the money is back and the goods are not: ask the carrier"), ()),
    "not_here": (N_("what the buyer sent back is not here: ask its carrier"), ()),
    "contents_uncounted": (N_("what was in it is not in the stock"), ()),
    "contents_unknown": (N_("the buyer goes without what was in it"), ()),
    "to_count": (N_("signed for, and not in the stock: count what came"), ()),
    "not_given": (N_("the buyer was promised it and goes without"), ()),
    "untold_of_parcel": (N_("the buyer does not know what has become of the parcel"), ()),
    "uninformed": (N_("the buyer does not know that nothing comes"), ()),
    "not_refunded": (N_("the buyer may call the platform in"), ()),
    "given_beside": (
        N_(
            "its money or goods went beside it: have it closed there, or the buyer may get them"
            " twice"
        ),
        (),
    ),
    "given_before": (
        N_(
            "money of its amount and time went for no case: say whether that is its money, or the"
            " buyer may get it twice"
        ),
        (),
    ),
    "gone_before": (
        N_(
            "money went for it before the buyer applied for it anew: say whether that is its money,"
            " or the buyer may get it twice"
        ),
        (),
    ),
    "costs_nothing": (
        N_(
            "nothing is to be paid for it: agree to its end there and close it, or it ends without"
            " us"
        ),
        (),
    ),
    "confirmed": (N_("counts as received: close the case"), ()),
    "not_back": (N_("the parcel has not come back: contact the carrier"), ()),
    "ruling": (N_("the platform decides in its own time"), ()),
    "not_given_back": (
        N_(
            "the appeal is won and {amount} yuan are not back: ask the platform's service, and"
            " record what came, or give it up"
        ),
        ("amount",),
    ),
    "no_evidence": (N_("the platform rules without our evidence"), ()),
    "ruling_stands": (N_("the ruling stands"), ()),
    "payment_no_order": (
        N_(
            "the platform paid {paid} yuan and took {taken} for an order that is not here: import"
            " its export"
        ),
        ("paid", "taken"),
    ),
    "payment_unclear": (
        N_(
            "the platform took {theirs} yuan ({text}) and names no order: match it, or set it aside"
        ),
        ("ours", "theirs", "text"),
    ),
    "payment_unclear_in": (
        N_(
            "the platform paid {theirs} yuan ({text}) and names no order: match it, or set it aside"
        ),
        ("ours", "theirs", "text"),
    ),
    "payment_amount_differs": (
        N_("the buyer paid {ours} yuan and the platform paid out {theirs}: ask the platform"),
        ("ours", "theirs"),
    ),
    "payment_refund_there": (
        N_("the platform refunded {theirs} yuan, here it is {ours}: import the after-sales export"),
        ("ours", "theirs"),
    ),
    "payment_refund_here": (
        N_("here {ours} yuan were refunded, by the platform {theirs}: see where the money is"),
        ("ours", "theirs"),
    ),
    "payment_penalty_there": (
        N_("the platform charged {theirs} yuan, here {ours} are recorded: record or appeal"),
        ("ours", "theirs"),
    ),
    "payment_penalty_here": (
        N_("here {ours} yuan of penalties are recorded, the platform charged {theirs}"),
        ("ours", "theirs"),
    ),
    "payment_penalty_back": (
        N_(
            "the platform gave {theirs} yuan of penalties back, here {ours} are recorded: record it"
        ),
        ("ours", "theirs"),
    ),
    "payment_penalty_back_here": (
        N_(
            "here {ours} yuan of penalties count as given back, by the platform {theirs}: see there"
        ),
        ("ours", "theirs"),
    ),
    "payment_penalty_back_beyond": (
        N_(
            "the platform gave {theirs} yuan back, and is known to have charged {ours}: see what it"
            " is of, or set it aside"
        ),
        ("ours", "theirs"),
    ),
    "payment_compensation_differs": (
        N_("the buyer took {ours} yuan, and the platform paid {theirs}: see there which it is"),
        ("ours", "theirs"),
    ),
    "payment_compensation_open": (
        N_(
            "the platform shows {theirs} yuan paid to the buyer: complete the task that asks for it"
        ),
        ("ours", "theirs"),
    ),
    "payment_compensation_there": (
        N_(
            "the platform paid {theirs} yuan to the buyer, here {ours} are known as taken: record"
            " the offer and its answer"
        ),
        ("ours", "theirs"),
    ),
    "payment_compensation_here": (
        N_("here {ours} yuan count as paid to the buyer, by the platform {theirs}: see there"),
        ("ours", "theirs"),
    ),
    "payment_no_payment": (
        N_(
            "the buyer has the goods, and no funds file of that time shows the {ours} yuan for"
            " them: ask the platform"
        ),
        ("ours", "theirs"),
    ),
    "improvement": (N_("nobody knows whether it helped: {what}"), ("what",)),
    "coverage_gap": (
        N_("these days are not here: export {kind} from {first} to {last} of shop {shop}"),
        ("kind", "first", "last", "shop"),
    ),
    "coverage_broken_off": (
        N_("rows of {file} not here: {left}; its import was broken off, import it again"),
        ("left", "file", "shop"),
    ),
    "coverage_next": (
        N_("later days are not here: export {kind} from {first} on of shop {shop}"),
        ("kind", "first", "shop"),
    ),
}

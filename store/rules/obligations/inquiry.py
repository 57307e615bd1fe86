"""What is owed for an inquiry: an answer as promised, and a word on the order that may be it."""

from collections.abc import Iterator

from store.models.axes import Party, Platform
from store.models.inquiry import Inquiry
from store.rules.obligations.at_zero import Ending, Zero
from store.rules.obligations.obligation import Obligation
from store.rules.order.promises import open_promises
from store.rules.order.veil import veil_of
from store.rules.timing.clocks import Clock, earlier
from store.rules.timing.policy import Policy
from store.words.excerpts import first_line
from store.words.times import shop_day


def answer_clock(inquiry: Inquiry, policy: Policy) -> Clock:
    """Until when the buyer is to hear from us: as promised, else by our own reminder.

    That counts from the last word there was; where nobody knows the platform, by the shorter one.
    """
    promise = next(iter(open_promises(inquiry)), None)
    if promise:
        return Clock(promise.promise_due)
    last = max((one.at for one in inquiry.contacts), default=inquiry.opened_at)
    day, found = shop_day(last), Clock(None)
    for platform in (inquiry.platform,) if inquiry.platform else Platform:
        rule = policy.rule(platform, "answer_inquiry", day)
        found = earlier(found, Clock(last + rule.span, rule)) if rule else found
    return found


def owed_for_inquiry(inquiry: Inquiry, policy: Policy) -> Iterator[Obligation]:
    """All of it; nothing once it is resolved."""
    if not inquiry.open:
        return
    due = answer_clock(inquiry, policy)
    yield Obligation.by("inquiry", Party.US, due, Ending(_at_zero(inquiry)), inquiry.number)
    if inquiry.proposed:
        zero = ("inquiry_proposed", inquiry.proposed.order_no)
        yield Obligation.by("tie-inquiry", Party.US, due, Ending(zero), inquiry.proposed.order_no)


def _at_zero(inquiry: Inquiry) -> Zero:
    promise = next(iter(open_promises(inquiry)), None)
    if promise and promise.text:
        return ("promise", veil_of(inquiry).within(first_line(promise.text)))
    if inquiry.tied:
        return ("inquiry_tied", inquiry.tied.order_no)
    return ("inquiry",)

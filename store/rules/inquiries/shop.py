"""Which shop a buyer means who names none: the only one there is, as soon as there is one."""

from collections.abc import Iterator

from store.errors import Problem
from store.models.axes import Platform
from store.models.inquiry import Inquiry
from store.rules.action.context import Context
from store.rules.action.markers import Spellings
from store.words import _, listed

PLATFORM_NAMES = Spellings({"pdd": "pinduoduo", "拼多多": "pinduoduo", "抖店": "douyin"})


LONGEST_NAME = 100
"""Signs of a shop's name; every key of an order has it."""


def why_no_name(name: str) -> str | None:
    """Why a shop cannot be called so, or nothing; a sign that nobody sees makes it another shop."""
    if ":" in name or not name:
        return _("A shop's name may not be empty or hold a colon.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        said = _("A shop's name has at most {most} signs, all of them visible.")
        return said.format(most=LONGEST_NAME)
    return None


def shop_problem(given: str | None, context: Context) -> Iterator[Problem]:
    """A shop that nobody knows, or none where there are several."""
    shops = sorted({name for _platform, name in context.lookup.shops()})
    if given is None and len(shops) > 1:
        said = _("There are several shops here ({shops}); say which one.")
        yield Problem("shop", said.format(shops=listed(shops)))
    elif given is not None and shops and given not in shops:
        said = _("There is no shop {shop} here; there is: {shops}.")
        yield Problem("shop", said.format(shop=given, shops=listed(shops)))
    elif given is not None and (why_not := why_no_name(given)):
        yield Problem("shop", why_not)


def shop_meant(
    given: str | None, platform: Platform | None, context: Context
) -> tuple[str, Platform | None]:
    """The shop, empty where none or several are known, and the platform if it is on one alone."""
    known = context.lookup.shops()
    names = {name for _platform, name in known}
    shop = given or (names.pop() if len(names) == 1 else "")
    platforms = [Platform(one) for one, name in known if name == shop]
    return shop, platform or (platforms[0] if len(platforms) == 1 else None)


def with_shop(inquiry: Inquiry, context: Context) -> Inquiry:
    """The inquiry with the shop, if it was opened while none was known and now one is."""
    if inquiry.shop:
        return inquiry
    shop, platform = shop_meant(None, inquiry.platform, context)
    if not shop:
        return inquiry
    return inquiry.model_copy(update={"shop": shop, "platform": platform})

"""Shops (店铺): which shop the files of an import belong to."""

from collections.abc import Collection, Iterable

from store.acting import Store
from store.documents.kinds import KINDS
from store.errors import BadInput
from store.models.keys import DEFAULT_SHOP, order_key
from store.models.order import Order
from store.rules.inquiries.shop import why_no_name
from store.words import _, listed


def shop_of(repository: Store, given: str | None) -> str:
    """Which shop the files are of; without a name the only one there is."""
    shops = sorted({name for _platform, name in repository.shops()})
    if given is None and len(shops) > 1:
        raise BadInput(
            _("There are several shops here ({shops}); say which one it is.").format(
                shops=listed(shops)
            ),
            field="shop",
        )
    shop = shops[0] if shops else DEFAULT_SHOP
    if given is not None:
        # A blank that nobody sees is not another shop.
        shop = " ".join(given.split())
    if why_not := why_no_name(shop):
        raise BadInput(why_not, field="shop")
    return shop


def refuse_other_shops(
    repository: Store, shop: str, meant: Iterable[tuple[str, Collection[str]]]
) -> None:
    """Raise BadInput where an order is here already, in another shop.

    An order number belongs to one shop of its platform: the same one under two names would be
    shipped and refunded twice, and its cases would wait under the other name for ever. `meant` has
    some hundreds of numbers with their platforms.
    """
    others = [one for one in repository.shops() if one[1] != shop]
    if not others:
        return
    own: dict[str, str] = {}
    theirs: dict[str, tuple[str, str]] = {}
    for number, platforms in meant:
        own |= {order_key(platform, shop, number): number for platform in platforms}
        theirs |= {
            order_key(platform, owner, number): (number, owner)
            for platform, owner in others
            if platform in platforms
        }
    found = repository.engine.versions(KINDS[Order], [*own, *theirs])
    here = {number for key, number in own.items() if key in found}
    for key, (number, owner) in theirs.items():
        if key in found and number not in here:
            raise BadInput(
                _("Order {order} is already here, in the shop {owner}, not {shop}.").format(
                    order=number, owner=owner, shop=shop
                ),
                field="shop",
            )

"""Shops (店铺): which shop the files of an import belong to."""

from collections.abc import Collection, Iterator, Sequence

from store.errors import BadInput
from store.models.axes import Platform
from store.models.facts import ExportFile
from store.repository import Repository
from store.words import _

DEFAULT_SHOP = "shop"


def shop_of(repository: Repository, exports: Sequence[ExportFile], given: str | None) -> str:
    """Which shop the files are of.

    An order number belongs to one shop of its platform: the same one under two names would be
    shipped and refunded twice, and its cases would wait under the other name for ever.
    """
    known = repository.shops()
    shops = sorted({name for _platform, name in known})
    if given is None and len(shops) > 1:
        raise BadInput(
            _("There are several shops here ({shops}); say which one with --shop.").format(
                shops=", ".join(shops)
            ),
            field="shop",
        )
    shop = given if given is not None else (shops[0] if shops else DEFAULT_SHOP)
    if ":" in shop or not shop.strip():
        raise BadInput(_("A shop's name may not be empty or hold a colon."), field="shop")
    others = [one for one in known if one[1] != shop]
    for order_no, platforms in _orders_meant(exports) if others else ():
        if any(repository.has_order(platform, shop, order_no) for platform in platforms):
            continue
        for platform, owner in others:
            if platform in platforms and repository.has_order(platform, owner, order_no):
                raise BadInput(
                    _("Order {order} is already here, in the shop {owner}, not {shop}.").format(
                        order=order_no, owner=owner, shop=shop
                    ),
                    field="shop",
                )
    return shop


def _orders_meant(exports: Sequence[ExportFile]) -> Iterator[tuple[str, Collection[str]]]:
    """Every order that the files say something about; a scan of a parcel names no platform."""
    for export in exports:
        for facts in export.orders:
            yield facts.order_no, (facts.platform,)
        for case in export.cases:
            yield case.order_no, (case.platform,)
        for scan in export.traces:
            yield scan.order_no, tuple(Platform)

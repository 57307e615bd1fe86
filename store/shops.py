"""Shops (店铺): which shop the files of an import belong to."""

from collections.abc import Sequence

from store.errors import BadInput
from store.models.facts import ExportFile
from store.repository import Repository
from store.words import _

DEFAULT_SHOP = "shop"


def shop_of(repository: Repository, exports: Sequence[ExportFile], given: str | None) -> str:
    """Which shop the files are of.

    An order number belongs to one shop of its platform: the same one under two names would be
    shipped and refunded twice.
    """
    rows = repository.rows()
    shops = sorted({row.shop for row in rows})
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
    owners = {(row.platform, row.order_no): row.shop for row in rows if row.shop != shop}
    for export in exports:
        for facts in export.orders:
            owner = owners.get((facts.platform, facts.order_no))
            if owner:
                raise BadInput(
                    _("Order {order} is already here, in the shop {owner}, not {shop}.").format(
                        order=facts.order_no, owner=owner, shop=shop
                    ),
                    field="shop",
                )
    return shop

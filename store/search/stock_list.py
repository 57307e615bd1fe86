"""The list of stock (库存列表), as data: products, and beside them what is asked of them.

It has no table of its own: what orders ask is counted when it is read (`store.reading.stock`), so
that a product is not written whenever an order of it changes.
"""

from types import MappingProxyType

from msgspec.structs import replace

from store.search.lists import PRODUCTS
from store.search.table import Number, Sort, Term
from store.words import N_

COUNTED = MappingProxyType(
    {
        "missing": Number("missing"),
        "unshipped": Number("owed"),
        "sold": Number("sold", 10),
        "sellable": Number("sellable"),
    }
)
"""Fields that are counted when the list is read."""
COUNTED_STATES = MappingProxyType(
    {
        "short": (Term("missing", ">", 0),),
        "to-ship": (Term("owed", ">", 0),),
        "restock": (Term("restock", ">", 0),),
    }
)
STOCK = replace(
    PRODUCTS,
    place=N_("Stock"),
    fields=MappingProxyType({**PRODUCTS.fields, **COUNTED}),
    states=MappingProxyType({**PRODUCTS.states, **COUNTED_STATES}),
    sorts=MappingProxyType(
        {
            "lasts": Sort("lasts", nullable=True),
            "unshipped": Sort("owed"),
            "sold": Sort("sold"),
            "stock": Sort("on_hand", nullable=True),
            "sku": Sort("sku"),
            "name": Sort("name"),
        }
    ),
    default_sort="lasts",
)

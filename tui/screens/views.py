"""Views: ready queries of the orders list, and what it can be sorted by."""

from store.words import N_

VIEWS = (
    ("", N_("All orders")),
    ("late", N_("Late")),
    ("to-ship shipby:<24h", N_("To ship within 24 hours")),
    ("to-ship", N_("To ship")),
    ("shipped", N_("Shipped")),
    ("after-sales", N_("In after-sales")),
    ("stock-out", N_("Stock-out under review")),
    ("task", N_("The platform has to be told")),
    ("discrepancy", N_("Discrepancies")),
    ("hold", N_("Held back")),
    ("claimed", N_("Claimed by somebody")),
    ("flagged", N_("Flagged")),
)

SORT_TITLES = {
    "due": N_("time left"),
    "ordered": N_("time ordered"),
    "paid": N_("time paid"),
    "shipped": N_("time shipped"),
    "amount": N_("amount"),
    "order": N_("order number"),
    "goods": N_("goods"),
    "buyer": N_("buyer"),
}

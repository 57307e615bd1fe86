"""Kinds (种类): the kinds of documents that the repository keeps, each by the name of its table.

What only has to name one loads no model for it; `store.documents.kinds` says what is in them.
"""

ORDERS = "orders"
PRODUCTS = "products"
WAITING_CASES = "waiting_cases"
IMPORTS = "imports"
POLICY = "policy"
PAYMENTS = "payments"
COVERAGE = "coverage"
PEOPLE = "people"
INQUIRIES = "inquiries"
VIEWS = "views"
REVIEWS = "reviews"
IMPROVEMENTS = "improvements"
BATCH_SHIP_FILES = "batch_ship_files"
ALL = frozenset(
    {
        *(ORDERS, PRODUCTS, WAITING_CASES, IMPORTS, POLICY, PAYMENTS, COVERAGE, PEOPLE, INQUIRIES),
        *(VIEWS, REVIEWS, IMPROVEMENTS, BATCH_SHIP_FILES),
    }
)
"""All of them: what is in their tables is judged by rules, and written by the repository alone."""

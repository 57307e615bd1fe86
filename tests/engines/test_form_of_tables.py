"""The number of the form says which tables a store has: it is another with every change of them."""

import hashlib
from collections.abc import Callable, Iterator

import pytest

from store.engines.postgres import schema as postgres
from store.engines.sqlite import schema as sqlite

TABLES: dict[str, tuple[int, Callable[[], Iterator[str]], dict[int, str]]] = {
    "sqlite": (
        sqlite.FORM,
        sqlite.statements,
        {
            2: "2013485f98aba5e2",
            3: "2041a89e890ddfc6",
            4: "f6e8e6b8efd91412",
            5: "d7e5d9ef8bfb66be",
            6: "64c6cd63156c309f",
            7: "86edcd27a4239c9f",
            8: "d126f135839a297f",
        },
    ),
    "postgres": (
        postgres.FORM,
        postgres.statements,
        {
            3: "6bec2e68e3f59059",
            4: "7c33c2ad8b1ac0bd",
            5: "c6c810d6bea2ca51",
            6: "fb070d08d0b21a08",
            7: "11e7f842b48e663b",
            8: "be8aa26a29557d13",
            9: "3cc74dfd06fce1e5",
        },
    ),
}
"""The form of each engine, what makes its tables, and the digest of that for each form so far.

Who changes a table or an index counts up the `FORM` of each engine that it is another in, and adds
a digest here; one that stands here stays as it is. Else a store of before is opened, and called
damaged.
"""


@pytest.mark.parametrize("name", TABLES)
def test_the_form_is_counted_up_with_every_change_of_the_tables(name: str) -> None:
    form, statements, digests = TABLES[name]
    digest = hashlib.sha256("\n".join(statements()).encode()).hexdigest()[:16]

    assert form == max(digests)
    assert digests[form] == digest, f"count FORM up and add {form + 1}: {digest!r}"

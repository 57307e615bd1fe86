"""Putting (写入): the documents of a batch, and of what each of them was made."""

from collections.abc import Sequence

from store.engines.protocol import Digest, Engine
from store.importing.making import Documents
from store.shopdb import ShopTable


def put_documents(
    engine: Engine,
    table: ShopTable,
    documents: Sequence[Documents],
    places: dict[str, tuple[int, int]],
) -> None:
    """Write the documents of one kind, inside `ShopDB.writing`.

    `places` has id and version of those that were there before.
    """
    ready = [document for one in documents for document in one.ready]
    ids = table.put_many(ready) if ready else []
    for document, number in zip(ready, ids, strict=True):
        places[str(document.kept.key)] = number, document.kept.version
    made = [
        Digest(places[key][0], about, places[key][1], digest)
        for one in documents
        for (key, about), digest in one.digests.items()
    ]
    if made:
        engine.put_digests(table.name, made)

"""ShopViews (店铺视图): the searches that a shop gave names, for everybody at its desks."""

from store.models.base import Document, Instant, Record

SHARED = "shared"


class SharedView(Record):
    """A query with a name, in one place of the desk."""

    place: str
    name: str
    query: str
    sort: str = ""
    by: str
    at: Instant


class ShopViews(Document):
    """All of them, oldest first; there is one such document in a store."""

    views: tuple[SharedView, ...] = ()

    @property
    def key(self) -> str:
        return SHARED

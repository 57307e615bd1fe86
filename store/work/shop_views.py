"""Shop's views (店铺视图): a search gets a name for everybody, and loses it again."""

from store.acting import Store
from store.errors import Refused
from store.models.shop_views import SHARED, SharedView, ShopViews
from store.words import _

MOST = 50
"""Views of a place; more is no menu any more."""


def keep_view(store: Store, place: str, name: str, query: str, sort: str = "") -> None:
    """Keep a view; one of the same name gives way, and one without a query goes.

    Raises Refused where a place has as many as a menu can hold.
    """
    with store.writing() as writing:
        known = store.get(ShopViews, SHARED) or ShopViews()
        others = tuple(one for one in known.views if (one.place, one.name) != (place, name))
        if query and sum(one.place == place for one in others) >= MOST:
            said = _("There are {count} views of the shop's here; take one away first.")
            raise Refused(said.format(count=MOST))
        made = SharedView(
            place=place, name=name, query=query, sort=sort, by=str(store.actor), at=store.now
        )
        views = (*others, made) if query else others
        if views == known.views:
            return
        writing.save([known.model_copy(update={"views": views})])
        told = {"place": place, "name": name, "query": query}
        writing.event(known, "keep-view" if query else "drop-view", told)

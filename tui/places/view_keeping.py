"""Keeping a view (保存视图): a search with a name, one's own or the shop's."""

from functools import partial
from typing import TYPE_CHECKING

from store.words import _
from tui.kept import View
from tui.undo import Done

if TYPE_CHECKING:
    from tui.desk import Desk


def keep_view(desk: "Desk", place: str, view: View, *, is_shops: bool) -> None:
    """Keep a view in the place of that of its name, or without a query none; in a thread."""
    if is_shops:
        known = [View(*one) for one in desk.lists.shop_views(place)]
    else:
        known = desk.drafts.kept.views(place)
    before = next((one for one in known if one.name == view.name), View(view.name, ""))
    write = partial(_write, desk, place, is_shops=is_shops)
    write(view)
    deed = _("The view {name}").format(name=view.name)
    desk.done_here.add(Done(deed, lambda: write(before)))


def _write(desk: "Desk", place: str, view: View, *, is_shops: bool) -> None:
    if is_shops:
        desk.repository.keep_view(place, *view)
    else:
        desk.drafts.kept.save_view(place, view)

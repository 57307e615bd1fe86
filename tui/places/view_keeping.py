"""Keeping a view (保存视图): a search with a name, one's own or the shop's."""

from typing import TYPE_CHECKING

from store.errors import Refused
from store.words import _
from tui.kept import View
from tui.undo import Done

if TYPE_CHECKING:
    from tui.desk import Desk


def keep_view(desk: "Desk", place: str, view: View, *, is_shops: bool) -> None:
    """Keep a view in the place of that of its name, or without a query none; in a thread."""
    before = _kept(desk, place, view.name, is_shops=is_shops)
    _write(desk, place, view, is_shops=is_shops)

    def take_back() -> None:
        if _kept(desk, place, view.name, is_shops=is_shops) != view:
            said = _(
                "Somebody changed the view {name} since; it is left as it is. Keep yours under"
                " another name."
            )
            raise Refused(said.format(name=view.name), code="changed_since")
        _write(desk, place, before, is_shops=is_shops)

    deed = _("The view {name}").format(name=view.name)
    desk.done_here.add(Done(deed, take_back))


def _kept(desk: "Desk", place: str, name: str, *, is_shops: bool) -> View:
    """The view of this name as it is now; without a query where there is none."""
    if is_shops:
        known = [View(*one) for one in desk.lists.shop_views(place)]
    else:
        known = desk.drafts.kept.views(place)
    return next((one for one in known if one.name == name), View(name, ""))


def _write(desk: "Desk", place: str, view: View, *, is_shops: bool) -> None:
    if is_shops:
        desk.repository.keep_view(place, *view)
    else:
        desk.drafts.kept.save_view(place, view)

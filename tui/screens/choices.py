"""Choices (选择): what a person chooses for their own desk: one shop or all, a theme, the bell."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from store.words import N_, _, readings
from tui.header import shop_name
from tui.screens.menu import MenuLine

if TYPE_CHECKING:
    from tui.desk import Desk

ALL_SHOPS, ONE_SHOP = N_("All shops"), N_("Only the shop {shop}")
THEME = N_("Theme (colours): {name}")
RING, DO_NOT_RING = (
    N_("Bell: ring when something of mine falls under two hours"),
    N_("Bell: do not ring any more"),
)


class Choices:
    """The lines of the palette that choose something."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._values: dict[str, tuple[str, Sequence[str]]] = {}

    def lines(self, shops: Sequence[tuple[str, str]]) -> Iterator[MenuLine]:
        """The shops where there are several, then the bell, then themes."""
        if len(shops) > 1:
            for shop in shops:
                said = {"shop": shop_name(shop)}
                yield self._line("shop", shop, ONE_SHOP, said, is_so=self._desk.lists.shop == shop)
            yield self._line("shop", (), ALL_SHOPS, {}, is_so=self._desk.lists.shop is None)
        rings = self._desk.rings
        yield self._line("bell", () if rings else ("yes",), DO_NOT_RING if rings else RING, {})
        for name in sorted(self._desk.available_themes, key=lambda name: "shouhou" not in name):
            is_so = self._desk.theme == name
            yield self._line("theme", (name,), THEME, {"name": name}, is_so=is_so)

    def _line(
        self,
        what: str,
        value: Sequence[str],
        text: str,
        said: dict[str, str],
        *,
        is_so: bool = False,
    ) -> MenuLine:
        name = f"choose {len(self._values)}"
        self._values[name] = what, value
        told = tuple(one.format(**said) for one in readings(text))
        note = _("now") if is_so else ""
        return MenuLine(name, _(text).format(**said), group="desk", note=note, readings=told)

    def has(self, name: str) -> bool:
        """Is it the name of one of these lines?"""
        return name in self._values

    async def choose(self, name: str) -> None:
        """Choose it; every list is shown anew where it may have changed."""
        what, value = self._values[name]
        await self._desk.choose(what, value)
        if what == "shop":
            self._desk.show_anew()

"""DeskScreen: a place of the desk, or one order: its bars and what its keys do.

A screen holds the repository's answers and no rule. What a key does is looked up by its name:
`press_NAME` of the screen, else the action of that name. What the first screen does not need is
loaded by the key that needs it.
"""

from typing import TYPE_CHECKING, cast

from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen

from store.errors import ShouhouError
from store.words import _
from tui.actions import keys_of
from tui.widgets.bars import KeyBar, TopBar

if TYPE_CHECKING:
    from store.models.order import Order
    from tui.app import DeskApp


class DeskScreen(Screen[None]):
    """A place of the desk, or one order."""

    place = ""
    """The screen's name in the key table."""
    _drawn_at: Size | None = None

    @property
    def desk(self) -> "DeskApp":
        """The app, as what it is."""
        return cast("DeskApp", self.app)

    def subject(self) -> "Order | None":
        """The order that actions are about, as it is now."""
        raise NotImplementedError

    def show_anew(self) -> None:
        """Read everything on the screen again."""
        raise NotImplementedError

    def show_present(self, present: dict[str, str]) -> None:
        """Who has which order open, by its key."""

    def tick(self) -> None:
        """Another minute, or another window size."""
        self.show_bars()

    def show_bars(self) -> None:
        """The line above and the line below."""
        self._drawn_at = self.app.size
        lists = self.desk.lists
        shops = sorted(f"{name}@{platform}" for platform, name in lists.shops())
        named = "  ".join(shops) if len(shops) <= 2 else _("{count} shops").format(count=len(shops))  # noqa: PLR2004
        self.query_one(TopBar).show(named, lists.clocks(), self.desk.who, lists.now)
        shown = [key for key in keys_of(self.place, self.desk.keys) if key.footer]
        shown.sort(key=lambda key: key.footer)
        self.query_one(KeyBar).show([(key.shown, key.brief) for key in shown])

    def on_resize(self, event: Resize) -> None:
        # Textual tells the size of a new screen three times, and it was drawn by it already.
        if event.size != self._drawn_at:
            self.tick()

    def on_screen_resume(self) -> None:
        self.show_anew()

    def action_press(self, name: str) -> None:
        """Do what a key of the table means here; an action, to the order that is meant."""
        press = getattr(self, f"press_{name.replace('-', '_')}", None)
        try:
            if press is not None:
                press()
            elif (order := self._meant()) is not None:
                from tui.screens.acting import Acting

                Acting(self).ask(name, order)
        except ShouhouError as error:
            self.refuse(error)

    def _meant(self) -> "Order | None":
        """The order that a key is about; where there is none, that is said."""
        order = self.subject()
        if order is None:
            self.notify(_("There is no order here."), severity="warning")
        return order

    def done(self, said: str | None) -> None:
        """Say what a dialogue did, if it did anything."""
        if said:
            self.notify(said)
            self.show_anew()

    def press_menu(self) -> None:
        """Every action on this order, the refused ones with their sentence."""
        order = self._meant()
        if order:
            from tui.screens.acting import Acting

            Acting(self).offer(order)

    def press_products(self) -> None:
        """The products of the order, then what may be done with the one that is chosen."""
        order = self._meant()
        if order:
            from tui.screens.acting import Acting

            Acting(self).offer_products(order)

    def press_palette(self) -> None:
        """Every key's command by its name."""
        from tui.screens.menu import MenuLine, MenuScreen

        lines = [
            MenuLine(key.name, key.title, key.shown)
            for key in keys_of(self.place, self.desk.keys)
            if key.name != "palette"
        ]
        self.desk.push_screen(MenuScreen(_("Commands"), lines), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name:
            self.action_press(name)

    def press_help(self) -> None:
        """The keys that work here."""
        from tui.screens.help import HelpScreen

        self.desk.push_screen(HelpScreen(keys_of(self.place, self.desk.keys)))

    def press_copy(self) -> None:
        """The order number into the terminal's clipboard."""
        order = self.subject()
        if order:
            self.desk.copy_to_clipboard(order.order_no)
            self.notify(_("{order} is copied.").format(order=order.order_no))

    def press_leave(self) -> None:
        """Leave the desk."""
        self.desk.leave(0)

    def refuse(self, error: ShouhouError) -> None:
        """Say why something could not be done."""
        self.notify(error.sentence, severity="error")

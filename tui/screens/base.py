"""DeskScreen: how any action runs from a key: ask why not, ask the form, run, tell, show anew.

A screen holds the repository's answers and no rule. What a key does is looked up by its name:
`press_NAME` of the screen, else the action of that name.
"""

from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from store.errors import ShouhouError
from store.models.base import Document
from store.models.order import Order
from store.models.product import Product
from store.rules.base import Action
from store.rules.context import Context
from store.rules.ledger import line_ledgers
from store.rules.masking import masked_events
from store.words import _
from tui.actions import keys_of
from tui.order_text.talk import what_happened
from tui.screens.form import Asking, FormScreen
from tui.screens.help import HelpScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.widgets.bars import Clocks, KeyBar, TopBar

if TYPE_CHECKING:
    from tui.app import DeskApp


class DeskScreen(Screen[None]):
    """A place of the desk, or one order."""

    place = ""
    """The screen's name in the key table."""

    @property
    def desk(self) -> "DeskApp":
        """The app, as what it is."""
        return cast("DeskApp", self.app)

    def subject(self) -> Order | None:
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
        repository = self.desk.repository
        shops = sorted({f"{row.shop}@{row.platform}" for row in repository.rows()})
        named = "  ".join(shops) if len(shops) <= 2 else _("{count} shops").format(count=len(shops))  # noqa: PLR2004
        now = repository.now
        clocks = Clocks.of(repository.rows(), now)
        self.query_one(TopBar).show(named, clocks, str(repository.actor), now)
        shown = [key for key in keys_of(self.place, self.desk.keys) if key.footer]
        shown.sort(key=lambda key: key.footer)
        self.query_one(KeyBar).show([(key.shown, key.brief) for key in shown])

    def on_resize(self) -> None:
        self.tick()

    def on_screen_resume(self) -> None:
        self.show_anew()

    def action_press(self, name: str) -> None:
        """Do what a key of the table means here; an action, to the order that is meant."""
        press = getattr(self, f"press_{name.replace('-', '_')}", None)
        try:
            if press is not None:
                press()
            elif (order := self.subject()) is not None:
                self.run_on(name, order)
            else:
                self._say_no_order()
        except ShouhouError as error:
            self.refuse(error)

    def _say_no_order(self) -> None:
        self.notify(_("There is no order here."), severity="warning")

    def run_on(self, name: str, subject: Document) -> None:
        """Ask an action's why-not, then its form."""
        repository = self.desk.repository
        if repository.refresh():
            self.show_anew()  # the cursor may go to another order; what is meant stays
        subject = repository.again(subject)
        action = repository.action_named(name, subject)
        why_not = action.why_not(subject, repository.context())
        if why_not:
            self.notify(why_not, title=_(action.title), severity="warning")
            return
        form = repository.form(action, subject)
        drafts = self.desk.drafts
        asking = Asking(
            title=f"{_(action.title)}  {_called(subject)}",
            fields=form.fields,
            suggested=form.suggested,
            save=lambda values: self._run(name, subject, values),
            check=lambda values: repository.check(action, repository.again(subject), values),
            context=_background(action, subject, repository.context()),
            renewed=lambda: _background(action, repository.again(subject), repository.context()),
            same=lambda one, other: action.reads_same(action.typed_again or "", one, other),
            echo=action.echo,
            typed_again=action.typed_again,
            changes=lambda: self._changes(subject),
            draft=drafts.of(subject.key, name),
            keep=lambda values: drafts.keep(subject.key, name, values),
        )
        self.desk.push_screen(FormScreen(asking), self._done)

    def _changes(self, subject: Document) -> str:
        """What happened to it since the form was opened."""
        repository = self.desk.repository
        now = repository.again(subject)
        if now.version == subject.version:
            return ""
        events = repository.events(now)
        if not events:
            return ""  # changed by what was done to another: stock that came back
        last = (masked_events(now, events) if isinstance(now, Order) else events)[-1]
        return _("Changed meanwhile by {who}: {what}").format(
            who=last.actor, what=what_happened(last)
        )

    def _run(self, name: str, subject: Document, values: dict[str, str]) -> str:
        repository = self.desk.repository
        action = repository.action_named(name, subject)
        receipt = repository.run(action, subject, values)
        return "\n".join((_("{action}: done.").format(action=_(action.title)), *receipt.said))

    def _done(self, said: str | None) -> None:
        if said:
            self.notify(said)
            self.show_anew()

    def press_menu(self) -> None:
        """Every action on this order, the refused ones with their sentence."""
        order = self.subject()
        if order is None:
            self._say_no_order()
        else:
            self._offer_actions(order)

    def _offer_actions(self, subject: Document) -> None:
        offers = {offer.action.name: offer for offer in self.desk.repository.offers(subject)}
        lines = [
            MenuLine(key.name, key.title, key.shown, offers[key.name].why_not)
            for key in self.desk.keys
            if key.name in offers
        ]
        title = _("Actions on {order}").format(order=_called(subject))

        def chosen(name: str | None) -> None:
            # The cursor may stand on another order by now: colleagues change the list.
            if name:
                self._try_on(name, subject)

        self.desk.push_screen(MenuScreen(title, lines), chosen)

    def _try_on(self, name: str, subject: Document) -> None:
        try:
            self.run_on(name, subject)
        except ShouhouError as error:
            self.refuse(error)

    def press_products(self) -> None:
        """The products of the order, then what may be done with the one that is chosen."""
        order = self.subject()
        if order is None:
            self._say_no_order()
            return
        repository = self.desk.repository
        skus = dict.fromkeys(line.sku for line in order.lines if line.sku)
        found = [one for sku in skus if (one := repository.product(order.shop, sku))]
        if not found:
            self.notify(_("No line of this order names a SKU."), severity="warning")
            return
        products = {one.key: one for one in found}
        lines = [MenuLine(one.key, f"{one.sku}  {one.name}  {_stock(one)}") for one in found]

        def chosen(key: str | None) -> None:
            if key:
                self._offer_actions(products[key])

        self.desk.push_screen(MenuScreen(_("Products of the order"), lines), chosen)

    def press_palette(self) -> None:
        """Every key's command by its name."""
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


def _called(subject: Document) -> str:
    """The number or SKU a person knows it by."""
    return subject.order_no if isinstance(subject, Order) else subject.key.rpartition(":")[2]


def _stock(product: Product) -> str:
    """Whether it can be bought, and how much of it there is."""
    on_sale = _("on sale") if product.on_sale else _("off sale")
    if product.on_hand is None:
        return on_sale
    return _("{count} on hand, {state}").format(count=product.on_hand, state=on_sale)


def _background(action: type[Action[Any]], subject: Document, context: Context) -> tuple[str, ...]:
    """What to look at while an action's values are typed."""
    lines: tuple[str, ...] = ()
    if isinstance(subject, Order) and "lines" in action.model_fields:
        lines = _lines_of(subject)
    return (*lines, *action.background(subject, context))


def _lines_of(order: Order) -> tuple[str, ...]:
    """What the numbers in a field of lines mean."""
    return tuple(
        _("{line}: {sku} {name}, {ordered} ordered, {left} to ship").format(
            line=ledger.line.line,
            sku=ledger.line.sku,
            name=f"{ledger.line.name} {ledger.line.spec}".strip(),
            ordered=ledger.line.ordered,
            left=max(0, ledger.to_ship),
        )
        for ledger in line_ledgers(order)
    )

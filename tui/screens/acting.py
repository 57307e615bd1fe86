"""Acting: how any action runs from a key: ask why not, ask the form, run, tell, show anew.

It is loaded with the first key that needs it: it knows documents, rules and forms.
"""

from typing import TYPE_CHECKING, Any

from store.errors import ShouhouError
from store.models.base import Document
from store.models.order import Order
from store.models.product import Product
from store.rules.base import Action
from store.rules.context import Context
from store.rules.ledger import line_ledgers
from store.rules.masking import masked_events
from store.words import _
from tui.order_text.talk import what_happened
from tui.screens.form import Asking, FormScreen
from tui.screens.menu import MenuLine, MenuScreen

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen


class Acting:
    """The actions on what a screen is about."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._repository = screen.desk.repository

    def ask(self, name: str, subject: Document) -> None:
        """Ask an action's why-not, then its form."""
        repository = self._repository
        if repository.refresh():
            self._screen.show_anew()  # the cursor may go to another order; what is meant stays
        subject = repository.again(subject)
        action = repository.action_named(name, subject)
        why_not = action.why_not(subject, repository.context())
        if why_not:
            self._screen.notify(why_not, title=_(action.title), severity="warning")
            return
        form = repository.form(action, subject)
        drafts = self._desk.drafts
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
        self._desk.push_screen(FormScreen(asking), self._screen.done)

    def _changes(self, subject: Document) -> str:
        """What happened to it since the form was opened."""
        now = self._repository.again(subject)
        if now.version == subject.version:
            return ""
        events = self._repository.events(now)
        if not events:
            return ""  # changed by what was done to another: stock that came back
        last = (masked_events(now, events) if isinstance(now, Order) else events)[-1]
        return _("Changed meanwhile by {who}: {what}").format(
            who=last.actor, what=what_happened(last)
        )

    def _run(self, name: str, subject: Document, values: dict[str, str]) -> str:
        action = self._repository.action_named(name, subject)
        receipt = self._repository.run(action, subject, values)
        return "\n".join((_("{action}: done.").format(action=_(action.title)), *receipt.said))

    def offer(self, subject: Document) -> None:
        """Every action on it, the refused ones with their sentence."""
        offers = {offer.action.name: offer for offer in self._repository.offers(subject)}
        lines = [
            MenuLine(key.name, key.title, key.shown, offers[key.name].why_not)
            for key in self._desk.keys
            if key.name in offers
        ]
        title = _("Actions on {order}").format(order=_called(subject))

        def chosen(name: str | None) -> None:
            # The cursor may stand on another order by now: colleagues change the list.
            if name:
                self._try_on(name, subject)

        self._desk.push_screen(MenuScreen(title, lines), chosen)

    def _try_on(self, name: str, subject: Document) -> None:
        try:
            self.ask(name, subject)
        except ShouhouError as error:
            self._screen.refuse(error)

    def offer_products(self, order: Order) -> None:
        """The products of the order, then what may be done with the one that is chosen."""
        skus = dict.fromkeys(line.sku for line in order.lines if line.sku)
        found = [one for sku in skus if (one := self._repository.product(order.shop, sku))]
        if not found:
            self._screen.notify(_("No line of this order names a SKU."), severity="warning")
            return
        products = {one.key: one for one in found}
        lines = [MenuLine(one.key, f"{one.sku}  {one.name}  {_stock(one)}") for one in found]

        def chosen(key: str | None) -> None:
            if key:
                self.offer(products[key])

        self._desk.push_screen(MenuScreen(_("Products of the order"), lines), chosen)


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

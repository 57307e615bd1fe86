"""Acting: how any action runs from a key: ask why not, ask the form, run, tell, show anew.

It is loaded with the first key that needs it: it knows documents, rules and forms.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from store.engines.turn import Turn
from store.models.base import Document
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.action.frame import AskedField, means_same
from store.rules.action.told_times import understood_times
from store.words import _
from store.words.times import minute_text
from tui.drafts import Draft
from tui.order_text.talk import what_happened
from tui.screens.asking import Asking
from tui.screens.form import FormScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.text import local_time, time_left

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen


LAST_DIGITS = 4


class Acting:
    """The actions on what a screen is about.

    What is asked of the store is read and written in the desk's threads; a screen is pushed, and a
    sentence said, in the event loop.
    """

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._repository = screen.desk.repository

    async def ask_about_order(self, name: str, key: str) -> None:
        """As `ask`, about the order with this key."""
        await self._ask(name, lambda: self._repository.order(key))

    async def _ask(self, name: str, find: Callable[[], Document]) -> None:
        """Ask an action's why-not, then its form; what others did is shown first."""
        await self._desk.look_for_news()
        asked = await self._desk.threads.read(lambda: self._asked(name, find()))
        if isinstance(asked, Refusal):
            self._screen.notify(asked.sentence, title=asked.title, severity="warning")
            return
        if not (asked.asking.fields or asked.asking.typed_again):
            await self._do_at_once(asked.asking)
            return
        draft = await self._desk.threads.keep(asked.draft)
        asking = asked.with_draft(draft, self._repository.now)
        self._desk.push_screen(FormScreen(asking), self._screen.done)

    async def _do_at_once(self, asking: Asking) -> None:
        """What asks nothing is done by its key alone."""
        turn, threads = Turn(), self._desk.threads
        self._screen.turn = turn
        try:
            self._screen.done(await threads.write(lambda: asking.done({}, threads), turn))
        finally:
            self._screen.turn = None

    def _asked(self, name: str, subject: Document) -> "Refusal | Asked":
        """What there is to ask for an action on it as it is now, or why it may not be done."""
        repository, drafts = self._repository, self._desk.drafts
        action = repository.action_named(name, subject)
        why_not = repository.why_not(name, subject)
        if why_not:
            return Refusal(_(action.title), why_not)
        form = repository.form(action, subject)
        asking = Asking(
            title=f"{_(action.title)}  {_called(subject)}",
            fields=form.fields,
            suggested=form.suggested,
            save=partial(self._save, name, subject),
            check=lambda values: repository.check(action, repository.again(subject), values),
            context=repository.background(action, subject),
            renewed=lambda: repository.background(action, repository.again(subject)),
            same=partial(means_same, action, action.typed_again or ""),
            echo=lambda values: _understood(action, values, repository.now),
            after=lambda values: repository.after(
                action, repository.again(subject), _with_words(form.fields, values)
            ),
            typed_again=action.typed_again,
            asked_for=form.asked_for,
            last_four=_called(subject)[-LAST_DIGITS:],
            changes=lambda: self._changes(subject),
            keep=lambda values: drafts.keep(subject.key, name, values, repository.now),
        )
        return Asked(asking, lambda: drafts.of(subject.key, name))

    def _changes(self, subject: Document) -> str:
        """What happened to it since the form was opened."""
        now = self._repository.again(subject)
        if now.version == subject.version:
            return ""
        repository = self._repository
        events = repository.view(now).events if isinstance(now, Order) else repository.events(now)
        if not events:
            return ""  # changed by what was done to another: stock that came back
        last = events[-1]
        return _("Changed meanwhile by {who}: {what}").format(
            who=last.actor, what=what_happened(last)
        )

    def _save(self, name: str, subject: Document, values: dict[str, str]) -> str:
        action = self._repository.action_named(name, subject)
        receipt = self._repository.run(action, subject, values)
        return "\n".join((_("{action}: done.").format(action=_(action.title)), *receipt.said))

    async def offer_of_order(self, key: str) -> None:
        """As `_offer`, for the order with this key."""
        await self._offer(lambda: self._repository.order(key))

    async def _offer(self, find: Callable[[], Document]) -> None:
        """Every action on it, the refused ones with their sentence."""
        subject, offers = await self._desk.threads.read(lambda: self._offers(find()))
        lines = [
            MenuLine(key.name, key.title, key.shown, offers[key.name])
            for key in self._desk.keys
            if key.name in offers
        ]
        title = _("Actions on {order}").format(order=_called(subject))

        def chosen(name: str | None) -> None:
            # The cursor may stand on another order by now: colleagues change the list.
            if name:
                self._screen.answers.wait_for(
                    partial(self._ask, name, lambda: self._repository.again(subject))
                )

        self._desk.push_screen(MenuScreen(title, lines), chosen)

    def _offers(self, subject: Document) -> tuple[Document, dict[str, str | None]]:
        offers = self._repository.offers(subject)
        return subject, {offer.action.name: offer.why_not for offer in offers}

    async def offer_products(self, key: str) -> None:
        """The products of the order, then what may be done with the one that is chosen."""
        products = await self._desk.threads.read(lambda: self._products(key))
        if not products:
            self._screen.notify(_("No line of this order names a SKU."), severity="warning")
            return
        lines = [
            MenuLine(product.key, f"{product.sku}  {product.name}  {_stock(product)}")
            for product in products.values()
        ]

        def chosen(key: str | None) -> None:
            if key:
                self._screen.answers.wait_for(
                    partial(self._offer, lambda: self._repository.again(products[key]))
                )

        self._desk.push_screen(MenuScreen(_("Products of the order"), lines), chosen)

    def _products(self, key: str) -> dict[str, Product]:
        order = self._repository.order(key)
        skus = dict.fromkeys(line.sku for line in order.lines if line.sku)
        found = (self._repository.product(order.shop, sku) for sku in skus)
        return {product.key: product for product in found if product}


class Refusal(NamedTuple):
    """Why an action may not be done."""

    title: str
    sentence: str


class Asked(NamedTuple):
    """What is asked for an action, and where its draft is read."""

    asking: Asking
    draft: Callable[[], Draft]

    def with_draft(self, draft: Draft, now: datetime) -> Asking:
        """The form as it was left."""
        at = local_time(draft.at, now) if draft.at else ""
        return replace(self.asking, draft=draft.typed, draft_at=at)


def _understood(action: type[Action[Any]], values: dict[str, str], now: datetime) -> dict[str, str]:
    """What is understood of the values so far: times as instants, and what the action says."""
    times = {
        name: (_("{time}, {span} ago") if at <= now else _("{time}, in {span}")).format(
            time=minute_text(at), span=time_left(now + abs(at - now), now).lstrip("-")
        )
        for name, at in understood_times(action, values, now).items()
    }
    return times | action.echo(values)


def _with_words(fields: tuple[AskedField, ...], values: dict[str, str]) -> dict[str, str]:
    """These values with a word for every text that is still to be typed: it changes no sum."""
    missing = {one.name: "-" for one in fields if one.required and one.kind in ("text", "line")}
    return missing | {name: text for name, text in values.items() if text.strip()}


def _called(subject: Document) -> str:
    """The number or SKU a person knows it by."""
    return subject.order_no if isinstance(subject, Order) else subject.key.rpartition(":")[2]


def _stock(product: Product) -> str:
    """Whether it can be bought, and how much of it there is."""
    on_sale = _("on sale") if product.on_sale else _("off sale")
    if product.on_hand is None:
        return on_sale
    return _("{count} on hand, {state}").format(count=product.on_hand, state=on_sale)

"""Acting: how any action runs from a key: ask why not, ask the form, run, tell, show anew.

It is loaded with the first key that needs it: it knows documents, rules and forms.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from store.models.base import Document
from store.models.event import Event
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.product import Product
from store.models.subject import Subject
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import is_about, means_same
from store.rules.action.record_action import why_not_named
from store.words import _
from tui.order_text.record_preview import stock_text
from tui.order_text.talk import what_happened
from tui.screens.asking import Asking
from tui.screens.form import FormScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.naming import called, meant_for_others

if TYPE_CHECKING:
    from store.reading.order_view import OrderView
    from store.repository import Form, Repository
    from tui.screens.base import DeskScreen


class Acting:
    """The actions on what a screen is about.

    What is asked of the store is read and written in the desk's threads; a screen is pushed, and a
    sentence said, in the event loop.
    """

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._repository = screen.desk.repository

    async def ask_about(
        self, name: str, subject: Subject, given: Mapping[str, str] | None = None
    ) -> None:
        """Ask an action's why-not, then its form, which starts from what is `given`.

        What others did is shown first.
        """
        await self._ask(lambda: self._asked_about(name, subject, given or {}))

    async def start(self, name: str) -> None:
        """Ask the form of an action that starts something new."""
        await self._ask(lambda: self._asked(*self._repository.starting(name), {}))

    async def _ask(self, find: "Callable[[], Refusal | Asked]") -> None:
        await self._desk.look_for_news()
        asked = await self._desk.threads.read(find)
        if isinstance(asked, Refusal):
            self._screen.notify(asked.sentence, title=asked.title, severity="warning")
            return
        draft = await self._desk.threads.keep(asked.draft)
        self._desk.push_screen(FormScreen(asked.with_draft(draft)), self._screen.done)

    def _asked_about(
        self, name: str, subject: Subject, given: Mapping[str, str]
    ) -> "Refusal | Asked":
        action, document = all_actions()[name], self._repository.document(subject)
        if not is_about(action, type(document)):
            return Refusal(_(action.title), meant_for_others(action.subject_type, document))
        return self._asked(action, document, given)

    def _asked(
        self, action: type[Action[Any]], subject: Document, given: Mapping[str, str]
    ) -> "Refusal | Asked":
        """What there is to ask for an action on it as it is now, or why it may not be done."""
        repository, drafts = self._repository, self._desk.drafts
        why_not = why_not_named(action, subject, given, repository.context())
        if why_not:
            return Refusal(_(action.title), why_not)
        form = repository.form(action, subject)

        def again() -> Document:
            return subject if action.starts else repository.again(subject)

        # What is started anew is not in the store, and its key says nothing.
        key = "" if action.starts else subject.key
        title = _(action.title) if action.starts else f"{_(action.title)}  {called(subject)}"
        asking = Asking(
            title=title,
            fields=form.fields,
            suggested={**form.suggested, **_asked_for(form, given)},
            save=partial(self._save, action, subject),
            check=lambda values: repository.check(action, again(), values),
            context=_background(repository, action, subject),
            renewed=lambda: _background(repository, action, again()),
            same=partial(means_same, action, action.typed_again or ""),
            echo=action.echo,
            typed_again=action.typed_again,
            changes=lambda: "" if action.starts else self._changes(subject),
            keep=lambda values: drafts.keep(key, action.name, values),
        )
        return Asked(asking, lambda: drafts.of(key, action.name))

    def _changes(self, subject: Document) -> str:
        """What happened to it since the form was opened."""
        now = self._repository.again(subject)
        if now.version == subject.version:
            return ""
        events = self._events(now)
        if not events:
            return ""  # changed by what was done to another: stock that came back
        last = events[-1]
        return _("Changed meanwhile by {who}: {what}").format(
            who=last.actor, what=what_happened(last)
        )

    def _events(self, document: Document) -> list[Event]:
        """What happened to it, the buyer hidden."""
        if isinstance(document, Order):
            return self._repository.view(document).events
        if isinstance(document, Inquiry):
            return self._repository.view_of_inquiry(document).events
        return self._repository.events(document)

    def _save(self, action: type[Action[Any]], subject: Document, values: dict[str, str]) -> str:
        receipt = self._repository.run(action, subject, values)
        return "\n".join((_("{action}: done.").format(action=_(action.title)), *receipt.said))

    async def offer_of(self, subject: Subject, given: Mapping[str, str] | None = None) -> None:
        """Every action on it, the refused ones with their sentence."""
        name, offers = await self._desk.threads.read(lambda: self._offers(subject))
        lines = [
            MenuLine(key.name, key.title, key.shown, offers[key.name])
            for key in self._desk.keys
            if key.name in offers
        ]
        if not lines:
            said = _("Nothing can be done with {name} itself.").format(name=name)
            self._screen.notify(said, severity="warning")
            return

        def chosen(name: str | None) -> None:
            # The cursor may stand on another row by now: colleagues change the list.
            if name:
                self._screen.answers.wait_for(partial(self.ask_about, name, subject, given))

        title = _("Actions on {order}").format(order=name)
        self._desk.push_screen(MenuScreen(title, lines), chosen)

    def _offers(self, subject: Subject) -> tuple[str, dict[str, str | None]]:
        document = self._repository.document(subject)
        offers = self._repository.offers(document)
        return called(document), {offer.action.name: offer.why_not for offer in offers}

    async def offer_products(self, key: str) -> None:
        """The products of the order, then what may be done with the one that is chosen."""
        products = await self._desk.threads.read(lambda: self._products(key))
        if not products:
            self._screen.notify(_("No line of this order names a SKU."), severity="warning")
            return
        lines = [
            MenuLine(product.key, f"{product.sku}  {product.name}  {stock_text(product)}")
            for product in products.values()
        ]

        def chosen(key: str | None) -> None:
            if key:
                self._screen.answers.wait_for(partial(self.offer_of, Subject("products", key)))

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
    draft: Callable[[], dict[str, str]]

    def with_draft(self, draft: dict[str, str]) -> Asking:
        """The form as it was left."""
        return replace(self.asking, draft=draft)


def _asked_for(form: "Form", given: Mapping[str, str]) -> dict[str, str]:
    """Of what is given, what the form asks for."""
    names = {field.name for field in form.fields}
    return {name: value for name, value in given.items() if name in names}


def _background(
    repository: "Repository", action: type[Action[Any]], subject: Document
) -> tuple[str, ...]:
    """What to look at while an action's values are typed."""
    lines: tuple[str, ...] = ()
    if isinstance(subject, Order) and "lines" in action.model_fields:
        lines = _lines_of(repository.view(subject))
    return (*lines, *repository.background(action, subject))


def _lines_of(view: "OrderView") -> tuple[str, ...]:
    """What the numbers in a field of lines mean."""
    return tuple(
        _("{line}: {sku} {name}, {ordered} ordered, {left} to ship").format(
            line=ledger.line.line,
            sku=ledger.line.sku,
            name=f"{ledger.line.name} {ledger.line.spec}".strip(),
            ordered=ledger.line.ordered,
            left=max(0, ledger.to_ship),
        )
        for ledger in view.lines
    )

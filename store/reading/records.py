"""Records (记录): what is in a store, found by key, by a query or by what belongs to it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from store.accounts import is_account
from store.documents.chains import chained, ensure_last
from store.documents.kinds import KINDS, MODELS, Kind, decode, subject_of
from store.documents.telling import event_of
from store.engines.protocol import PAGE, Kept
from store.errors import BadInput
from store.models.base import Document
from store.models.coverage import Coverage
from store.models.event import Event
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.keys import product_key
from store.models.order import Order
from store.models.payment import Payments
from store.models.person import Person
from store.models.product import Product
from store.models.review import Review
from store.models.row import OrderRow
from store.models.subject import Subject
from store.pages import in_pages
from store.reading.owed import OwedFor, owed
from store.reading.shop_lists import Lists
from store.rules.timing.policy import Policy
from store.search.conditions import Is, State
from store.search.lists import (
    IMPROVEMENTS,
    INQUIRIES,
    ORDERS,
    PAYMENTS,
    PRODUCTS,
    REVIEWS,
)
from store.search.people import logins
from store.search.table import ListTable
from store.shopdb import ShopDB
from store.words import _, listed
from store.words.excerpts import excerpt

CALLED_BY: tuple[tuple[type[Document], ListTable, str], ...] = (
    (Order, ORDERS, "order"),
    (Product, PRODUCTS, "sku"),
    (Inquiry, INQUIRIES, "inquiry"),
    (Payments, PAYMENTS, "payment"),
    (Review, REVIEWS, "review"),
    (Improvement, IMPROVEMENTS, "improvement"),
)
"""What an action can be about, its list, and the field of that by which a person calls it."""


class Records(Lists):
    """Everything a store knows, read; `store.repository` does what is done."""

    db: ShopDB

    @property
    def policy(self) -> Policy:
        """The platforms' rules in force, the shop's own first."""
        raise NotImplementedError

    # Documents

    def get(self, kind: type[Kind], key: str) -> Kind | None:
        """A document by its kind and key."""
        kept = self.db.kind(KINDS[kind]).get_key(key)
        return decode(kind, kept) if kept is not None else None

    def all(self, kind: type[Kind]) -> Iterator[Kind]:
        """Every document of a kind."""
        return (decode(kind, kept) for kept in self.db.kind(KINDS[kind]).kept())

    def order(self, key: str) -> Order:
        """The order with this key; raises BadInput when there is none."""
        return self._again(Order, key)

    def knows(self, subject: Subject) -> bool:
        """Is it of a kind that there is, be it here or not?"""
        return subject.kind in MODELS

    def document(self, subject: Subject) -> Document:
        """What a row is about, whatever its kind; raises BadInput when it is gone."""
        return self._again(MODELS[subject.kind], subject.key)

    def find(self, subject: str) -> Document:
        """What a person means: an order number (with platform and shop where needed) or a SKU.

        What files cover is called by its key, as `due` names it.
        """
        kinds: list[type[Document]] = [Coverage, *(kind for kind, _table, _field in CALLED_BY)]
        for kind in kinds:
            found = self.get(kind, subject)
            if found:
                return found
        alike = [
            (kind, row)
            for kind, table, field in CALLED_BY
            for row in self.rows_where(table, Is(field, (subject,)))
        ]
        # Upper and lower case are folded together; what is spelled just so is meant first.
        exact = [(kind, row) for kind, row in alike if subject in msgspec.structs.astuple(row)]
        named = [(kind, row.key) for kind, row in exact or alike]
        if len(named) > 1:
            raise BadInput(
                _("{subject} is not clear; it may be {keys}.").format(
                    subject=excerpt(subject), keys=listed(key for _kind, key in named)
                ),
                field="subject",
                code="ambiguous_subject",
            )
        if not named:
            raise _unknown(subject)
        return self._again(*named[0])

    def owed(
        self, text: str = "", until: datetime | None = None, sort: str = "due"
    ) -> Iterator[OwedFor]:
        """What is owed, the most urgent first, as it stands now; by any party.

        The query is of obligations and of their orders; `until` leaves out what is due later, or at
        no known time; `sort` is another order of the list. Raises BadInput for a query that is
        unclear.
        """
        return owed(self.owed_rows(text, until, sort), self.policy, self.now)

    def orders(self, rows: Iterable[OrderRow]) -> Iterator[Order]:
        """The whole orders behind rows, in their order; raises BadInput where one is gone."""
        for some in in_pages(rows, PAGE):
            for kept in self.kept_orders(some):
                yield decode(Order, kept)

    def kept_orders(self, rows: Sequence[OrderRow]) -> list[Kept]:
        """The orders behind rows as they are kept; raises BadInput where one is gone."""
        found = self.db.kind(KINDS[Order]).get_keys([row.key for row in rows])
        if gone := next((row.key for row in rows if row.key not in found), None):
            raise _unknown(gone)
        return [found[row.key] for row in rows]

    def events(self, document: Document) -> list[Event]:
        """What happened to a document, oldest first.

        Raises StoreTrouble for a history that is not whole.
        """
        subject = subject_of(document)
        with self.engine.moment():
            events = self.engine.events(subject)
            ensure_last(self.engine, subject, events[-1].hash if events else "")
        return [event_of(kept) for kept in chained(events)]

    def events_shown(self, document: Document, *, revealed: bool = False) -> list[Event]:
        """The same with the buyer hidden, unless that was revealed."""
        from store.rules.order.masking import Shown, masked_events

        events = self.events(document)
        if revealed or not isinstance(document, Shown):
            return events
        return masked_events(document, events)

    def text_of(self, document: Document) -> str:
        """A document as it is kept: canonical JSON."""
        kept = self.db.kind(KINDS[type(document)]).get_key(document.key)
        if kept is None:
            raise _unknown(document.key)
        return kept.body

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""
        return self.get(Product, product_key(shop, sku))

    def products_with_tasks(self) -> Iterator[Product]:
        """The SKUs of which the platform still has to be told something."""
        rows = self.rows_where(PRODUCTS, State("task"))
        return (found for row in rows if (found := self.get(Product, row.key)))

    def people(self) -> list[Person]:
        """Everybody who did something here, by login."""
        return sorted(self.all(Person), key=lambda person: person.login)

    def person(self, text: str) -> Person:
        """Who is meant by a login, a name or both; somebody new by a login of this machine.

        Raises BadInput, with who is known, for anybody else and for a name that several have.
        """
        people = {person.login: person for person in self.people()}
        found = logins(text, {login: person.names for login, person in people.items()})
        if len(found) == 1:
            return people[found[0]]
        if found:
            said = _("{name} may be {people}; give the login.")
            meant = listed(str(people[login]) for login in found)
            raise BadInput(said.format(name=excerpt(text), people=meant), code="ambiguous_person")
        if is_account(text, of_a_person=True):
            return Person(login=text)
        known = listed(map(str, people.values())) or _("nobody")
        if is_account(text, of_a_person=False):
            said = _(
                "{name} is an account of the machine that nobody logs in with; known: {people}."
            )
            raise BadInput(said.format(name=excerpt(text), people=known), code="unknown_person")
        said = _(
            "Nobody is known here as {name}; known: {people}. Give somebody new by their login on"
            " this machine."
        )
        raise BadInput(said.format(name=excerpt(text), people=known), code="unknown_person")

    def again(self, document: Kind) -> Kind:
        """The same document as it is now."""
        return self._again(type(document), document.key)

    def said_by(self, event: Event) -> tuple[str, ...]:
        """What an event said, without the buyer of its document as it is known by now."""
        from store.rules.order.veil import veil_of
        from store.words.phones import hide_phones

        kind, _slash, key = event.subject.partition("/")
        document = self.get(MODELS[kind], key)
        hide = veil_of(document).within if document else hide_phones
        return tuple(map(hide, event.said))

    def _again(self, kind: type[Kind], key: str) -> Kind:
        document = self.get(kind, key)
        if document is None:
            raise _unknown(key)
        return document


def _unknown(subject: str) -> BadInput:
    return BadInput(
        _("{subject} is not in this store.").format(subject=excerpt(subject)),
        field="subject",
        code="unknown_subject",
    )

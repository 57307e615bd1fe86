"""Acting: how any action runs from a key: ask why not, ask the form, run, tell, show anew.

It is loaded with the first key that needs it: it knows documents, rules and forms.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from store.models.base import Document
from store.models.order import Order
from store.models.product import Product
from store.models.subject import WHOLE, Part, Subject, Target
from store.reading.one_case import actions_of_case
from store.rules.action.base import Action, is_undoable
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import naming
from store.rules.action.meaning import means_same
from store.rules.action.refusing import why_not, why_not_of_owed
from store.rules.action.settling import by_files, settling
from store.words import _
from store.words.by_others import BY_OTHERS
from store.words.labels import label
from store.work.bulk_form import units_of_sku
from tui.actions import shown_in
from tui.forms.understood import understood, with_words
from tui.order_text.history import what_happened
from tui.order_text.record_preview import stock_text
from tui.screens.asking import Asking, begun
from tui.screens.form import FormScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.naming import called, kind_meant, kinds_owed, notes_of
from tui.screens.offered import Offered
from tui.screens.what_was_done import said_of

if TYPE_CHECKING:
    from tui.screens.answering import Answering


class Acting:
    """The actions on what a screen is about.

    What is asked of the store is read and written in the desk's threads; a screen is pushed, and a
    sentence said, in the event loop.
    """

    def __init__(
        self, screen: "Answering", meant: str = "", done: Callable[[str | None], None] | None = None
    ) -> None:
        """`meant` says what is acted on where that is not what the cursor is on, and `done` takes
        what a dialogue did; else the screen does.
        """
        self._screen = screen
        self._meant = meant
        self._done = done or screen.done
        self._desk = screen.desk
        self._repository = screen.desk.repository

    async def ask_about(
        self,
        name: str,
        subject: Subject,
        part: Part = WHOLE,
        given: Mapping[str, str] | None = None,
        *,
        turns: bool = False,
    ) -> None:
        """Ask an action's why-not, then its form; what others did is shown first.

        The form starts from what is `given`, and from the part of the subject that is meant. What
        was done already is taken back where one key `turns` it.
        """
        await self._ask(lambda: self._asked_about(name, subject, part, given or {}, turns=turns))

    async def start(
        self, name: str, given: Mapping[str, str] | None = None, draft: str = ""
    ) -> None:
        """Ask the form of an action that starts something new, from what is `given`, or from the
        draft that is kept by this name.
        """
        await self._ask(lambda: self._asked(*self._repository.starting(name), given or {}), draft)

    async def _ask(self, find: "Callable[[], Refusal | Asked]", draft: str = "") -> None:
        await self._desk.look_for_news()
        asked = await self._desk.threads.read(find)
        if isinstance(asked, Refusal):
            self._screen.refuse_key(asked.sentence, asked.title)
            return
        if asked.is_answered:
            await self._do_at_once(asked.asking)
            return
        asking = await self._desk.threads.keep(lambda: asked.drafted(draft))
        self._desk.push_screen(FormScreen(asking), self._done)

    async def _do_at_once(self, asking: Asking) -> None:
        """What asks nothing is done by its key alone."""
        threads, given = self._desk.threads, asking.suggested
        values = {one.name: given.get(one.name, "") for one in asking.fields}
        self._done(await self._screen.write(lambda: asking.done(values, threads)))

    def _asked_about(
        self, name: str, subject: Subject, part: Part, given: Mapping[str, str], *, turns: bool
    ) -> "Refusal | Asked":
        action, document = all_actions()[name], self._repository.document(subject)
        context = self._repository.context()
        if refused := why_not_of_owed(action, document, part, context):
            return Refusal(_(action.title), refused)
        owed = action.naming_owed(*part) if part.kind else {}
        if turns and (back := action.already(document, *part, context)):
            action, owed = all_actions()[back.action], back.values
        named = naming(action, document, part.record) | owed
        named |= action.to_settle(kind_meant(self._repository, document, part, action.settles))
        asked = self._asked(action, document, {**named, **given}, Target(subject, part))
        if isinstance(asked, Asked) and all(one.name in owed for one in asked.asking.fields):
            return asked._replace(is_answered=is_undoable(action))
        return asked

    def _asked(
        self,
        action: type[Action[Any]],
        subject: Document,
        given: Mapping[str, str],
        *of: Target,
    ) -> "Refusal | Asked":
        """What there is to ask for an action on it as it is now, or why it may not be done; `of`
        names it, and the record of it that is meant, where nothing new is started.
        """
        repository, drafts = self._repository, self._desk.drafts
        if refused := why_not(action, subject, repository.context()):
            return Refusal(_(action.title), refused)
        form = repository.form(action, subject, *(one.part.record for one in of))

        seen = subject

        def again() -> Document:
            nonlocal seen
            seen = subject if action.starts else repository.again(subject)
            return seen

        # What is started anew is not in the store, and its key says nothing.
        key = subject.key if of else ""
        title = _(action.title) if action.starts else f"{_(action.title)}  {called(subject)}"
        asking = Asking(
            title=title,
            order_shown=subject.key if isinstance(subject, Order) else "",
            fields=form.fields,
            suggested={**form.suggested, **self._named(action, subject), **given},
            save=lambda values: said_of(
                self._desk, action, title, subject, repository.run(action, subject, values)
            ),
            check=lambda values: repository.check(action, again(), values),
            context=self._background(action, subject),
            renewed=lambda: self._background(action, again()),
            same=partial(means_same, action, action.typed_again or ""),
            echo=lambda values: understood(action, values, repository.now, seen),
            taken_apart=action.taken_apart,
            after=lambda values: repository.after(action, again(), with_words(form.fields, values)),
            typed_again=action.typed_again,
            asked_for=lambda values: action.asked_for(seen, values),
            answer=lambda: called(subject)[-4:],  # by which it is told apart
            changes=lambda: "" if action.starts else self._changes(subject, again()),
            keep=lambda values: drafts.keep(key, action.name, values, repository.now, of),
            close=drafts.close,
        )

        def drafted(draft: str) -> Asking:
            if of:
                return asking.with_draft(drafts.open(key, action.name), repository.now)
            return begun(asking, drafts, action.name, draft, repository.now)

        return Asked(asking, drafted)

    def _background(self, action: type[Action[Any]], subject: Document) -> tuple[str, ...]:
        """What to look at while typing."""
        said = self._repository.background(action, subject)
        return (self._meant, *said) if self._meant else said

    def _named(self, action: type[Action[Any]], subject: Document) -> dict[str, str]:
        """The units of the SKU that is looked at, of an action for goods that are not there."""
        goods = self._screen.goods
        if not (goods and action.of_lacking):
            return {}
        return units_of_sku(action, subject, goods, self._repository.context())

    def _changes(self, subject: Document, now: Document) -> str:
        """What happened to it since the form was opened."""
        events = self._repository.events_shown(now) if now.version != subject.version else ()
        if not events:  # or it was changed by what was done to another: stock that came back
            return ""
        last = events[-1]
        return _("Changed meanwhile by {who}: {what}").format(
            who=last.actor, what=what_happened(last, now if isinstance(now, Order) else None)
        )

    async def settle(self, subject: Subject, part: Part) -> None:
        """Do what settles something owed: the form of the only action that does, else the menu
        with all that do before the others.
        """
        kind = part.kind
        offered = await self._desk.threads.read(lambda: self._offered(subject, part))
        if offered.by_files:
            self._screen.action_press(offered.by_files)
            return
        possible = [way for way in offered.ways if not way.why_not]
        if len(possible) == 1:
            action, given, _why_not = possible[0]
            await self.ask_about(action.name, subject, part, given)
        elif kind in BY_OTHERS:
            self._screen.refuse_key(_(BY_OTHERS[kind]), label(kind))
        elif offered.ways and not possible:
            action, _given, refused = offered.ways[0]
            self._screen.refuse_key(refused or "", _(action.title))
        else:
            self._show_offers(offered, subject, part, f"{label(kind)}  {offered.name}")

    async def offer_of(self, subject: Subject, part: Part = WHOLE) -> None:
        """Every action on it, the refused ones with their sentence."""
        offered = await self.offered(subject, Part(record=part.record))
        said = _("Actions on {order}").format(order=offered.name)
        self._show_offers(offered, subject, part, "  ".join(filter(None, (said, self._meant))))

    def _offered(self, subject: Subject, part: Part = WHOLE) -> Offered:
        """What may be done with it, and what of that settles what is owed."""
        document = self._repository.document(subject)
        offers = {one.action.name: one.why_not for one in self._repository.offers(document)}
        ways = settling(document, part, self._repository.context())
        kinds = {*kinds_owed(self._repository, document, part)}
        owed = frozenset(name for name in offers if all_actions()[name].settles & kinds)
        of_case = actions_of_case(self._repository, document, part.record)
        notes = notes_of(self._repository, document)
        as_shown, by = self._desk.as_shown, by_files(document, part)
        return Offered(called(document), ways, offers, owed, of_case, notes, by, as_shown)

    async def offered(self, subject: Subject, part: Part = WHOLE) -> Offered:
        """What may be done with a document, and why the rest may not."""
        return await self._desk.threads.read(lambda: self._offered(subject, part))

    def _show_offers(self, offered: Offered, subject: Subject, part: Part, title: str) -> None:
        given = offered.given
        keys = shown_in(self._screen.place, self._desk.keys)
        every = {key.name: key for key in keys if key.name in offered.why_not}
        lines = [offered.line(every[name]) for name in dict.fromkeys((*given, *every))]
        if not lines:
            said = _("Nothing can be done with {name} itself.")
            self._screen.refuse_key(said.format(name=offered.name))
            return

        def chosen(name: str | None) -> None:  # the cursor may stand on another row by now
            if name in every:
                ask = partial(self.ask_about, name, subject, part, given.get(name))
                self._screen.answers.wait_for(ask)
            elif name:
                self._screen.action_press(name)

        # A product of the order under the cursor is not what the list has.
        is_other = subject.kind == "products" and self._screen.kind != "products"
        beside = () if is_other else self._screen.menu_beside()
        self._desk.push_screen(MenuScreen(title, [*lines, *beside]), chosen)

    async def offer_products(self, key: str) -> None:
        """The products of the order, then what may be done with the one that is chosen."""
        products = await self._desk.threads.read(lambda: self._products(key))
        if not products:
            self._screen.refuse_key(_("No line of this order names a SKU."))
            return
        every = products.values()
        texts = (f"{one.sku}  {one.full_name}  {stock_text(one)}" for one in every)
        lines = [*map(MenuLine, products, texts)]

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
    """What is asked for an action."""

    asking: Asking
    drafted: Callable[[str], Asking]
    """The same with its draft, or with the one that is kept by a name; it is read then."""
    is_answered: bool = False
    """Is it done by its key alone? What is meant says it all, and it can be taken back."""

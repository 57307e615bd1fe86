"""Repository: the only door to the store.

What is there, what may be done, and everything that writes, each as a short method; how a change is
judged, applied and committed stands in `store.change`. What takes long to load is loaded by the
method that needs it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from store.documents.writing import Receipt, new_id
from store.engines.opening import engine_at
from store.errors import BadInput
from store.handing_out import HandingOut
from store.models.base import Document
from store.models.event import Actor
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.pages import in_pages
from store.reading.shop_lists import Clock
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions, named_action
from store.rules.action.form import Form, form_of
from store.rules.action.frame import is_about
from store.rules.action.refusing import background, veiled, why_not
from store.words import N_, _

if TYPE_CHECKING:
    from store.change import Change
    from store.comparing import Comparison
    from store.importing.report import ImportReport, Watch
    from store.models.moved_deadline import MovedDeadline
    from store.reading.inquiry_view import InquiryView
    from store.reading.order_view import OrderView
    from store.reading.owed import OwedFor
    from store.search.unclaimed import Turn
    from store.upkeep.migrating import Migrated
    from store.upkeep.verifying import Verdict
    from store.work.bulk import Bulk
    from store.work.handing_over import Group, HandedOver
    from store.work.next_in_turn import Given
    from store.work.undoing import Undoing

LONGEST_REASON = 500
"""Signs of a reason to show personal data."""
REVEALED_AT_ONCE = 100
"""Orders whose reveal is recorded in one commit, so that nobody waits long for the lock."""


class Offer(Struct, frozen=True):
    """An action as the menu shows it: allowed, or why not."""

    action: type[Action[Any]]
    why_not: str | None


class Repository(HandingOut):
    """The shop's record in its documents, for one actor: what is there, and what may be done."""

    def view(self, order: Order, *, revealed: bool = False) -> "OrderView":
        """An order as it may be shown, with all that rules say of it; masked unless revealed."""
        from store.reading.order_view import OrderView

        return OrderView(self, order, revealed=revealed)

    def view_of_inquiry(self, inquiry: Inquiry, *, revealed: bool = False) -> "InquiryView":
        """An inquiry as it may be shown; masked unless revealed."""
        from store.reading.inquiry_view import InquiryView

        return InquiryView(self, inquiry, revealed=revealed)

    # What may be done

    def offers(self, subject: Document) -> list[Offer]:
        """Every action on this kind of subject, with its why-not."""
        context = self.context()
        fitting = (one for one in all_actions().values() if is_about(one, type(subject)))
        return [Offer(action, why_not(action, subject, context)) for action in fitting]

    def form(self, action: type[Action[Any]], subject: Document, record: str = "") -> Form:
        """What to ask for an action on this subject, of which a record may be meant."""
        return form_of(action, subject, self.context(), record)

    def starting(self, name: str) -> tuple[type[Action[Any]], Document]:
        """The action with this name that starts a document, and a blank one for it.

        Raises BadInput where none of this name does.
        """
        unknown = N_("{name} starts nothing new; this does: {known}.")
        action = named_action(name, lambda one: one.starts, unknown)
        return action, action.subject_type.blank(new_id())

    def action_named(self, name: str, subject: Document) -> type[Action[Any]]:
        """The action with this name; raises BadInput when this subject has none."""
        return named_action(name, lambda one: is_about(one, type(subject)))

    def check(
        self, action: type[Action[Any]], subject: Document, values: Mapping[str, str]
    ) -> None:
        """Raise what `run` would raise with these values; change nothing."""
        self._change(action, subject, values).check()

    def after(self, action: type[Action[Any]], subject: Document, values: Mapping[str, str]) -> str:
        """What would be otherwise, in one line; raises as `check` does and changes nothing."""
        from store.reading.differences import after_it

        outcome = self._change(action, subject, values).outcome()
        return veiled(subject, after_it(subject, outcome, self.policy))

    def why_not(self, name: str, subject: Document) -> str | None:
        """Why the action with this name may not be done now; None when it may."""
        return why_not(self.action_named(name, subject), subject, self.context())

    def background(self, action: type[Action[Any]], subject: Document) -> tuple[str, ...]:
        """Sentences worth seeing while an action's values are typed: who else has it, first."""
        return background(action, subject, self.context())

    # What is done

    def run(
        self,
        action: type[Action[Any]],
        subject: Document,
        values: Mapping[str, str],
        key: str = "",
    ) -> Receipt:
        """Do an action with values given as text; judged anew under the lock, all or nothing.

        Raises BadInput for malformed values and Refused where a rule says no. An idempotency `key`
        that is repeated with the same values returns the first receipt and changes nothing; with
        others it is refused.
        """
        return self._change(action, subject, values).run(key)

    def undo(self, undoing: "Undoing") -> Receipt:
        """Take back what was done, as an event of its own.

        Raises Refused where somebody changed the same since, or a rule says no.
        """
        return self._change(undoing.action, undoing.after, undoing.values, undoing).run()

    def bulk(self, folder: Path) -> "Bulk":
        """One action on many documents; its runs lie in a folder of the user's (`work.bulk`)."""
        from store.work.bulk import Bulk

        return Bulk(self, folder)

    def reveal(self, documents: Iterable[Document], reason: str) -> None:
        """Record that personal data of these orders, inquiries or reviews is shown.

        Raises BadInput without a reason.
        """
        if not reason.strip():
            raise BadInput(_("Personal data is shown for a reason only; give one."), field="reason")
        if len(reason) > LONGEST_REASON:
            sentence = _("A reason has at most {most} signs; this has {count}.")
            sentence = sentence.format(most=LONGEST_REASON, count=len(reason))
            raise BadInput(sentence, field="reason")
        for some in in_pages(documents, REVEALED_AT_ONCE):
            with self.writing() as writing:
                for document in some:
                    writing.event(document, "reveal", {"reason": reason.strip()})

    def give_next(self, turn: "Turn" = "time") -> "Given | None":
        """Claim what is next in turn; None where all is somebody's (`work.next_in_turn`)."""
        from store.work.next_in_turn import give_next

        return give_next(self, turn)

    def own_duties(self) -> "list[OwedFor]":
        """All that is owed for what whoever acts has taken on, the most urgent first."""
        from store.work.handing_over import duties_of

        return duties_of(self)

    def groups_of(self, duties: "Iterable[OwedFor]") -> "list[Group]":
        """Duties by time and kind, as a person hands them over."""
        from store.work.handing_over import grouped

        return grouped(duties, self.now)

    def hand_over(self, duties: "Iterable[OwedFor]", to: str, note: str = "") -> "list[HandedOver]":
        """Give the claims behind duties to somebody; what came of each (`work.handing_over`)."""
        from store.work.handing_over import hand_over

        return hand_over(self, duties, to, note)

    def keep_view(self, place: str, name: str, query: str, sort: str = "") -> None:
        """Give a search a name for everybody; without a query take it away (`work.shop_views`)."""
        from store.work.shop_views import keep_view

        keep_view(self, place, name, query, sort)

    def import_files(  # noqa: PLR0913 - each is an option of the command
        self,
        paths: Sequence[Path],
        shop: str | None = None,
        *,
        dry_run: bool = False,
        watch: "Watch | None" = None,
        rejected_to: Path | None = None,
        replaces: bool = False,
        as_new: bool = False,
    ) -> "list[ImportReport]":
        """Meet everything that exported files say with the store (`importing.paths`)."""
        from store.importing import import_paths, unwatched

        return import_paths(
            self,
            paths,
            shop,
            dry_run=dry_run,
            watch=watch or unwatched,
            rejected_to=rejected_to,
            replaces=replaces,
            as_new=as_new,
        )

    def adopt_policy(self, file: Path, *, replaces: bool = False) -> "list[MovedDeadline]":
        """Make the rules of a file the shop's own; which deadlines that moves (`adopting`)."""
        from store.adopting import adopt

        return adopt(self, file, replaces=replaces)

    def compare_policy(self, file: Path) -> "Comparison":
        """What adopting a file of rules would change; nothing is (`comparing`)."""
        from store.comparing import compare

        return compare(self, file)

    def _change(
        self,
        action: type[Action[Any]],
        subject: Document,
        values: Mapping[str, str],
        undoes: "Undoing | None" = None,
    ) -> "Change[Any]":
        from store.change import Change

        return Change(self, action, subject, values, undoes)

    # What keeps it

    def renew_rows(self) -> int:
        """Make every stale row anew; for how many documents that was."""
        return sum(self.renewing())

    def renewing(self) -> Iterator[int]:
        """The same commit by commit: others may work in between, and it may be left off."""
        from store.upkeep.renewal import renewing

        return renewing(self)

    def verify(self, *, full: bool = False) -> "Verdict":
        """Read everything and check it; raises StoreTrouble with the first broken thing."""
        from store.upkeep.verifying import verify

        return verify(self, full=full)

    def backup(self, file: Path, *, replaces: bool = False) -> None:
        """Write a consistent copy of the whole store, while others go on writing."""
        from store.upkeep.backup import backup

        backup(self, file, replaces=replaces)

    def dump(self, file: Path, *, replaces: bool = False) -> None:
        """Write the whole store as one text that stock TinyDB opens."""
        from store.files.handed_out import hand_out
        from store.upkeep.dump import dump_into

        hand_out(file, lambda text: dump_into(self.engine, text), replaces=replaces)


def open_store(url: str, actor: Actor, clock: Clock | None = None) -> Repository:
    """Open the store that a folder or an address names; it is made on the first write."""
    engine = engine_at(url)
    try:
        return Repository.on(engine, actor, clock)
    except BaseException:
        engine.close()
        raise


def restore_store(file: Path, folder: Path, actor: Actor) -> None:
    """Make a new store from a backup, a daily copy or a dump (`upkeep.restoring`)."""
    from store.upkeep.restoring import restore

    restore(file, folder, actor)


def migrate_store(source: str, target: str, told: Callable[[int], None]) -> "Migrated":
    """Move a whole store to another place (`upkeep.migrating`)."""
    from store.upkeep.migrating import migrate

    return migrate(source, target, told)

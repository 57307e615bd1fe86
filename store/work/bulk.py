"""Bulk (批量): one action on many documents, each judged and committed by itself.

First it is planned: every document is judged without the lock, and the values for each are fixed,
so that what a person has seen is what is done. Then each is done in its own commit, with a key that
follows from the run and the document: a run that was killed, or left off, is taken up again and
does nothing twice. What is done is told by the events; the file of a run says what is wanted.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from store.acting import Store
from store.change import Change
from store.documents.kinds import KINDS, MODELS
from store.documents.telling import event_of
from store.documents.writing import new_id
from store.errors import (
    MISSING,
    BadInput,
    GivenUp,
    InterruptedReading,
    Refused,
    ShouhouError,
    StoreTrouble,
)
from store.models.base import Document
from store.models.bulk_run import BulkItem, BulkRun
from store.models.event import Event
from store.models.order import Order
from store.models.subject import Subject, Target
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions
from store.rules.action.file_fields import FilePath
from store.rules.action.kinds import OF_A_SINGLE, kind_of
from store.rules.action.markers import Reference, marker_of
from store.rules.action.refusing import veiling, why_not_about
from store.rules.action.told_times import told_values
from store.rules.order.row import goods
from store.words import _, sentences
from store.work.bulk_aims import Aim, BulkAims
from store.work.bulk_files import BulkFiles
from store.work.bulk_form import BulkForm, form_for_many, goods_meant, units_of
from store.work.each_own import EachOwn, is_list, own_field, without_own
from store.work.one_number import OneNumber
from store.work.undoing import Undoing

Watch = Callable[[BulkItem], bool]
"""Told what came of an item; False: leave the rest."""
Values = Mapping[str, str]


class RunBrokenOff(StoreTrouble):
    """The store failed between two of a run; what came of each so far is in `run`."""

    def __init__(self, run: BulkRun, trouble: StoreTrouble) -> None:
        said = _("{cause} {done} are done, {left} are left.")
        done, left = len(run.of("done")), len(run.of("left"))
        sentence = said.format(cause=trouble.cause, done=done, left=left)
        super().__init__(sentence, code=trouble.code, cause=trouble.cause)
        self.run = run


def always() -> bool:
    """Nobody stops it."""
    return True


def unwatched(_item: BulkItem) -> bool:
    """Nobody looks; go on."""
    return True


class Bulk:
    """What one person does to many documents of a store."""

    def __init__(self, store: Store, folder: Path) -> None:
        """In the folder lie the runs of this person."""
        self._store = store
        self.files = BulkFiles(folder)
        self.undoings: list[Undoing] = []
        """How what was last carried out can be taken back, as far as it can."""

    def target(self, text: str) -> Target:
        """What a person means by a number; raises BadInput as `Records.find` does."""
        document = self._store.find(text)
        return Target(Subject(KINDS[type(document)], document.key))

    def aims(self, name: str, targets: Iterable[Target]) -> BulkAims:
        """What an action would be done with, for its form and for every plan that follows."""
        return BulkAims(self._store, all_actions()[name], targets)

    def form(self, name: str, targets: Iterable[Target]) -> BulkForm:
        """What to ask once for all of these."""
        return form_for_many(self.aims(name, targets), self._store.context())

    def plan(self, aims: BulkAims, values: Values, goes_on: Callable[[], bool] = always) -> BulkRun:
        """Judge the action for each; nothing is changed, and the lock is not taken.

        Raises Refused for what is not done to many, BadInput for what is wrong for all of them, and
        InterruptedReading once it no longer `goes_on`.
        """
        store, action = self._store, aims.action
        given = {field: text for field, text in values.items() if text.strip()}
        why_not = why_not_many(action, given)
        if why_not:
            raise Refused(why_not, code="why_not")
        # "In two hours" is the same time for all, however long it takes.
        given = told_values(action, given, store.now)
        own, given = self._own(aims, given)
        items: list[BulkItem] = []
        shared = OneNumber(own)
        changed: dict[Subject, Document] = {}
        for aim in aims.look_behind(changed):
            if not goes_on():
                raise InterruptedReading(_("The reading was stopped."))
            item, after = self._planned(action, aim, given, own)
            items.append(item)
            if after:
                changed[item.subject] = after
            shared.note(item, aim.document)
        made = {"id": new_id(), "at": store.now, "by": str(store.actor)}
        judged = tuple(shared.judged(items))
        return BulkRun(action=action.name, values=given, items=judged, **made)

    def _own(self, aims: BulkAims, given: Values) -> tuple[EachOwn | None, dict[str, str]]:
        """What each has of its own, and the values that are the same for all."""
        field = own_field(aims.action)
        if field not in given:
            return None, dict(given)
        return EachOwn(field, given[field], aims.called), without_own(given, field)

    def _planned(
        self, action: type[Action[Any]], aim: Aim, given: Values, own: EachOwn | None
    ) -> tuple[BulkItem, Document | None]:
        """One of them, judged, with its values; and its document as it is after it, where others
        are judged behind it.
        """
        kind, key = aim.target.subject
        item = BulkItem(kind=kind, key=key, name=aim.name, about=aim.about)
        if aim.document is None:
            return _refused(item, aim.why_not), None
        document = aim.document
        values = {**aim.told, **given}
        if own:
            values[own.field] = own.value_of(item.subject.called)
        try:
            with veiling(document):
                values |= units_of(action, document, values, self._store.context())
        except Refused as error:
            return _refused_by(error, item), None
        item = item.model_copy(update={"values": values})
        if aim.why_not:
            return _refused(item, aim.why_not), None
        if own and not values[own.field]:
            return _refused(item, _("The list has no number for it."), own.field), None
        change = Change(self._store, action, document, values)
        try:
            done = change.looked()
            after = change.outcome().after(document) if aim.is_of_several else None
        except Refused as error:
            return _refused_by(error, item), None
        except BadInput as error:
            is_own = own is not None and error.field == own.field
            if not is_own and _is_for_all(action, given, error):
                raise
            said = sentences(error.sentence, _by_itself(action, error))
            return _refused(item, said, error.field), None
        found = {
            "goods": goods_meant(action, document, values),
            "holds": goods(document) if isinstance(document, Order) else "",
            "back_fen": done.money_back(document),
            "short": done.falls_short(document) or "",
        }
        return item.model_copy(update=found), after

    def as_told(self, run: BulkRun) -> BulkRun:
        """The run as the events tell it: whoever was killed over it kept no file of what was done.

        What an event tells of none of is left.
        """
        return _with(run, map(partial(self._as_told, run), run.items))

    def _as_told(self, run: BulkRun, item: BulkItem) -> BulkItem:
        if item.state != "left":
            return item
        kept = self._store.engine.event_with(run.idempotency_key(item))
        if kept is None:
            return item
        event = event_of(kept)
        return _done(item, event, self._store.said_by(event))

    def carry_out(self, run: BulkRun, watch: Watch = unwatched) -> BulkRun:
        """Do what is left of a run, one commit each, and say what came of it.

        It may be stopped between two. Whatever ends it, what came of it so far is kept. Raises
        RunBrokenOff where the store fails.
        """
        self.files.keep(run)
        self.undoings = []
        items = list(run.items)
        try:
            for place, item in enumerate(items):
                if item.state == "left":
                    items[place] = self._done(run, item)
                    if not watch(items[place]):
                        break
        except GivenUp:
            raise
        except StoreTrouble as error:
            raise RunBrokenOff(_with(run, items), error) from error
        finally:
            self.files.keep(_with(run, items))
        return _with(run, items)

    def _done(self, run: BulkRun, item: BulkItem) -> BulkItem:
        """What came of one of them."""
        try:
            document = self._store.document(item.subject)
            change = Change(self._store, all_actions()[run.action], document, item.values)
            receipt = change.run(run.idempotency_key(item))
        except (Refused, BadInput) as error:
            return _refused_by(error, item)
        if receipt.undoing:
            self.undoings.append(receipt.undoing)
        return _done(item, receipt.event, receipt.said)


def why_not_many(action: type[Action[Any]], given: Values) -> str | None:
    """Why an action with these values is not done to many at once; None where it is."""
    title, own = _(action.title), own_field(action)
    if action.starts:
        return _("“{action}” starts something new, one at a time.").format(action=title)
    for name, info in action.model_fields.items():
        is_made = any(isinstance(one, FilePath) and one.use == "make" for one in info.metadata)
        is_single = is_made or kind_of(info).name in OF_A_SINGLE
        if name == own and (name not in given or is_list(given[name])):
            continue  # a list has one for each
        is_record = marker_of(info, Reference) is not None
        if is_single and (name in given or (info.is_required() and not is_record)):
            said = _(
                "“{action}” is not done to many at once: “{field}” is another one for each. Do them"
                " one by one."
            )
            if name == own:
                said = _(
                    "“{action}” needs another “{field}” for each: give a line for each, with the"
                    " order number and its own."
                )
            return said.format(action=title, field=_(info.title or name))
    return None


def why_not_any(action: type[Action[Any]], targets: Iterable[Target]) -> str | None:
    """What is said where an action is for documents of none of these kinds."""
    kinds = dict.fromkeys(target.subject.kind for target in targets)
    said = [why_not_about(action, MODELS[kind]) for kind in kinds]
    return said[0] if said and all(said) else None


def _is_for_all(action: type[Action[Any]], given: Values, error: ShouhouError) -> bool:
    """Is it wrong whichever document is meant, and not because of what one of them says?"""
    name = error.field or ""
    if error.code == "unknown_field":
        return True
    info = action.model_fields.get(name)
    if info is None or marker_of(info, Reference):
        return False
    return name in given or name != action.typed_again


def _done(item: BulkItem, event: Event, said: Iterable[str]) -> BulkItem:
    return item.model_copy(update={"state": "done", "event": event.id, "said": tuple(said)})


def _refused(item: BulkItem, sentence: str, field: str | None = None) -> BulkItem:
    said = {"sentence": sentence, "field": field or ""}
    return item.model_copy(update={"state": "refused", **said})


def _refused_by(error: Refused | BadInput, item: BulkItem) -> BulkItem:
    return _refused(item, error.sentence, error.field)


def _by_itself(action: type[Action[Any]], error: BadInput) -> str | None:
    """How it is done where several records of one fit: none is given to many."""
    name, is_missing = error.field or "", any(one.code == MISSING for one in error.problems)
    info = action.model_fields.get(name)
    if info is None or not is_missing or marker_of(info, Reference) is None:
        return None
    said = _("Do it by itself here, with “{field}” ({name}=…).")
    return said.format(field=_(info.title or name), name=name)


def _with(run: BulkRun, items: Iterable[BulkItem]) -> BulkRun:
    return run.model_copy(update={"items": tuple(items)})

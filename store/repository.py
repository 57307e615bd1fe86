"""Repository: the only door to the store.

What is there, what may be done, and everything that writes, each as a short method; how a change is
judged, applied and committed stands in `store.change`. What takes long to load is loaded by the
method that needs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.change import Change, Store
from store.documents.writing import Receipt
from store.errors import BadInput
from store.models.base import Document
from store.models.event import Actor
from store.reading.shop_lists import Clock, engine_at
from store.rules.action.base import Action, AskedField
from store.rules.action.catalogue import all_actions
from store.words import _


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as the menu shows it: allowed, or why not."""

    action: type[Action[Any]]
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """What has to be asked for an action, and what to start from."""

    action: type[Action[Any]]
    fields: tuple[AskedField, ...]
    suggested: dict[str, str]


class Repository(Store):
    """The shop's record in its documents, for one actor: what is there, and what may be done."""

    # What may be done

    def offers(self, subject: Document) -> list[Offer]:
        """Every action on this kind of subject, with its why-not."""
        context = self.context()
        return [
            Offer(action, action.why_not(subject, context))
            for action in all_actions().values()
            if action.subject_type is type(subject)
        ]

    def form(self, action: type[Action[Any]], subject: Document) -> Form:
        """What to ask for an action on this subject."""
        fields = action.asked(subject)
        suggested = {**action.starting_values(fields), **action.suggest(subject, self.context())}
        return Form(action, fields, suggested)

    def action_named(self, name: str, subject: Document) -> type[Action[Any]]:
        """The action with this name; raises BadInput when this subject has none."""
        fitting = {
            one.name: one for one in all_actions().values() if one.subject_type is type(subject)
        }
        if name not in fitting:
            raise BadInput(
                _("There is no action {name} here; there is: {known}.").format(
                    name=name, known=", ".join(fitting)
                ),
                field="action",
                code="unknown_action",
            )
        return fitting[name]

    def check(
        self, action: type[Action[Any]], subject: Document, values: Mapping[str, str]
    ) -> None:
        """Raise what `run` would raise with these values; change nothing."""
        Change(self, action, subject, values).check()

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
        return Change(self, action, subject, values).run(key)


def open_store(url: str, actor: Actor, clock: Clock | None = None) -> Repository:
    """Open the store at a folder; it is made on the first write."""
    engine = engine_at(url)
    try:
        return Repository.on(engine, actor, clock)
    except BaseException:
        engine.close()
        raise

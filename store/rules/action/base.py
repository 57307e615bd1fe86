"""Action (操作): everything a person can do is one class in one file, and this is its shape.

Its fields are what has to be asked. `why_not` says whether it may be done at all now, `problems`
what is wrong with the values, `suggest` what to start from, `apply` what changes. What stands here
is what the author of an action writes; the form, the command line, the menu and the repository
read the class through `action.frame`, so that a field may have any name but one of these.
"""

import re
from collections.abc import Iterator, Mapping
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, get_origin

from msgspec import Struct
from pydantic import ConfigDict, model_validator

from store.errors import Problem
from store.models.base import Document, Record
from store.models.money import Fen
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.action.fields import wrong
from store.rules.action.telling import Tells
from store.rules.cases.case_machine import Moves
from store.words import _

if TYPE_CHECKING:
    from store.rules.action.references import Choice

LAST_FOUR = "last-four"
"""Typed again are the last four digits of the order's number."""
Subject_contra = TypeVar("Subject_contra", bound=Document, contravariant=True)


def _ensure_fields_hide_nothing(action: type) -> None:
    """Raise TypeError for a field that takes the name of what the frame reads of the class.

    Of a class before pydantic has seen it, because that only warns.
    """
    fields = (name for name, kind in get_annotations(action).items() if not _is_fact(kind))
    for name in fields:
        if any(name in vars(base) for base in action.__mro__[1:]):
            raise TypeError(
                f"A field of {action.__name__} is called {name}, and so is a part of every action;"
                " give the field another name."
            )


def _is_fact(kind: Any) -> bool:
    return ClassVar in (kind, get_origin(kind))


class Pack(Struct, frozen=True):
    """An evidence pack (证据包) to be written for a person; a rule only says what goes into it."""

    to: str
    case: str | None = None
    """The case it is about; none means the whole order."""
    reveal_reason: str = ""
    """Why the buyer is shown; empty means masked."""


class Undo(Struct, frozen=True):
    """How something is taken back: by an action with its values, judged like any other."""

    action: str
    values: dict[str, str]


class OneOf(Struct, frozen=True):
    """Fields of which one at least has to be given, and what is said where none is."""

    fields: tuple[str, ...]
    """The first of them is the one that is asked for."""
    sentence: str


class Outcome(Struct, frozen=True):
    """What an action changes, and what has to be said about it besides "done"."""

    documents: tuple[Document, ...]
    said: tuple[str, ...] = ()
    also: tuple[Document, ...] = ()
    """Other documents in whose history it is told as well."""

    def after(self, document: Document) -> Document | None:
        """A document as it is after it; None where it stays as it was."""
        found = (one for one in self.documents if isinstance(one, type(document)))
        return next((one for one in found if one.key == document.key), None)


class Action(Record, Generic[Subject_contra]):
    """One thing a person can do to a document. Subclasses are named verb + noun."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: ClassVar[str] = ""
    """`create-reissue`, made from the class name."""
    title: ClassVar[str] = ""
    place: ClassVar[int] = 0
    """Where it stands among the actions of a menu, the palette and the help; a hundred a group."""
    key: ClassVar[str] = ""
    """Textual's names of its keys in the desk, with commas between; the first is shown.

    Empty for what is done from the menu only."""
    footer: ClassVar[int] = 0
    """Its place in the desk's footer; 0 is not shown there."""
    settles: ClassVar[frozenset[str]] = frozenset()
    """The kinds of what is owed (`store.search.vocabularies.KINDS`) that it is the way to settle:
    done, nothing of it is owed any more, or its time begins anew."""
    moves: ClassVar[Moves] = ()
    """The rows of the table of cases: from where to where this action leads one."""
    tells: ClassVar[tuple[Tells, ...]] = ()
    """The platform tasks that it may make."""
    asked_first: ClassVar[tuple[str, ...]] = ()
    """The fields that are asked before the others, in this order; one it has not is passed over."""
    one_of: ClassVar[OneOf | None] = None
    """Of which fields one has to be given, where none of them is needed by itself."""
    typed_again: ClassVar[str | None] = None
    """What the form asks for a second time, because the act cannot be taken back: the field of an
    amount or a count, or `LAST_FOUR`."""
    put_right_by: ClassVar[str] = ""
    """The action that puts right what was recorded wrongly by it, where no undo takes it back."""
    starts: ClassVar[bool] = False
    """Does it make its subject? It is given a blank one, and there is none in the store before;
    done to what it is `also_about`, it makes one that belongs to that."""
    of_lacking: ClassVar[bool] = False
    """Is it for goods that are not there? Where one SKU is looked at, only its units are meant."""
    subject_type: ClassVar[type[Document]] = Order
    also_about: ClassVar[tuple[type[Document], ...]] = ()
    """Other kinds of document to which the same may be done."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        _ensure_fields_hide_nothing(cls)
        super().__init_subclass__(**kwargs)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @model_validator(mode="after")
    def _gives_one(self) -> Self:
        wanted = self.one_of
        if wanted and not any(map(self.gives, wanted.fields)):
            raise wrong(_(wanted.sentence), wanted.fields[0])
        return self

    def gives(self, field: str) -> bool:
        """Does a field say something, among those of which one has to?"""
        return bool(getattr(self, field))

    @classmethod
    def why_not(cls, subject: Subject_contra, context: Context) -> str | None:
        """Why this may not be done now, as a whole sentence; None when it may."""
        raise NotImplementedError

    @classmethod
    def why_not_with(
        cls, subject: Subject_contra, values: Mapping[str, str], context: Context
    ) -> str | None:
        """The same once values are given: the refusal may be about the record they name."""
        return cls.why_not(subject, context)

    def problems(self, subject: Subject_contra, context: Context) -> Iterator[Problem]:
        """What is wrong with the values, field by field."""
        yield from ()

    @classmethod
    def suggest(cls, subject: Subject_contra, context: Context) -> dict[str, str]:
        """Values a form may start from, as text."""
        return {}

    @classmethod
    def suggest_for(cls, subject: Subject_contra, record: str, context: Context) -> dict[str, str]:
        """The same where the record of this id is meant; its own field is filled in."""
        return cls.suggest(subject, context)

    @classmethod
    def offers(
        cls, subject: Subject_contra, context: Context
    ) -> "Mapping[str, tuple[Choice, ...]]":
        """What a form lets choose, by field, where the type of the field does not say it."""
        return {}

    @classmethod
    def naming_owed(cls, kind: str, about: str) -> dict[str, str]:
        """The values that name something owed, of an action on what is owed itself."""
        return {}

    @classmethod
    def why_not_owed(
        cls, subject: Subject_contra, kind: str, about: str, context: Context
    ) -> str | None:
        """Why it may not be done with this that is owed, whatever its values; None where it may."""
        return None

    @classmethod
    def already(
        cls, subject: Subject_contra, kind: str, about: str, context: Context
    ) -> Undo | None:
        """How it is taken back where it was done already with this that is owed, or without a kind
        with all that is: the same key does both. None where it was not, or is done once more.
        """
        return None

    @classmethod
    def asked_for(cls, subject: Subject_contra, values: Mapping[str, str]) -> str:
        """What the buyer asks for, as a value of the field that is typed again; empty for nothing.

        Of several records the values name one. Agreeing to just that is not typed again.
        """
        return ""

    @classmethod
    def units(cls, subject: Any) -> dict[int, int]:
        """The most units of each line of an order that its fields of lines may hold."""
        return {line.line: line.ordered for line in subject.lines}

    @classmethod
    def units_for(cls, subject: Any, values: Mapping[str, str]) -> dict[int, int]:
        """The same of the record that these values name, where they name one."""
        return cls.units(subject)

    @classmethod
    def to_settle(cls, kind: str) -> dict[str, str]:
        """The values without which it settles nothing of this kind; which record is filled in."""
        return {}

    @classmethod
    def background(cls, subject: Subject_contra, context: Context) -> tuple[str, ...]:
        """Sentences worth seeing while the values are typed."""
        return ()

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        """What is understood from values typed so far, by field; empty where nothing is."""
        return {}

    @classmethod
    def echo_of(cls, subject: Subject_contra, values: Mapping[str, str]) -> dict[str, str]:
        """The same, with what only its subject tells."""
        return cls.echo(values)

    @classmethod
    def taken_apart(cls, text: str) -> dict[str, str]:
        """The values of several fields, by field, that a text holds which is pasted into one of
        them; nothing where it is a value of that one.
        """
        return {}

    def undone_by(self, before: Subject_contra, after: Subject_contra) -> Undo | None:
        """How it is taken back, of an action that changed nothing but what we decided here; None
        where there is no way. An action that has this is undoable (`is_undoable`).
        """
        return None

    def money_back(self, subject: Subject_contra) -> Fen:
        """What of the subject's money goes back by it, or is agreed to (fen); 0 for nothing."""
        return 0

    def falls_short(self, subject: Subject_contra) -> str | None:
        """How it gives less than the buyer asks for, as a whole sentence; None where it does not.

        Among many done at once whoever does them reads it before and afterwards.
        """
        return None

    def makes(self) -> Pack | None:
        """What is written out for a person beside the change; nothing for most."""
        return None

    def apply(self, subject: Subject_contra, context: Context) -> Outcome:
        """The documents as they are after the action."""
        raise NotImplementedError


def is_undoable(action: type[Action[Any]]) -> bool:
    """Can what it does be taken back?"""
    return action.undone_by is not Action.undone_by

"""Action (操作): everything a person can do is one class in one file, and this is its shape.

Its fields are what has to be asked. `why_not` says whether it may be done at all now, `problems`
what is wrong with the values, `suggest` and `choices` what to start from, `apply` what changes.
The form, the command line, the menu and the repository read the same class.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar

from pydantic import ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from store.errors import BadInput, Problem, Refused
from store.models.base import Document, Record
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.action.fields import (
    Reference,
    Spellings,
    chosen_word,
    literal_words,
    plain_tracking_no,
    read_amount,
)
from store.rules.action.references import Choice, referable
from store.rules.action.sentences import sentence_of
from store.rules.action.telling import Tells
from store.rules.cases.case_machine import Moves
from store.words import _

Subject = TypeVar("Subject", bound=Document)


@dataclass(frozen=True, slots=True)
class Pack:
    """An evidence pack (证据包) to be written for a person; a rule only says what goes into it."""

    to: str
    case: str | None = None
    """The case it is about; none means the whole order."""
    reveal_reason: str = ""
    """Why the buyer is shown; empty means masked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action changes, and what has to be said about it besides "done"."""

    documents: tuple[Document, ...]
    said: tuple[str, ...] = ()
    pack: Pack | None = None


class AskedField(NamedTuple):
    """One field of an action as a form or a command line asks for it."""

    name: str
    title: str
    help: str
    required: bool
    choices: tuple[Choice, ...]
    annotation: Any


class Action(Record, Generic[Subject]):
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
    moves: ClassVar[Moves] = ()
    """The rows of the table of cases: from where to where this action leads one."""
    tells: ClassVar[tuple[Tells, ...]] = ()
    """The platform tasks that it may make."""
    typed_again: ClassVar[str | None] = None
    """The field that the form asks for a second time because the act cannot be undone."""
    undoable: ClassVar[bool] = False
    """Did it change nothing but what we decided here, so that it may simply be taken back?"""
    subject_type: ClassVar[type[Document]] = Order

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def why_not(cls, subject: Subject, context: Context) -> str | None:
        """Why this may not be done now, as a whole sentence; None when it may."""
        raise NotImplementedError

    @classmethod
    def why_not_with(
        cls, subject: Subject, values: Mapping[str, str], context: Context
    ) -> str | None:
        """The same once values are given: the refusal may be about the record they name."""
        return cls.why_not(subject, context)

    def problems(self, subject: Subject, context: Context) -> Iterator[Problem]:
        """What is wrong with the values, field by field."""
        yield from ()

    @classmethod
    def fitting(cls, subject: Subject, refers: Reference) -> tuple[Choice, ...]:
        """The records a field may name now; where exactly one fits, it may be left out."""
        return referable(subject, refers) if isinstance(subject, Order) else ()

    @classmethod
    def knows(cls, subject: Subject, refers: Reference, value: str) -> bool:
        """Is there such a record? One that does not fit may still be known, and judged later."""
        return value in {choice.value for choice in cls.fitting(subject, refers)}

    @classmethod
    def suggest(cls, subject: Subject, context: Context) -> dict[str, str]:
        """Values a form may start from, as text."""
        return {}

    @classmethod
    def background(cls, subject: Subject, context: Context) -> tuple[str, ...]:
        """Sentences worth seeing while the values are typed."""
        return ()

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        """What is understood from values typed so far, by field; empty where nothing is."""
        return {}

    @classmethod
    def reads_same(cls, name: str, one: str, other: str) -> bool:
        """Do two texts mean the same value of this field, as 20 and 20.00 do?"""
        info = cls.model_fields[name]

        def read(text: str) -> object:
            words = literal_words(info.annotation)
            if words:
                return chosen_word(text, words, _marker(info, Spellings))
            try:
                return read_amount(text)
            except PydanticCustomError:
                return text.strip()

        return read(one) == read(other)

    def apply(self, subject: Subject, context: Context) -> Outcome:
        """The documents as they are after the action."""
        raise NotImplementedError

    @classmethod
    def asked(cls, subject: Subject) -> tuple[AskedField, ...]:
        """The fields in the order they are asked."""
        return tuple(
            AskedField(
                name,
                _(info.title or name),
                _(info.description) if info.description else "",
                info.is_required(),
                cls._choices(info, subject),
                info.annotation,
            )
            for name, info in cls.model_fields.items()
        )

    @classmethod
    def starting_values(cls, fields: tuple[AskedField, ...]) -> dict[str, str]:
        """The defaults, and the only record that a reference may name."""
        found: dict[str, str] = {}
        for field in fields:
            default = cls.model_fields[field.name].default
            if isinstance(default, str):
                found[field.name] = default
            elif len(field.choices) == 1 and (field.required or cls._alone(field.name)):
                found[field.name] = field.choices[0].value
        return found

    @classmethod
    def read(cls, values: Mapping[str, str], subject: Subject) -> Self:
        """The action with these values, given as text.

        An empty text counts as left out; a reference that is left out is filled in where exactly
        one record fits. Raises BadInput with one problem for each malformed field.
        """
        given = {name: text for name, text in values.items() if text.strip()}
        for field in cls.asked(subject):
            if not cls._alone(field.name) or field.name in given:
                continue
            if len(field.choices) == 1:
                given[field.name] = field.choices[0].value
            elif field.required and field.choices:
                raise _several_fit(field)
        for name in given.keys() & cls.model_fields.keys():
            given[name] = _as_kept(cls.model_fields[name], subject, given[name])
        try:
            action = cls.model_validate(given)
        except ValidationError as error:
            raise _malformed(cls, error) from None
        for field in cls.asked(subject):
            value = getattr(action, field.name)
            refers = reference_of(cls.model_fields[field.name])
            if refers and value is not None and not cls.knows(subject, refers, value):
                raise _no_such_record(field, value)
        return action

    @classmethod
    def _alone(cls, name: str) -> bool:
        refers = reference_of(cls.model_fields[name])
        return bool(refers and refers.alone)

    @classmethod
    def _choices(cls, info: FieldInfo, subject: Subject) -> tuple[Choice, ...]:
        refers = reference_of(info)
        if refers:
            return cls.fitting(subject, refers)
        return tuple(Choice.of_word(word) for word in literal_words(info.annotation))

    @classmethod
    def ensure_known(cls, values: Mapping[str, str], subject: Subject) -> None:
        """Raise BadInput for a field that there is none of, whatever a rule would say."""
        if values.keys() - cls.model_fields.keys():
            cls.read(values, subject)

    def ensure(self, subject: Subject, context: Context) -> None:
        """Raise Refused unless the values are right for this subject."""
        problems = tuple(self.problems(subject, context))
        if problems:
            raise Refused(problems[0].sentence, field=problems[0].field, problems=problems)


Marker = TypeVar("Marker", Reference, Spellings)


def _marker(info: FieldInfo, kind: type[Marker]) -> Marker | None:
    return next((one for one in info.metadata if isinstance(one, kind)), None)


def reference_of(info: FieldInfo) -> Reference | None:
    """Which kind of record a field names, if it names one."""
    return _marker(info, Reference)


def _malformed(cls: type[Action[Any]], error: ValidationError) -> BadInput:
    problems = tuple(
        Problem(
            str(detail["loc"][0]) if detail["loc"] else "", sentence_of(detail, cls.model_fields)
        )
        for detail in error.errors(include_url=False)
    )
    code = "unknown_field" if error.errors()[0]["type"] == "extra_forbidden" else "malformed"
    return BadInput(problems[0].sentence, field=problems[0].field, code=code, problems=problems)


def _as_kept(info: FieldInfo, subject: Document, text: str) -> str:
    """The word of a choice however it is spelled, and a parcel's id for its tracking number."""
    words = literal_words(info.annotation)
    if words:
        return chosen_word(text, words, _marker(info, Spellings))
    refers = reference_of(info)
    if refers is None or refers.to != "parcel" or not isinstance(subject, Order):
        return text
    number = plain_tracking_no(text)
    named = [one.id for one in subject.parcels if number and one.tracking_no.upper() == number]
    return named[0] if len(named) == 1 else text


def _several_fit(field: AskedField) -> BadInput:
    known = ", ".join(f"{value} ({text})" for value, text in field.choices)
    sentence = _("Several fit here; name one of: {known}.").format(known=known)
    return BadInput(
        sentence, field=field.name, code="malformed", problems=(Problem(field.name, sentence),)
    )


def _no_such_record(field: AskedField, value: str) -> BadInput:
    known = ", ".join(choice.value for choice in field.choices) or _("none")
    sentence = _("{value} does not exist; there is: {known}.").format(value=value, known=known)
    return BadInput(
        sentence, field=field.name, code="unknown_record", problems=(Problem(field.name, sentence),)
    )

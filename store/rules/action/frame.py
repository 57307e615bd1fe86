"""The frame (框架): what a form, the command line and the repository do with a class of action.

None of it stands on the class: what an author writes there shares its names with the fields, and
nothing else may.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from store.errors import Problem, Refused
from store.models.base import Document
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.fields import chosen_word, literal_words
from store.rules.action.kinds import LINES, is_if_asked, is_scanned, kind_of, takes_all
from store.rules.action.line_offers import LineOffer, lines_offered, only_unit
from store.rules.action.markers import NONE, Reference, Spellings, marker_of
from store.rules.action.misread import malformed, no_such_record, several_fit
from store.rules.action.offered import Offered, OnlyWith
from store.rules.action.record_action import RecordAction, fitting_records, record_field, records_of
from store.rules.action.record_numbers import named_record, record_names
from store.rules.action.references import Choice, every_choice, referable
from store.rules.action.told_times import ahead
from store.rules.timing.policy import Policy
from store.words import _

Subject = TypeVar("Subject", bound=Document)
Given = TypeVar("Given", bound=Action[Any])


def is_about(action: type[Action[Any]], kind: type[Document]) -> bool:
    """May the action be done to a document of this kind that is there?"""
    return kind in action.also_about or (kind is action.subject_type and not action.starts)


class AskedField(NamedTuple):
    """One field of an action as a form or a command line asks for it."""

    name: str
    title: str
    help: str
    required: bool
    choices: tuple[Choice, ...]
    annotation: Any
    kind: str = "line"
    lines: tuple[LineOffer, ...] = ()
    """The lines of the order that it may hold; a choice where that is one unit."""
    if_asked: bool = False
    """Is it needed only once a problem asks for it?"""
    takes_only_record: bool = False
    """Left out, does the only record that may be named count?"""
    takes_all: bool = False
    """Left out, does it mean every unit that it may hold?"""
    offered: tuple[Choice, ...] = ()
    """Words that may be taken, where any other text may be written too."""
    one_of: tuple[str, ...] = ()
    """The fields of which one has to be given, where this is among them."""
    only_with: OnlyWith | None = None
    """The other field that decides whether it means something; none where it always does."""
    scanned: bool = False
    """Is it what a scanner types, as a rule?"""

    @property
    def only(self) -> str:
        """The only value it can have; empty where it has several, or none."""
        is_meant = self.required or self.takes_only_record or self.takes_all
        return self.choices[0].value if is_meant and len(self.choices) == 1 else ""


def asked_fields(
    action: type[Action[Any]],
    subject: Document | None,
    policy: Policy | None = None,
    context: Context | None = None,
) -> tuple[AskedField, ...]:
    """The fields in the order they are asked; records may be chosen of a subject only.

    What the shop's own list offers is known with its `policy`, who is known here with it and the
    `context`, and with that alone which records fit by what is not in the subject, as whether
    their time is over.
    """
    places = {name: place for place, name in enumerate(action.asked_first)}
    names = sorted(action.model_fields, key=lambda name: places.get(name, len(places)))
    return tuple(_asked_field(action, name, subject, policy, context) for name in names)


def _asked_field(
    action: type[Action[Any]],
    name: str,
    subject: Document | None,
    policy: Policy | None,
    context: Context | None,
) -> AskedField:
    info = action.model_fields[name]
    refers = marker_of(info, Reference)
    lines = lines_offered(action, subject) if kind_of(info) is LINES else ()
    choices = tuple(map(Choice.of_word, literal_words(info.annotation)))
    one_of = action.one_of.fields if action.one_of else ()
    offered = marker_of(info, Offered) if policy else None
    if refers:
        choices = _fitting(action, name, refers, subject, context)
    elif unit := only_unit(lines) if takes_all(info) else None:
        choices, lines = (unit,), ()
    return AskedField(
        name=name,
        title=_(info.title or name),
        help=_(info.description) if info.description else "",
        required=info.is_required(),
        choices=choices,
        annotation=info.annotation,
        kind=kind_of(info).name,
        lines=lines,
        if_asked=is_if_asked(info),
        takes_only_record=bool(refers and refers.alone),
        takes_all=takes_all(info),
        offered=tuple(offered.choices(subject, policy, context)) if offered and policy else (),
        one_of=one_of if name in one_of else (),
        only_with=marker_of(info, OnlyWith),
        scanned=is_scanned(info),
    )


def _fitting(
    action: type[Action[Any]],
    name: str,
    refers: Reference,
    subject: Document | None,
    context: Context | None,
) -> tuple[Choice, ...]:
    """The records a field may name now; where exactly one fits, it may be left out."""
    if not isinstance(subject, Order | Inquiry):
        return ()
    if (
        isinstance(subject, Order)
        and issubclass(action, RecordAction)
        and name == record_field(action)
    ):
        # Where none fits now, what is said is about the one that would.
        fits = fitting_records(action, subject, context) or fitting_records(action, subject)
        return every_choice(subject, refers.to, fits)
    return referable(subject, refers)


def _known(action: type[Action[Any]], field: AskedField, subject: Document) -> Iterable[str]:
    """What a field that refers to a record may name: what does not fit is judged later."""
    refers = marker_of(action.model_fields[field.name], Reference)
    if refers and refers.known and isinstance(subject, Order | Inquiry):
        return refers.known(subject)
    if (
        isinstance(subject, Order)
        and issubclass(action, RecordAction)
        and field.name == record_field(action)
    ):
        return (record.id for record in records_of(action, subject))
    return (choice.value for choice in field.choices)


def starting_values(action: type[Action[Any]], fields: tuple[AskedField, ...]) -> dict[str, str]:
    """The defaults, and the only record that a reference may name."""
    values: dict[str, str] = {}
    for field in fields:
        default = action.model_fields[field.name].default
        if isinstance(default, str):
            values[field.name] = default
        elif field.only:
            values[field.name] = field.only
    return values


def read_values(
    action: type[Given],
    values: Mapping[str, str],
    subject: Document,
    context: Context | None = None,
) -> Given:
    """The action with these values, given as text; the `context` makes sense of tomorrow.

    An empty text counts as left out; a reference that is left out is filled in where exactly
    one record fits and is meant. Raises BadInput with one problem for each malformed field.
    """
    given = {name: text for name, text in values.items() if text.strip()}
    fields = asked_fields(action, subject, context=context)
    for field in fields:
        if not field.takes_only_record or field.name in given:
            continue
        refers = marker_of(action.model_fields[field.name], Reference)
        if len(field.choices) == 1:
            if refers is None or refers.meant is None or refers.meant(subject, given):
                given[field.name] = field.choices[0].value
        elif field.choices and (field.required or _is_for_one_of(field, given)):
            raise several_fit(field.name, field.choices, _spoken_names(action, field, subject))
    for name in given.keys() & action.model_fields.keys():
        given[name] = _as_kept(action.model_fields[name], subject, given[name])
    for field in fields:
        value = given.get(field.name, "").strip()
        refers = marker_of(action.model_fields[field.name], Reference)
        if refers and value and value not in _known(action, field, subject):
            raise no_such_record(field.name, value, _spoken_names(action, field, subject))
    try:
        now = context.now if context else None
        return action.model_validate(given, context={"now": now})
    except ValidationError as error:
        raise malformed(action, error) from None


def _is_for_one_of(field: AskedField, given: Mapping[str, str]) -> bool:
    """Is it among the fields of which one has to be given, and is none?"""
    return bool(field.one_of) and given.keys().isdisjoint(field.one_of)


def _as_kept(info: FieldInfo, subject: Document, text: str) -> str:
    """The word of a choice however it is spelled, and a record's id for the number of it."""
    words = literal_words(info.annotation)
    if words:
        return chosen_word(text, words, marker_of(info, Spellings))
    refers = marker_of(info, Reference)
    if refers is None or not isinstance(subject, Order | Inquiry):
        return text
    return NONE if refers.is_none(text) else named_record(subject, refers.to, text)


def ensure_known_fields(
    action: type[Action[Any]], values: Mapping[str, str], subject: Document
) -> None:
    """Raise BadInput for a field that there is none of, whatever a rule would say."""
    if values.keys() - action.model_fields.keys():
        read_values(action, values, subject)


def ensure_right(done: Action[Subject], subject: Subject, context: Context) -> None:
    """Raise Refused unless the values are right for this subject."""
    problems = problems_of(done, subject, context)
    if problems:
        raise Refused(problems[0].sentence, field=problems[0].field, problems=problems)


def problems_of(done: Action[Subject], subject: Subject, context: Context) -> tuple[Problem, ...]:
    """What is wrong with the values: what the action says, and of other fields what their types
    say.
    """
    own = tuple(done.problems(subject, context))
    named = {one.field for one in own}
    return (*own, *(one for one in ahead(done, context) if one.field not in named))


def _spoken_names(
    action: type[Action[Any]], field: AskedField, subject: Document
) -> dict[str, str]:
    """The records that fit a field, or else those it may name, by their id as people name them."""
    known = [choice.value for choice in field.choices] or _known(action, field, subject)
    refers = marker_of(action.model_fields[field.name], Reference)
    names: dict[str, str] = {}
    if refers and isinstance(subject, Order | Inquiry):
        names = {NONE: _(refers.none)} | record_names(subject, refers.to)
    return {one: names.get(one, one) for one in known}


def naming(action: type[Action[Any]], subject: Document, record: str) -> dict[str, str]:
    """The field that names this record of the subject, with it; none where it fits no field."""
    for field in asked_fields(action, subject):
        refers = marker_of(action.model_fields[field.name], Reference)
        if refers and record in (choice.value for choice in field.choices):
            return {field.name: record}
    return {}

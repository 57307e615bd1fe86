"""ListTable (列表): what a list is, as data: its columns, fields, states, sorts and indexes.

The compiler of conditions (`store.search.where`) and the writer of rows (`store.engines.rows`)
work for any list; a list of its own is one more of these, in `store.search.lists`.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Literal

from msgspec import Struct


class Now(Enum):
    """Stands where the present instant is put in."""

    NOW = "now"


NOW = Now.NOW


class Column(Struct, frozen=True):
    """A narrow column to filter or sort by, made of one attribute of the row."""

    name: str
    type: Literal["integer", "text"] = "integer"
    source: str = ""
    """The attribute, where it has another name."""
    folded: bool = False
    nullable: bool = False
    """None means "not known"."""
    joined: bool = False
    """The attribute holds several texts; the column has them a line each."""

    @property
    def attribute(self) -> str:
        """The attribute of the row that it is made of."""
        return self.source or self.name


class Words(Struct, frozen=True):
    """A text field whose words stand in the list's `word` table, one entry a value."""

    sources: tuple[str, ...]
    """Attributes of the row; empty where the words come from the document (a phone)."""
    how: Literal["exact", "contains", "tail"]


class First(Struct, frozen=True):
    """A text field that is the first part of what a bare word looks in; a part of it is enough."""

    source: str


class Text(Struct, frozen=True):
    """A text field in a folded column: a part of it is enough, or it has to be the whole."""

    column: str
    whole: bool = False
    as_given: bool = False
    """The column is not folded: a login is told apart from another by its capitals."""
    has_words: bool = False
    """Is a whole word of its document's looked for besides, of which the column shows a part?"""
    words: tuple[str, ...] = ()
    """Those of its values that are shown by a name of their own."""


UNKNOWN = "none"
"""The word for a line that is empty."""


class Lines(Struct, frozen=True):
    """A text field in a column of a line each, as it is kept: one of them has to be the whole."""

    column: str
    words: tuple[str, ...] = ()
    """Those of its values that are shown by a name of their own."""


class Choice(Struct, frozen=True):
    """A field with a vocabulary."""

    column: str
    vocabulary: tuple[str, ...]
    blank: str = ""
    """The word for an empty column."""
    counted: bool = False
    """The column holds the place of the word in the vocabulary, not the word."""
    several: bool = False
    """The column holds any number of the words, a line each; one of them is enough."""

    def stored(self, values: tuple[str, ...]) -> tuple[int | str, ...]:
        """Words of the vocabulary as the column holds them."""
        if self.counted:
            return tuple(self.vocabulary.index(value) for value in values)
        return tuple("" if value == self.blank else value for value in values)


class Turned(Struct, frozen=True):
    """A field with a vocabulary whose value is another one once a time is over."""

    column: str
    vocabulary: tuple[str, ...]
    when: str
    """The column that has to say something for it to turn."""
    at: str
    """The column of the instant from which it is turned."""
    value: str = ""
    """What it is then; empty means what `when` says."""
    blank: str = ""
    """The word for an empty column."""


class Later(Struct, frozen=True):
    """What takes the place of a column's value once a time is over."""

    column: str
    """The column of what comes then; where that is not known, nothing takes its place."""
    at: str
    """The column of the instant from which it does."""


class Number(Struct, frozen=True):
    """A number, kept in whole parts of which `scale` make what a person writes."""

    column: str
    scale: int = 1
    later: Later | None = None


class Moment(Struct, frozen=True):
    """An instant; where there is a passing one, the earlier of both once that has passed."""

    column: str
    forward: bool = False
    """A span counts from now into the future; else back from now."""
    passing: str = ""


Field = Words | First | Text | Lines | Choice | Turned | Number | Moment


def words_of_field(field: Field) -> tuple[str, ...]:
    """The values of a field that are shown by names; none of one that holds whatever was typed."""
    if isinstance(field, Choice | Turned):
        return field.vocabulary
    return field.words if isinstance(field, Text | Lines) else ()


class Term(Struct, frozen=True):
    """A column compared with constants: `to_ship > 0`; the same text in an index and a query."""

    column: str
    sign: Literal["=", "<>", ">", "in", "not in"]
    value: int | str | tuple[str, ...] | Now


class Reached(Struct, frozen=True):
    """A field's instant is now or was before."""

    field: str


class Sort(Struct, frozen=True):
    """What a list can be sorted by; unknown values stand last whichever way."""

    column: str
    nullable: bool = False
    passing: str = ""
    """As of `Moment`."""
    later: Later | None = None
    """As of `Number`."""


class Index(Struct, frozen=True):
    """An index; `state` names the states whose terms limit it."""

    name: str
    columns: tuple[str, ...]
    state: str = ""
    known: str = ""
    """Only rows where this column is known."""
    unknown: str = ""
    """Only rows where this column is not known."""
    terms: tuple[Term, ...] = ()
    """Only rows for which these hold."""


class ListTable(Struct, frozen=True, eq=False):
    """One list as data: its columns, what it may be searched and sorted by, and its indexes."""

    name: str
    columns: tuple[Column, ...]
    fields: Mapping[str, Field]
    states: Mapping[str, tuple[Term | Reached, ...]]
    sorts: Mapping[str, Sort]
    default_sort: str
    tie: str
    """The column by which equal rows stand; then by their id."""
    key: str
    """The column a row is looked up by: its key, or the last part of it."""
    indexes: tuple[Index, ...]
    numbered: str = ""
    """The column of the order number, by which pasted numbers are found."""
    find: tuple[str, ...] = ()
    """The attributes a bare word looks in."""
    numbers: tuple[str, ...] = ()
    """The fields with the numbers of single things, the whole of which is looked up."""
    tail_field: str = ""
    """The field whose ends a bare word of digits looks in besides."""
    whole_field: str = ""
    """The field whose whole words another bare word looks in besides."""
    parent: "ListTable | None" = None
    """The list of the document these rows are of, where it has many; its fields are known too."""
    is_mixed: bool = False
    """Its rows are of documents of several kinds, which the column `of_kind` names; those of the
    parent's kind alone have its fields."""
    others: "tuple[ListTable, ...]" = ()
    """Lists of other documents that its rows are of: those are found as they are found there, too,
    by a bare word, and by a field of the parent's that is known there."""
    besides: tuple[str, ...] = ()
    """Folded columns of its own that a bare word looks in besides."""
    standing: tuple[str, ...] = ()
    """The fields whose words stand alone, as states do."""
    standing_for: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType({})
    """Other words that rows show and that stand alone, with the words of which field they mean."""
    lapses: str = ""
    """The column that says a row is gone once its time (`default_sort`'s) is over."""
    place: str = ""
    """What the place of the desk is called that shows it, a text of the catalogue."""
    said_in: str = "goods"
    """The attribute in which a damaged row says that it is."""
    fresh: tuple[str, ...] = ("platform", "policy", "form")
    """The columns by which a row is known to be of an earlier form or of other rules."""

    @property
    def parent_id(self) -> str:
        """The id of the row in the parent that a row `r` is of; null where it is of none."""
        if self.parent is None or not self.is_mixed:
            return "r.of"
        return f"case r.of_kind when '{self.parent.name}' then r.of end"

    def of_documents(self, kind: str) -> tuple[str, tuple[str, ...]]:
        """What a statement of rows `r` asks besides, so that it finds those of a kind's."""
        return (" and r.of_kind = ?", (kind,)) if self.is_mixed else ("", ())

    @property
    def searchable(self) -> "ListTable":
        """The list whose `find` and `word` tables are looked in."""
        return self.parent or self

    def field_of(self, name: str) -> "tuple[ListTable, Field] | None":
        """A field by its name, and whose it is."""
        if name in self.fields:
            return self, self.fields[name]
        return self.parent.field_of(name) if self.parent else None

    def state_of(self, name: str) -> "tuple[ListTable, tuple[Term | Reached, ...]] | None":
        """A state by its name, and whose it is."""
        if name in self.states:
            return self, self.states[name]
        return self.parent.state_of(name) if self.parent else None

    @property
    def field_names(self) -> tuple[str, ...]:
        """Every field the list can be searched by, its own first."""
        inherited = self.parent.field_names if self.parent else ()
        return tuple(dict.fromkeys((*self.fields, *inherited)))

    @property
    def state_names(self) -> tuple[str, ...]:
        """Every word that stands alone, its own first."""
        inherited = self.parent.state_names if self.parent else ()
        return tuple(dict.fromkeys((*self.states, *inherited)))

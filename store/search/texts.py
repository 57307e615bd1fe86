"""Texts (找字): where words and texts stand, through the `find` and `word` tables of a list.

Either as the ids of all documents in which a text stands, for which one table is read to its end or
an index is looked up; or row by row, which is quicker where few rows are asked.
"""

from collections.abc import Sequence

from store.search.folding import sought_digits
from store.search.sql import FALSE, Sql, both, first_holds, holds, ours
from store.search.table import ListTable, Words
from store.words.masks import is_masked

TAIL_LEAST = 4
"""A bare word of so many digits may be the end of a phone."""
WHOLE_LEAST = 2
"""A bare word of so many signs may be a whole name."""
NUMBER_LEAST = 8
"""Digits of a bare word that is a number."""
_START = "@start(w.word)"
"""As much of a word as an index has."""
_AFTER_DIGITS = ":"
"""The sign that follows the digits: what begins with `0065` is from it up to `0065:`."""


def is_number(word: str) -> bool:
    """Is a bare word the number of something, so that few rows have it and any other search would
    look at many in vain first?
    """
    return sum(map(str.isdigit, word)) >= NUMBER_LEAST


class Texts:
    """The texts of one list, or of the documents its rows are of."""

    def __init__(self, table: ListTable) -> None:
        owner = table.searchable
        self._find = ours(f"{owner.name}_find", "f")
        self._word = ours(f"{owner.name}_word", "w")
        self._rows = ours(f"{owner.name}_row", "r")
        self._tail_field, self._whole_field = owner.tail_field, owner.whole_field
        self.id = "r.id" if owner is table else table.parent_id

    def within(self, ids: Sql) -> Sql:
        """The row is, or is of, one of these documents."""
        return Sql(f"{self.id} in ({ids.text})", ids.parameters)

    def words(self, name: str, field: Words, parts: tuple[str, ...]) -> Sql:
        """The ids of what has one of these words in a field."""
        if field.how == "tail":
            return self._tails(name, parts)
        if field.how == "exact":
            return self._with_words(name, _whole(parts))
        return self._with_words(name, both((holds("w.word", part) for part in parts), "or"))

    def first(self, parts: tuple[str, ...]) -> Sql:
        """The ids of what has one of these in its first part."""
        return self._with_text(first_holds(parts))

    def first_here(self, parts: tuple[str, ...]) -> Sql:
        """The same row by row."""
        return self._here(first_holds(parts))

    def anywhere(self, words: Sequence[tuple[str, bool]], beside: Sql | None = None) -> list[Sql]:
        """The ids of what has each bare word, or with `True` has it not, where such words look.

        In parts that exclude each other; `beside` is asked of the rows `r` of those alone.
        """
        (word, turned), *others = words
        tail = self._known_by(word)
        if others or turned or tail is None:
            return [self._read(both(self._sought(*given) for given in words), beside)]
        here = holds("f.text", word)
        ends = f"f.id in ({tail.text}) and not ({here.text})"
        by_end = Sql(ends, (*tail.parameters, *here.parameters))
        return [self._read(here, beside), self._read(by_end, beside)]

    def anywhere_within(self, word: str) -> Sql:
        """The row is, or is of, one of the documents that have a bare word."""
        return self.within(self._read(self._sought(word, turned=False), None))

    def _read(self, sought: Sql, beside: Sql | None) -> Sql:
        if beside is None:
            return self._with_text(sought)
        rows = f"{self._find} @join {self._rows} on r.id = f.id"
        text = f"select f.id as id from {rows} where ({sought.text}) and ({beside.text})"
        return Sql(text, (*sought.parameters, *beside.parameters))

    def _sought(self, word: str, turned: bool) -> Sql:
        sought, tail = holds("f.text", word), self._known_by(word)
        if tail:
            sought = both((sought, Sql(f"f.id in ({tail.text})", tail.parameters)), "or")
        return Sql(f"not ({sought.text})", sought.parameters) if turned else sought

    def anywhere_here(self, word: str) -> Sql:
        """The same row by row."""
        here, tail = self._here(holds("f.text", word)), self._known_by(word)
        return both((here, self.within(tail)), "or") if tail else here

    def _tails(self, name: str, parts: tuple[str, ...]) -> Sql:
        ranges = [
            Sql(f"{_START} >= ? and {_START} < ?", (digits, digits + _AFTER_DIGITS))
            for digits in map(sought_digits, parts)
            if digits
        ]
        return self._with_words(name, both(ranges, "or"))

    def _known_by(self, word: str) -> Sql | None:
        """The ids of what is known by this word, though its texts show a part of it at most."""
        digits = sought_digits(word)
        if digits and (word.isdigit() or is_masked(word)):
            is_end = self._tail_field and len(digits) >= TAIL_LEAST
            return self._tails(self._tail_field, (word,)) if is_end else None
        if word.isdigit() or not self._whole_field or len(word) < WHOLE_LEAST:
            return None
        return self._with_words(self._whole_field, _whole((word,)))

    def _with_words(self, name: str, sought: Sql) -> Sql:
        text = f"select w.id as id from {self._word} where w.field = ? and ({sought.text})"
        return Sql(text, (name, *sought.parameters))

    def _with_text(self, sought: Sql) -> Sql:
        text = f"select f.id as id from {self._find} where ({sought.text})"
        return Sql(text, sought.parameters)

    def _here(self, sought: Sql) -> Sql:
        # As `exists` PostgreSQL would look for the text in every row before it asks the first.
        text = f"(select {sought.text} from {self._find} where f.id = {self.id})"
        return Sql(text, sought.parameters)


def _whole(words: tuple[str, ...]) -> Sql:
    """A word is one of these; looked up by how it starts."""
    if not words:
        return FALSE
    starts, marks = ", ".join(["@start(?)"] * len(words)), ", ".join("?" * len(words))
    return Sql(f"{_START} in ({starts}) and w.word in ({marks})", (*words, *words))

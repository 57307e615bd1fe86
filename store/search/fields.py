"""Words of a row (可搜的词): what a row is found by, and what only its document says."""

from functools import cache
from operator import attrgetter
from typing import Any
from zlib import crc32

from store.search.folding import PARTS, folded, name_words, phone_words, tag_words
from store.search.lists import LISTS
from store.search.table import ListTable, Words

Found = tuple[str, str]
"""A field and a folded word by which a row is found in it."""


def words_of(document: object) -> tuple[Found, ...]:
    """What a document is found by that no row of it shows: the full phone and name of an order, and
    its tags as they were typed.
    """
    # Not getattr, which takes long to find that a document has none.
    kept = vars(document)
    receiver, tags, flag = kept.get("receiver"), kept.get("tags"), kept.get("flag")
    found = (*phone_words(receiver.phone), *name_words(receiver.name)) if receiver else ()
    if not (tags or flag):
        return found
    return (*found, *tag_words((flag.tag if flag else "", *(tags or ()))))


class Maker:
    """Makes of the rows of a list what they are found and sorted by."""

    def __init__(self, table: ListTable) -> None:
        self._cells = attrgetter(*(column.attribute for column in table.columns))
        self._folded = [place for place, column in enumerate(table.columns) if column.folded]
        self._joined = [place for place, column in enumerate(table.columns) if column.joined]
        self._find = attrgetter(*table.find) if table.find else None
        self._words = [
            (name, attrgetter(source))
            for name, field in table.fields.items()
            if isinstance(field, Words)
            for source in field.sources
        ]

    def words(self, row: object) -> list[Found]:
        """What it is found by through the list's `word` table, each once."""
        words: dict[Found, None] = {}
        for name, attribute in self._words:
            value = attribute(row)
            if value:
                for text in (value,) if isinstance(value, str) else value:
                    if word := folded(text):
                        words[name, word] = None
        return list(words)

    def find_text(self, row: object) -> str:
        """Everything a bare word looks in, folded."""
        texts: list[str] = []
        for value in self._find(row) if self._find else ():
            if isinstance(value, str):
                texts.append(value)
            else:
                texts += value
        return PARTS.join(map(folded, texts))

    def cells(self, row: object) -> list[Any]:
        """The narrow columns, in their order."""
        values = list(self._cells(row))
        for place in self._folded:
            values[place] = folded(values[place])
        for place in self._joined:
            values[place] = "\n".join(" ".join(text.split()) for text in values[place])
        return values


@cache
def maker_of(name: str) -> Maker:
    """The one of the list with this name."""
    return Maker(LISTS[name])


def checksum(row: str, words: str) -> int:
    """The crc that is kept with a row as text and the words it is found by."""
    return crc32(words.encode(), crc32(row.encode()))

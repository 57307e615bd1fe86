"""Names (叫法): what a shop calls the fields and states of the search, beside their own words.

The Chinese ones are tables of their own. The words of a field (`pay:待付款`) are in none: they are
its labels, in every language that the desk speaks.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from store.search.chinese_names import FIELDS_IN_CHINESE, STATES_IN_CHINESE
from store.search.folding import folded
from store.search.quoting import unquoted
from store.search.ranges import times_in_chinese
from store.search.table import (
    Choice,
    Field,
    ListTable,
    Moment,
    Number,
    Turned,
    words_of_field,
)
from store.words import readings, spoken, while_heard
from store.words.articles import without_articles
from store.words.labels import LABELS, PRESSED, PRESSES, label
from store.words.owed_labels import BRIEFS, TASK_BRIEFS
from store.words.task_labels import OWN_BUTTONS, TASK_BUTTONS, TASK_LABELS

FAMILIES = MappingProxyType(
    {
        "refund": ("refund_only", "return_and_refund"),
        "退款": ("refund_only", "return_and_refund"),
        "return": ("return_and_refund",),
        "退货": ("return_and_refund",),
        "refused": ("refused_delivery",),
    }
)
"""Words of a field that are called so as well, where they stand alone."""
PLATFORM_TASK = "platform-task"
"""The kind of all that the platform is to be told."""
TASK = "task"
"""The field of what the platform is to be told, which rows show in place of their kind."""
TASKS_TOLD = (*TASK_LABELS, *TASK_BUTTONS)
PRESS = "点击"
"""How the platforms' pages say that a button is pressed."""
CARRIER = "carrier"
OWNED_BY = "claim"
"""The field that the names of an owner mean in a list that has no other."""
_COUNT = "库存"
_JOINTS = re.compile("[-_]")
_QUOTED = re.compile(r'(!*)([^:"|]+):"([^"]*)"')
"""A field compared with a quoted text: its sign, its name, and the text."""
_OWNER = ("owner", "agent", *FIELDS_IN_CHINESE["owner"], *FIELDS_IN_CHINESE["agent"])


def field_named(name: str, table: ListTable) -> str | None:
    """The field of a list that is called so, in whichever language; none where none is."""
    known = table.field_names
    own = next((one for one in known if name in (one, *FIELDS_IN_CHINESE[one])), None)
    if own is None and name in _OWNER:
        return OWNED_BY if OWNED_BY in known else None
    return own


def names_in_chinese(name: str, table: ListTable) -> tuple[str, ...]:
    """What a shop calls a field of a list, first what is offered."""
    known, names = table.field_of(name), FIELDS_IN_CHINESE[name]
    if name == OWNED_BY and "owner" not in table.field_names:
        names = (*FIELDS_IN_CHINESE["owner"], *names)
    # The stock of a product is counted, that of an order is a state: both are called `stock`.
    is_count = known is not None and isinstance(known[1], Number) and _COUNT in names
    return (_COUNT,) if is_count else names


def field_shown(name: str, table: ListTable) -> str:
    """A field as it is typed where this language is spoken."""
    return names_in_chinese(name, table)[0] if spoken() == "zh" else name


def state_shown(name: str) -> str:
    """A state as it is typed where this language is spoken."""
    return STATES_IN_CHINESE[name][0] if spoken() == "zh" else name


def state_named(word: str, table: ListTable) -> str | None:
    """The state of a list that is called so, in whichever language, or as it is shown."""
    sought, known = folded(word).replace(" ", "-"), table.state_names
    # The labels come last: asking for them may load a catalogue.
    own = (one for one in known if sought in (one, *STATES_IN_CHINESE[one]))
    shown = (one for one in known if folded(word) in _labels(one))
    return next(own, None) or next(shown, None)


def standing(word: str, table: ListTable) -> tuple[str, tuple[str, ...]] | None:
    """The field of a list, and its words, that are meant by this one alone; mostly none."""
    for name, field in _standing(table):
        if meant := word_meant(word, field):
            return name, (meant,)
    sought = folded(word)
    kinds = {
        word for name, field in _standing(table) if name == "kind" for word in field.vocabulary
    }
    if sought in FAMILIES and kinds.issuperset(FAMILIES[sought]):
        return "kind", FAMILIES[sought]
    return next(
        (table.standing_for[one] for one in table.standing_for if sought in _labels(one)), None
    )


def words_shown(table: ListTable) -> Iterator[str]:
    """How the words are shown, in every language, that stand alone in a list and are no states."""
    for _name, field in _standing(table):
        for word in field.vocabulary:
            yield from _labels(word)
    for word in table.standing_for:
        yield from _labels(word)


def words_standing(table: ListTable) -> Iterator[str]:
    """The words of fields that mean something in a list without their field."""
    for _name, field in _standing(table):
        yield from field.vocabulary


def _standing(table: ListTable) -> Iterator[tuple[str, Choice | Turned]]:
    for name in table.standing:
        known = table.field_of(name)
        if known and isinstance(known[1], Choice | Turned):
            yield name, known[1]


def names_of_state(state: str) -> tuple[str, ...]:
    """All that a state is called: its own word, what a shop says, what is shown."""
    return (state, *STATES_IN_CHINESE[state], *_labels(state))


def word_meant(part: str, field: Field) -> str | None:
    """The word of a field that is called so, in whichever language.

    It is called as lists and queues show it, with its articles or without, whatever joins its
    words: `kind:settle-the-refund`, `kind:"settle the refund"`.
    """
    sought, known = plain_name(part), words_of_field(field)
    own = (one for one in known if sought == plain_name(one))
    called = (one for one in known if sought in map(plain_name, names_of_word(one)))
    return next(own, None) or next(called, None)


@lru_cache(4096)
def plain_name(name: str) -> str:
    """A name as it is told from others: folded, without articles, its words joined by blanks."""
    return without_articles(_JOINTS.sub(" ", folded(name)))


def _labels(word: str, known: tuple[Mapping[str, str], ...] = (BRIEFS, LABELS)) -> Iterator[str]:
    """How it is shown, first as a queue says it, and the first half of that: a comma parts the
    words of a field.
    """
    shown = (texts[word] for texts in known if word in texts)
    for said in (folded(one) for text in shown for one in readings(text)):
        yield said
        if "," in said:
            yield said.partition(",")[0]


def names_of_task(task: str) -> tuple[str, ...]:
    """All that a row calls what the platform is to be told, or the button that does it, folded, in
    every language (`store.words.what_owed`).
    """
    button = task if task in TASK_BUTTONS else OWN_BUTTONS.get(task, "")
    said = (one.format(press=button) for text in (PRESSES, PRESSED) for one in readings(text))
    pressed = (button, f"{PRESS}{button}", *(folded(unquoted(one)) for one in said))
    labels = _labels(task, (TASK_BRIEFS, TASK_LABELS))
    return (task, *labels, *(pressed if button else ()))


@while_heard
def plain_names_of_tasks() -> Mapping[str, tuple[str, ...]]:
    """The same of each of them, as they are compared: asked for with every key of a search."""
    return {task: tuple(map(plain_name, names_of_task(task))) for task in TASKS_TOLD}


def tasks_called(said: str, field: Choice | Turned) -> tuple[str, ...]:
    """What is to be told to the platform, and the buttons that do it, that are called so, or begin
    so where that is several words or says that one is pressed; of a field of kinds alone, as rows
    show them in place of theirs.
    """
    if PLATFORM_TASK not in field.vocabulary:
        return ()
    sought = plain_name(unquoted(said))
    pressed = (sought.removeprefix(head) for head in _heads() if sought.startswith(head))
    may_begin = " " in sought or any(pressed)
    return tuple(
        task
        for task, names in plain_names_of_tasks().items()
        if sought in names or (may_begin and any(one.startswith(sought) for one in names))
    )


def _heads() -> Iterator[str]:
    """What stands before a button that is to be pressed, in every language."""
    yield PRESS
    for one in readings(PRESSES):
        yield folded(unquoted(one)).partition("{press}")[0].strip()


def names_of_word(word: str) -> tuple[str, ...]:
    """All that a word of a field is called: itself, and what is shown, in whichever language."""
    return (word, *_labels(word))


def shown_word(word: str, *, is_chinese: bool) -> str:
    """A word of a field as it is typed: itself, or its Chinese where that is known here."""
    if not is_chinese:
        return word.replace("_", "-")
    chinese = (said for said in _labels(word) if not said.isascii() and "," not in said)
    return next(chinese, word)


def query_word_shown(word: str, table: ListTable) -> str:
    """A word of a query as it is shown; where Chinese is spoken, by the shop's names for it.

    What is shown means the same where it is typed. What is quoted stays as it is, unless it is a
    word of its field.
    """
    if '"' in word:
        return _quoted_shown(word, table)
    return "|".join(_part_shown(part, table) for part in word.split("|"))


def _quoted_shown(word: str, table: ListTable) -> str:
    quoted = _QUOTED.fullmatch(word)
    name = field_named(folded(quoted[2]), table) if quoted else None
    known = table.field_of(name) if name else None
    meant = word_meant(quoted[3], known[1]) if quoted and known else None
    if quoted is None or name is None or meant is None:
        return word
    return f'{quoted[1]}{_field_said(quoted[2], name, table)}:"{label(meant)}"'


def _value_shown(value: str, name: str, field: Field) -> str:
    """A value that is a word of its field, or the code of a carrier, by its name."""
    meant = word_meant(value, field)
    if meant is None:
        code = value.upper()
        return label(code) if name == CARRIER and code in LABELS else value
    return shown_word(meant, is_chinese=True)


def _field_said(typed: str, name: str, table: ListTable) -> str:
    """A field as it was typed, or in Chinese where that is spoken."""
    return names_in_chinese(name, table)[0] if spoken() == "zh" else typed


def _part_shown(part: str, table: ListTable) -> str:
    bare, is_chinese = part.lstrip("!"), spoken() == "zh"
    sign = part[: len(part) - len(bare)]
    said, colon, value = bare.partition(":")
    if not colon:
        state = state_named(bare, table) if is_chinese else None
        return sign + (state_shown(state) if state else bare)
    name = field_named(folded(said), table)
    known = table.field_of(name) if name else None
    if name is None or known is None:
        return part
    field = known[1]
    if isinstance(field, Choice | Turned):
        meant = (
            (word_meant(one, field) if is_chinese else None) or one for one in value.split(",")
        )
        value = ",".join(shown_word(one, is_chinese=is_chinese) for one in meant)
    elif isinstance(field, Moment) and is_chinese:
        value = times_in_chinese(value)
    elif is_chinese:
        value = ",".join(_value_shown(one, name, field) for one in value.split(","))
    return f"{sign}{_field_said(said, name, table)}:{value}"

"""The words of the desk: English in the code, in place; other languages from a gettext catalogue.

The store says sentences (refusals, problems, receipts) but knows no catalogue. The program that
starts the desk hands one over with `speak`; until then every sentence is English.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from gettext import NullTranslations
from typing import Any, TypeVar

_catalogue = NullTranslations()


def speak(catalogue: NullTranslations) -> None:
    """Say everything from now on in the language of this catalogue."""
    global _catalogue  # noqa: PLW0603 - one process speaks one language
    _catalogue = catalogue


def spoken() -> str:
    """The code of the language spoken now, such as `en` or `zh`."""
    return _catalogue.info().get("language", "en")


_catalogues: Callable[[], Iterable[NullTranslations]] = tuple
_remembered: list[Any] = []
Work = TypeVar("Work", bound=Callable[..., Any])


def while_heard(work: Work) -> Work:
    """A function whose answers are remembered as long as the same languages are understood."""
    remembered: Any = cache(work)
    _remembered.append(remembered)
    return remembered  # type: ignore[no-any-return]


def hear(catalogues: Callable[[], Iterable[NullTranslations]]) -> None:
    """Understand words of these languages as well; they are loaded by the first that is asked."""
    global _catalogues  # noqa: PLW0603 - what one process understands
    _catalogues = cache(catalogues)
    for one in _remembered:
        one.cache_clear()


def readings(message: str) -> tuple[str, ...]:
    """How it reads in every language that is understood, each once; the one spoken is the first."""
    others = (catalogue.gettext(message) for catalogue in _catalogues())
    return tuple(dict.fromkeys((_(message), message, *others)))


@while_heard
def short_words(at_most: int) -> frozenset[str]:
    """The words of the catalogues that are understood of two to so many Chinese characters: names
    of acts, states and buttons.
    """
    found = (text for one in _catalogues() for text in getattr(one, "_catalog", {}).values())
    return frozenset(
        text
        for text in found
        if isinstance(text, str) and 2 <= len(text) <= at_most and all(map(_is_chinese, text))  # noqa: PLR2004
    )


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


_signs: Mapping[int, str] = {}


def write_with(signs: Mapping[int, str]) -> None:
    """Write these characters of our own sentences as these texts from now on."""
    global _signs  # noqa: PLW0603 - one process writes to one terminal
    _signs = signs


def written(text: str) -> str:
    """A text of our own in the signs that the terminal draws."""
    return text.translate(_signs) if _signs else text


def _(message: str) -> str:
    """The sentence in the language spoken now."""
    return written(_catalogue.gettext(message)) if message else message


def listed(items: Iterable[object]) -> str:
    """Several things in a sentence, divided as the language spoken divides them."""
    # A catalogue without the entry gives the text back.
    return _(", ").join(map(str, items))


def listed_first(items: Sequence[object], most: int) -> str:
    """The first of several things in a sentence, and how many more there are."""
    shown, more = listed(items[:most]), len(items) - most
    return _("{names} and {count} more").format(names=shown, count=more) if more > 0 else shown


def phrases(items: Iterable[object]) -> str:
    """Several phrases in a sentence, divided as the language spoken divides them."""
    return _("; ").join(map(str, items))


def sentences(*said: str | None) -> str:
    """Sentences behind each other, those that are empty left out; Chinese has no blank there."""
    first, *others = [*filter(None, said)] or [""]
    for one in others:
        first = _("{before} {after}").format(before=first, after=one)
    return first


def how_many(count: int, one: str, several: str) -> str:
    """So many things: what is said of one, else of several, where `{count}` is the number."""
    return _(one if count == 1 else several).format(count=count)


def named(name: object, text: object) -> str:
    """A thing and what is said of it, divided as the language spoken divides them."""
    return _("{name}: {text}").format(name=name, text=text)


def noted(text: object, note: object) -> str:
    """A text, and a note about it in the brackets of the language spoken; one that says the same is
    not said twice.
    """
    if text == note:
        return str(text)
    return _("{text} ({note})").format(text=text, note=note)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark now, translate later"
    """Mark a text for the catalogue where it is declared; it is translated where it is shown."""
    return message

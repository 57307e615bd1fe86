"""Folding (归一): how a text is kept to be found, and how a sought word is made like it.

One function makes both, so that no database's idea of upper and lower case has a say.
"""

import re
import unicodedata
from collections.abc import Iterable

from store.words.masks import is_ciphered, is_masked

PARTS = "\x1f"
"""Divides the parts of what a bare word looks in; no folded text has it."""
_BLANKS = re.compile(r"\s+")
_MASKED_PHONE = re.compile(r"[0-9]{3}\*{4,6}([0-9]{2,4})")
_UNSEEN = frozenset(("Cc", "Cf", "Cs"))


def folded(text: str) -> str:
    """A text without what does not matter: width, case, how many blanks, control characters.

    `ＩＰｈｏｎｅ　壳` → `iphone 壳`. Halves of surrogate pairs go as well: no store takes them.
    """
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if not text.isprintable():
        text = _seen(_BLANKS.sub(" ", text.replace(PARTS, "")))
    return _BLANKS.sub(" ", text) if "  " in text else text


def _seen(text: str) -> str:
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in _UNSEEN)
    return unicodedata.normalize("NFKC", seen)


def sought_digits(text: str) -> str:
    """The digits of a sought phone, turned round; empty where it is no phone.

    Of a masked one, as platforms show it (`154****2292`), the visible end.
    """
    bare = re.sub(r"[-+() ]", "", text)
    if masked := _MASKED_PHONE.fullmatch(bare):
        bare = masked[1]
    return bare[::-1] if bare.isascii() and bare.isdigit() else ""


def phone_words(phone: str) -> tuple[tuple[str, str], ...]:
    """What a phone is found by: its digits, turned round, so that an end is a beginning.

    Of a masked one the visible end; of a cipher, nothing.
    """
    if not phone or is_ciphered(phone):
        return ()
    end = folded(phone).split("转", 1)[0].rpartition("*")[2]
    digits = re.sub(r"[^0-9]", "", end)
    return (("phone", digits[::-1]),) if digits else ()


def name_words(name: str) -> tuple[tuple[str, str], ...]:
    """What a buyer is found by: the whole name, because its parts are not shown.

    Of a masked name or a cipher, nothing.
    """
    if is_ciphered(name) or is_masked(name) or not (whole := folded(name)):
        return ()
    return (("buyer", whole),)


def tag_words(tags: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What an order is found by through its tags: each as a whole, as it was typed.

    A list shows one that names the buyer masked. Who seeks it by the name knows that already, and
    finds the order by `buyer:` as well, so that nothing is told by what is found.
    """
    return tuple(("tag", word) for tag in tags if (word := folded(tag)))

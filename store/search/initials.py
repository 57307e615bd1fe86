"""Initials (首字母): first letters of a text's words, and of the pinyin of its characters.

GB 2312 has the 3,755 usual characters in the order of their pinyin, so that the first of each
letter is all that has to be known of them. Characters that it has elsewhere, and those with
another reading in our words, are named.
"""

import re
from bisect import bisect_right
from functools import lru_cache

from store.search.folding import folded

_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = [sign.encode("gb2312") for sign in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"]
_BEYOND = b"\xd8\xa1"
"""From here on GB 2312 goes by radicals."""
_OTHERS = {"单": "d", "重": "c", "调": "t", "铺": "p"}
_WORDS = re.compile(r"[a-z0-9]+|[^\x00-\x7f]")


@lru_cache(2048)
def initials(text: str) -> str:
    """`Log a contact` → `lac`, `提交补寄` → `tjbj`; what has no letter is left out."""
    return "".join(_initial(word) for word in _WORDS.findall(folded(text)))


def _initial(word: str) -> str:
    sign = word[0]
    if sign.isascii() or sign in _OTHERS:
        return _OTHERS.get(sign, sign)
    try:
        code = sign.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    place = bisect_right(_FIRST, code)
    return _LETTERS[place - 1] if place and code < _BEYOND else ""


def fits(sought: str, *texts: str) -> bool:
    """Does what is typed stand in one of these texts, or begin words or characters of it?"""
    part = folded(sought).strip()
    return not part or any(part in folded(text) or part in initials(text) for text in texts)

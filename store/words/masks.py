"""Masks (脱敏): how personal data is shown to somebody who did not ask to see it.

`张**`, `138******00`, the address down to the district (PIPL art. 6; GB/T 41833 hides at least six
digits of a phone and one character of a name). A mask of a mask is the mask itself.
"""

import re

_CIPHER_STARTS = ("#", "$", "~")
_CIPHER = re.compile(r"^(##.*|\$\$.*|~.*~)$", re.DOTALL)


def is_ciphered(text: str) -> bool:
    """Is this a token that only the platform can read (`##…##`, `$$…`)?"""
    return text[:1] in _CIPHER_STARTS and bool(_CIPHER.match(text))


def is_masked(text: str) -> bool:
    """Has somebody already hidden a part of it?"""
    return "*" in text


def may_hide(text: str, known: str) -> bool:
    """May a text in which a part is hidden stand for this one, which is known in full?"""
    if not is_masked(text) or is_masked(known) or is_ciphered(known):
        return False
    begins, ends = text.split("*", 1)[0], text.rsplit("*", 1)[1]
    fits = known.startswith(begins) and known.endswith(ends)
    return fits and len(begins) + len(ends) < len(known)


def fuller(new: str, old: str) -> str:
    """Which of two spellings of one value to keep: the new one, unless it says less."""

    def fullness(text: str) -> tuple[int, int]:
        if not text or is_ciphered(text):
            return (1 if text else 0), 0
        return (2, len(text) - text.count("*")) if is_masked(text) else (3, 0)

    return new if fullness(new) >= fullness(old) else old


def mask_name(name: str) -> str:
    """`张三丰` → `张**`; a cipher token → `**`."""
    if not name:
        return ""
    return "**" if is_ciphered(name) else name[0].strip("*") + "**"


def mask_phone(phone: str) -> str:
    """`13812345600` → `138******00`; the last four digits alone, `5600` → `******00`; anything
    else that is too short → `******`.
    """
    if not phone:
        return ""
    if is_ciphered(phone):
        return "******"
    is_plain = phone.isascii() and phone.isdigit()
    digits = phone if is_plain else re.sub(r"[^0-9*]", "", phone.split("转", 1)[0])
    if re.fullmatch(r"[0-9]{4}|[*]{6}[0-9]{2}", digits):
        return f"******{digits[-2:]}"
    return f"{digits[:3]}******{digits[-2:]}" if len(digits) >= 8 else "******"  # noqa: PLR2004


def phone_tail(phone: str) -> str:
    """The last four digits, by which an order is found although the phone is masked."""
    tail = phone.split("转", 1)[0].strip()[-4:]
    return tail if tail.isdigit() else ""

"""Carriers (快递公司): their codes, their platforms' words, and how their numbers look.

Patterns and codes are collected from scanners and platform dumps (domain.md §5), not from the
carriers: they guess and warn, they never block.
"""

import re

from msgspec import Struct


class Carrier(Struct, frozen=True):
    """One carrier as the platforms name it."""

    code: str
    name: str
    words: tuple[str, ...]
    """Every spelling seen in exports, lower case."""
    pattern: str = ""


CARRIERS: tuple[Carrier, ...] = (
    Carrier("SF", "顺丰快递", ("顺丰", "顺丰快递", "顺丰速运", "shunfeng"), r"SF\d{12,13}"),
    Carrier("YTO", "圆通快递", ("圆通", "圆通快递", "圆通速递", "yuantong"), r"YT\d{13}"),
    Carrier("ZTO", "中通快递", ("中通", "中通快递", "zhongtong"), r"78\d{12}"),
    Carrier("STO", "申通快递", ("申通", "申通快递", "shentong"), r"77\d{13}"),
    Carrier("YUNDA", "韵达快递", ("韵达", "韵达快递", "韵达速递", "yunda"), r"[34]\d{14}"),
    Carrier(
        "JTSD",
        "极兔速递",
        ("极兔", "极兔速递", "极兔快递", "jitu", "jt", "j&t", "jtexpress", "jtkd"),
        r"JT\d{12,13}",
    ),
    Carrier("JD", "京东快递", ("京东", "京东快递", "京东配送", "jd"), r"JD[0-9A-Z]{11,15}"),
    Carrier(
        "YZXB",
        "邮政快递包裹",
        ("邮政", "邮政快递", "邮政快递包裹", "中国邮政", "postb", "youzhengguonei"),
        r"9\d{12}",
    ),
    Carrier("EMS", "邮政EMS", ("ems", "邮政ems"), r"[A-Z]{2}\d{9}[A-Z]{2}|E\d{10}CS"),
    Carrier(
        "DB", "德邦快递", ("德邦", "德邦快递", "德邦物流", "dbl", "debangkuaidi"), r"DP[KL]\d{12}"
    ),
    Carrier("HT", "百世快递", ("百世", "百世快递", "百世汇通")),
    Carrier("TT", "天天快递", ("天天", "天天快递")),
    Carrier("YS", "优速快递", ("优速", "优速快递")),
    Carrier("ZJS", "宅急送", ("宅急送",)),
    Carrier("KYE", "跨越速运", ("跨越", "跨越速运")),
    Carrier("ANNENG", "安能物流", ("安能", "安能物流")),
    Carrier("SELF", "其他", ("其他", "自送")),
)

_BY_WORD = {
    word: one for one in CARRIERS for word in (one.code.lower(), one.name.lower(), *one.words)
}


def carrier_named(word: str) -> Carrier | None:
    """The carrier that this code or spelling means."""
    return _BY_WORD.get(word.strip().lower())


def as_typed(word: str | None) -> str:
    """A carrier as a person typed it; nothing where marks alone stand for nothing, as `--` does."""
    return word.strip() if word and any(map(str.isalnum, word)) else ""


def code_of(word: str) -> str:
    """The carrier's code; the word itself where the desk does not know it."""
    known = carrier_named(word)
    return known.code if known else word.strip()


def guess_carrier(tracking_no: str) -> Carrier | None:
    """The one carrier whose numbers look like this; none where no or several patterns fit."""
    fitting = [one for one in CARRIERS if one.pattern and re.fullmatch(one.pattern, tracking_no)]
    return fitting[0] if len(fitting) == 1 else None

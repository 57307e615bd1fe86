"""PastedAddress (整段地址): a receiver's name, phone and address that were copied in one text.

As the consoles of Pinduoduo and Douyin copy them and buyers write them: with labels or without, in
lines or with commas, the name first or last, the phone with an extension. What of it cannot be told
stays in the part that has house and room; nothing is left out.
"""

import re
from functools import cache
from typing import NamedTuple

from store.models.receiver import PLACE
from store.rules.parcels.divisions import MUNICIPALITIES, PROVINCES, prefectures, short_name

LONGEST_TEXT = 400
"""Characters; what is longer is a chat, and no address."""

_HALF_WIDTH = str.maketrans(
    {chr(0xFF01 + at): chr(0x21 + at) for at in range(94) if chr(0x21 + at).isalnum()}
    | {"：": ":", "，": ",", "；": ";", "　": " ", "＊": "*", "＋": "+", "－": "-"}
)
_CUT = "\x00"
"""Stands where something was taken out."""
_ENDS = r"\s,;、。|/" + _CUT
"""What stands between two parts."""
_NAME_LABELS = r"(?:收[货件]人?|买家)?(?:姓名|名字)|收[货件]人|联系人"
_OTHER_LABELS = (
    r"(?:收[货件]人?|联系人?)?(?:手机号码|手机号|手机|电话号码|电话|联系方式)"
    r"|所在(?:地区|区域|街道|地址)|省市区|地区|邮编"
    r"|(?:新的?)?(?:收[货件]人?)?(?:详细地址|街道地址|地址|信息)"
)
_BEGINS = rf"(?:^|(?<=[{_ENDS}]))"
_MARK = r"(?:[\[【(（]\d{3,6}[\]】)）])?"
"""By which the carrier finds a number that the platform lent, behind the name it stands for."""
_LABELLED_NAME = re.compile(
    rf"{_BEGINS}(?:{_NAME_LABELS})(?:\s*:\s*|[ \t]+)([^{_ENDS}\d\[【(（]+{_MARK})",
    re.MULTILINE,
)
_LABEL = re.compile(
    rf"{_BEGINS}(?:{_NAME_LABELS}|{_OTHER_LABELS})(?:\s*:\s*|[ \t]+|(?=[\d+]))", re.MULTILINE
)
_EXTENSION = (
    r"(?:\s*[\[【(（]\s*(?:请?转)?\s*(\d{3,6})\s*[\]】)）]"
    r"|\s*(?:转|分机)\s*:?(\d{1,6})"
    r"|\s*[-_](\d{3,6})(?![\d号幢栋楼室单]))?"
)
_PHONE = re.compile(
    r"(?<![\d*])(?:\+?86[- ]?)?"
    r"(1[3-9]\d[- ]?[\d*]{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|400-?\d{3}-?\d{4})(?![\d*])"
    + _EXTENSION
)
_PROVINCE = re.compile("|".join(f"{one}|{short_name(one)}" for one in PROVINCES))
_NO_CITY = r"(?:市辖区|县|(?:省|自治区)直辖县级行政(?:区划|单位))"
"""What an export has in place of a city where there is none."""
_DISTRICT = re.compile(
    r"(?:(?![路街号])[\u4e00-\u9fff]){1,14}?"
    r"(?:(?<![小社园校厂院景片街库一二三四五六七八九十期号座栋幢楼])区|县|旗|市)"
)
_STREET = re.compile(
    r"(?:(?![路街号])[\u4e00-\u9fff]){1,8}?(?:街道|镇(?!街道)|苏木|乡(?!街道|镇|村))"
)
_GAP = re.compile(rf"[\s,/>{_CUT}-]*")
_LONGEST_ALONE = 4
"""Characters of a district that stands behind no city; in a longer one a city may be hidden."""
_NAME = re.compile(rf"[^\W\d_](?:[^\W\d_]|[·.*]){{0,11}}{_MARK}")
_NAME_AT_END = re.compile(rf"[\u4e00-\u9fff·]{{2,4}}(?:先生|女士|小姐)?{_MARK}")
_PLACE_AT_END = re.compile(
    r"(?:[省市区县旗镇乡村路街号楼室层栋幢座组巷弄里苑园庭府城店厂院校社站柜点处]|小区|单元|大厦|广场)$"
)
_IS_SAID = re.compile("[改换址请您你我的吧寄]|麻烦|帮忙")
"""What no name has and words around an address do."""
_FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
    "丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武"
    "戴莫孔向汤欧"
)


class _Placed(NamedTuple):
    """A place in a text."""

    begins: int
    ends: int
    parts: dict[str, str]


def taken_apart(text: str) -> dict[str, str]:
    """The parts of a receiver that a text has: `name`, `phone` and those of the address (`PLACE`).

    Of an address all parts are given, those that it has not as empty texts. Nothing where the text
    is one part alone, or too long to be an address.
    """
    if len(text) > LONGEST_TEXT:
        return {}
    name, rest = _labelled_name(text.translate(_HALF_WIDTH).strip())
    phone, rest = _phone_in(_LABEL.sub(_CUT, rest))
    placed = _place_in(rest)
    before, after = (rest[: placed.begins], rest[placed.ends :]) if placed else (rest, "")
    if not name and (phone or placed):
        name, before = _without(before, _name_before(before))
    if not name and phone:
        name, after = _without(after, _name_behind(after))
    detail = " ".join((*_pieces(before), *_pieces(after)))
    found = {part: said for part, said in (("name", name), ("phone", phone)) if said}
    if placed or (found and detail):
        found |= dict.fromkeys(PLACE, "") | (placed.parts if placed else {}) | {"detail": detail}
    return found if sum(map(bool, found.values())) > 1 else {}


def _labelled_name(text: str) -> tuple[str, str]:
    """The name that stands behind its label, and what is left of the text."""
    labelled = _LABELLED_NAME.search(text)
    if labelled is None:
        return "", text
    return labelled[1], text[: labelled.start()] + _CUT + text[labelled.end() :]


def _phone_in(text: str) -> tuple[str, str]:
    """The first phone of a text, its extension behind 转, and what is left of the text."""
    phone = _PHONE.search(text)
    if phone is None:
        return "", text
    number = re.sub(r"[- ]", "", phone[1]) if phone[1].startswith("1") else phone[1]
    extension = next(filter(None, phone.groups()[1:]), "")
    said = f"{number}转{extension}" if extension else number
    return said, text[: phone.start()] + _CUT + text[phone.end() :]


def _place_in(text: str) -> _Placed | None:
    """The first place that a part of the text begins with."""
    starts = (0, *(gap.end() for gap in re.finditer(rf"[{_ENDS}:]+", text)))
    return next(filter(None, (_place_at(text, start) for start in starts)), None)


def _place_at(text: str, begins: int) -> _Placed | None:
    """The place that a text has from here on: a province, or a prefecture that is in one."""
    written = _PROVINCE.match(text, begins)
    province = next(one for one in PROVINCES if one.startswith(written[0])) if written else ""
    city, at = _city_at(text, behind := written.end() if written else begins, province)
    # Where a text says that there is no city, what is next is a district as well.
    district, at = _district_at(text, at, has_city=bool(city) or at > behind)
    is_whole = text.startswith(tuple(filter(None, (province, city))), begins)
    # `江苏` may be a name, and `南京` the beginning of a road.
    if not (province or city) or not (is_whole or district or (written and city)):
        return None
    street, at = _part_at(_STREET, text, at) if city or district else ("", at)
    return _Placed(
        begins,
        at,
        {
            "province": province or prefectures()[city][0],
            "city": city,
            "district": district,
            "street": street,
        },
    )


def _city_at(text: str, at: int, province: str) -> tuple[str, int]:
    """The prefecture that stands there, in full, and where it ends; of a city that is a province
    itself that, written again or not.
    """
    start = _behind_gap(text, at)
    if province in MUNICIPALITIES:
        again = re.compile(f"{province}|{_NO_CITY}").match(text, start)
        return province, again.end() if again else at
    # An export says that there is no city above one of a county, which may count as one here.
    none = re.compile(_NO_CITY).match(text, start) if province else None
    written = _prefecture().match(text, _behind_gap(text, none.end()) if none else start)
    of, city = prefectures()[written[0]] if written else ("", "")
    if written and (not province or of == province):
        return city, written.end()
    return "", none.end() if none else at


@cache
def _prefecture() -> re.Pattern[str]:
    names = sorted(prefectures(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(names)})(?![区县旗镇乡村路街])")


def _district_at(text: str, at: int, *, has_city: bool) -> tuple[str, int]:
    """The district that stands there, and where it ends.

    A town or a village in what looks like one says that it is part of something smaller.
    """
    district, end = _part_at(_DISTRICT, text, at)
    inside = district[1:-2]
    is_whole = district.endswith(("自治县", "自治旗")) or not ("镇" in inside or "乡" in inside)
    fits = (has_city or len(district) <= _LONGEST_ALONE) and district not in prefectures()
    return (district, end) if district and is_whole and fits else ("", at)


def _part_at(part: re.Pattern[str], text: str, at: int) -> tuple[str, int]:
    found = part.match(text, _behind_gap(text, at))
    return (found[0], found.end()) if found else ("", at)


def _behind_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _name_before(text: str) -> str:
    """The name among what stands before a place: the only word that may be one, else the only one
    that begins with a family name.
    """
    words = [
        one
        for one in _words(text)
        if _NAME.fullmatch(one) and not (_PLACE_AT_END.search(one) or _IS_SAID.search(one))
    ]
    if len(words) > 1:
        words = [one for one in words if one[0] in _FAMILY_NAMES]
    return words[0] if len(words) == 1 else ""


def _name_behind(text: str) -> str:
    """The name behind an address: its last word, or one behind the phone, by its family name."""
    beside = re.split(_CUT, text, maxsplit=1)
    words = [*_words(beside[0])[1:][-1:], *(part for half in beside[1:] for part in _words(half))]
    words = [one for one in words if _NAME_AT_END.fullmatch(one) and one[0] in _FAMILY_NAMES]
    words = [one for one in words if not _PLACE_AT_END.search(one)]
    return words[0] if len(words) == 1 else ""


def _words(text: str) -> list[str]:
    return [*filter(None, re.split(rf"[{_ENDS}]+", text))]


def _without(text: str, word: str) -> tuple[str, str]:
    """A word of a text, and what is left of that without it."""
    if not word:
        return "", text
    return word, re.sub(rf"{_BEGINS}{re.escape(word)}(?=[{_ENDS}]|$)", _CUT, text, count=1)


def _pieces(text: str) -> list[str]:
    """What is left between the parts that were taken out."""
    pieces = (piece.strip(" \t,;:、。|/") for piece in re.split(rf"[\r\n{_CUT}]+", text))
    return [*filter(None, pieces)]

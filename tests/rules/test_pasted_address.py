"""PastedAddress: a receiver that was copied in one text, as the platforms and buyers write it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.models.receiver import PLACE
from store.rules.order.actions.change_address import ChangeAddress
from store.rules.order.pasted_address import LONGEST_TEXT, taken_apart
from store.rules.parcels.divisions import MUNICIPALITIES, PROVINCES, prefectures, short_name

WEST_LAKE = ("浙江省", "杭州市", "西湖区")
HOUSE = "文三路77号501室"


def parts(
    name: str, phone: str, place: tuple[str, ...] = (), street: str = "", detail: str = ""
) -> dict[str, str]:
    """What is found, without what is not."""
    values = (name, phone, *place, *[""] * (3 - len(place)), street, detail)
    found = zip(("name", "phone", *PLACE), values, strict=True)
    return {part: value for part, value in found if value}


ZHANG = parts("张三", "13812345678", WEST_LAKE, "", HOUSE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "收货人: 张三\n手机号码: 13812345678\n所在地区: 浙江省杭州市西湖区古荡街道\n"
            "详细地址: 文三路77号501室",
            ZHANG | {"street": "古荡街道"},
            id="a label on each line",
        ),
        pytest.param(
            "所在地区: 浙江省杭州市西湖区\n详细地址: 古荡街道文三路77号501室\n姓名: 张三",
            parts("张三", "", WEST_LAKE, "古荡街道", HOUSE),
            id="a street with the house",
        ),
        pytest.param(
            "收件人：张三，联系电话：138 1234 5678，收货地址：浙江省杭州市西湖区文三路77号501室",
            ZHANG,
            id="labels in one line, of full width",
        ),
        pytest.param(
            "张三，13812345678，浙江省 杭州市 西湖区 文三路77号501室", ZHANG, id="commas and blanks"
        ),
        pytest.param("张三\r\n13812345678\r\n浙江省杭州市西湖区文三路77号501室", ZHANG, id="lines"),
        pytest.param("张三13812345678浙江省杭州市西湖区文三路77号501室", ZHANG, id="in one go"),
        pytest.param("张三 +86 13812345678 浙江杭州西湖区文三路77号501室", ZHANG, id="short names"),
        pytest.param("张三 13812345678 杭州市西湖区文三路77号501室", ZHANG, id="no province"),
        pytest.param("浙江省杭州市西湖区文三路77号501室 张三 13812345678", ZHANG, id="name behind"),
        pytest.param(
            "浙江省杭州市西湖区文三路77号501室,13812345678,张三", ZHANG, id="name last, with commas"
        ),
        pytest.param(
            "张三[6021] 18412345678转6021 浙江省杭州市西湖区文三路77号501室[6021]",
            parts("张三[6021]", "18412345678转6021", WEST_LAKE, "", f"{HOUSE}[6021]"),
            id="a number that the platform lent, and its mark",
        ),
        *(
            pytest.param(
                f"张三 18412345678{extension} 浙江省杭州市西湖区文三路77号501室",
                ZHANG | {"phone": "18412345678转6021"},
                id=f"an extension, {extension}",
            )
            for extension in ("-6021", "[6021]", "（转6021）", " 转 6021", "分机6021")
        ),
        pytest.param(
            "姓名：李四 电话：0571-88888888 地址：深圳宝安区西乡街道5号",
            parts("李四", "0571-88888888", ("广东省", "深圳市", "宝安区"), "西乡街道", "5号"),
            id="a telephone with its area",
        ),
        pytest.param(
            "张* 138****5678 浙江省杭州市西湖区****",
            parts("张*", "138****5678", WEST_LAKE, "", "****"),
            id="masked",
        ),
        pytest.param(
            "上海上海市浦东新区张江镇科苑路88号 王五 13912345678",
            parts("王五", "13912345678", ("上海市", "上海市", "浦东新区"), "张江镇", "科苑路88号"),
            id="a city that is a province, written twice",
        ),
        pytest.param(
            "赵六 13912345678 重庆市 县 城口县 葛城街道1号",
            parts("赵六", "13912345678", ("重庆市", "重庆市", "城口县"), "葛城街道", "1号"),
            id="what an export has where there is no city",
        ),
        pytest.param(
            "小可爱 13912345678 广东省东莞市长安镇乌沙社区兴发南路3号",
            parts("小可爱", "13912345678", ("广东省", "东莞市"), "长安镇", "乌沙社区兴发南路3号"),
            id="a city without districts",
        ),
        pytest.param(
            "湖北省恩施土家族苗族自治州恩施市1号 钱七 13912345678",
            parts("钱七", "13912345678", ("湖北省", "恩施土家族苗族自治州", "恩施市"), "", "1号"),
            id="an autonomous prefecture",
        ),
        pytest.param(
            "张三 13812345678 浙江省义乌市后宅街道12号",
            parts("张三", "13812345678", ("浙江省", "", "义乌市"), "后宅街道", "12号"),
            id="a city of a county, whose prefecture nobody said",
        ),
        pytest.param(
            "陈一 13876543210 海南省 省直辖县级行政区划 琼海市 嘉积镇 爱华路1号",
            parts("陈一", "13876543210", ("海南省", "琼海市"), "嘉积镇", "爱华路1号"),
            id="a city of a county that counts as one",
        ),
        pytest.param(
            "请把地址改成：四川省成都市武侯区天府三街1号",
            parts("", "", ("四川省", "成都市", "武侯区"), "", "请把地址改成 天府三街1号"),
            id="behind the words of a chat",
        ),
        pytest.param(
            "收货人：张三13812345678，浙江省杭州市西湖区文三路77号501室",
            ZHANG,
            id="the phone behind the name",
        ),
        pytest.param(
            "收货人：13812345678，张三，浙江省杭州市西湖区文三路77号501室",
            ZHANG,
            id="the phone under the label of the name",
        ),
        pytest.param(
            "符兰 13612345678 海南省 省直辖县级行政区划 陵水黎族自治县 椰林镇3号",
            parts("符兰", "13612345678", ("海南省", "", "陵水黎族自治县"), "椰林镇", "3号"),
            id="a county of which it is said that it is in no city",
        ),
        pytest.param(
            "新地址 浙江省杭州市西湖区文三路77号501室 张三 13812345678", ZHANG, id="a new address"
        ),
        pytest.param("张三 13812345678", parts("张三", "13812345678"), id="name and phone alone"),
        pytest.param(
            "浙江省杭州市西湖区", parts("", "", WEST_LAKE), id="a place alone, in several parts"
        ),
    ],
)
def test_what_a_text_says_is_told(text: str, found: dict[str, str]) -> None:
    assert {part: value for part, value in taken_apart(text).items() if value} == found


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        pytest.param(
            "你好 地址改成 张三 13812345678 浙江省杭州市西湖区1号", "你好 地址改成 1号", id="a chat"
        ),
        pytest.param("请改成13812345678浙江省杭州市1号", "请改成 1号", id="a wish"),
        pytest.param("13812345678麻烦您 浙江省杭州市1号", "麻烦您 1号", id="a word to us"),
        pytest.param(
            "浙江省杭州市西湖区1号 小红 13812345678", "1号 小红", id="a name that may be a place"
        ),
        pytest.param(
            "浙江省杭州市西湖区1号 菜鸟驿站 13812345678", "1号 菜鸟驿站", id="a place of pick-up"
        ),
        pytest.param("13812345678张三浙江省杭州市", "张三浙江省杭州市", id="a name in a place"),
        pytest.param(
            "张三 13812345678 广东省天河体育西路1号", "天河体育西路1号", id="a city nobody named"
        ),
        pytest.param("李四 13812345678 南京路100号", "南京路100号", id="a road called as a city"),
        pytest.param("李四 13812345678 朝阳区姚家园3楼", "朝阳区姚家园3楼", id="a district alone"),
        pytest.param(
            "李四 13812345678 浙江省杭州市阳光小区3幢", "阳光小区3幢", id="what is no district"
        ),
        pytest.param("浙江省杭州市西湖区1号 张三 李四 13812345678", "1号 张三", id="two names"),
        pytest.param("张三 13812345678 浙江省杭州市1号 张三", "1号 张三", id="a name once more"),
        pytest.param("张三 13812345678 浙江省杭州市苏州市1号", "苏州市1号", id="a second city"),
    ],
)
def test_what_cannot_be_told_stays_in_the_address(text: str, detail: str) -> None:
    assert taken_apart(text)["detail"] == detail


@pytest.mark.parametrize(
    "text",
    ["", "13812345678", "张三", "浙江省", "西湖区", "文三路 77 号", "3幢2单元", "好", "+" * 500],
)
def test_one_part_alone_is_not_taken_apart(text: str) -> None:
    assert taken_apart(text) == {}


def test_a_chat_is_no_address() -> None:
    address = "张三 13812345678 浙江省杭州市西湖区1号"
    assert taken_apart(address.ljust(LONGEST_TEXT, "啊"))
    assert taken_apart(address.ljust(LONGEST_TEXT + 1, "啊")) == {}


def test_of_an_address_every_part_is_given_so_that_nothing_of_another_stays() -> None:
    assert set(taken_apart("张三 13812345678 浙江省杭州市西湖区1号")) == {"name", "phone", *PLACE}
    assert set(ChangeAddress.taken_apart("张三 13812345678 浙江省杭州市")) == {
        *("receiver", "phone"),
        *PLACE,
    }


def test_the_provinces_and_their_prefectures_are_those_there_are() -> None:
    """34 provinces; 333 prefectures, the 4 cities that are provinces, and the 21 cities directly
    under a province or region.
    """
    assert len(PROVINCES) == 34
    assert len({*map(short_name, PROVINCES)}) == 34
    wholes = set(prefectures().values())
    assert len(wholes) == 333 + 4 + 21
    kinds = [whole for _province, whole in wholes if whole.endswith(("地区", "盟", "自治州"))]
    assert (len(kinds), len([one for one in kinds if one.endswith("自治州")])) == (40, 30)
    assert {province for province, _whole in wholes} | set(PROVINCES[-3:]) == set(PROVINCES)
    assert all((one, one) in wholes for one in MUNICIPALITIES)


PARTS = (
    *("张三", "小红", "13812345678", "18412345678转6021", "[6021]", "浙江省", "浙江", "杭州市"),
    *("杭州", "西湖区", "上海市", "阿克苏地区", "义乌市", "文三路77号", "古荡街道", "菜鸟驿站"),
    *("你好", "310000", "3幢2单元501", "阳光小区", "（收）"),
)


@given(
    st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(("", " ", "，", "\n"))), max_size=8)
)
def test_nothing_of_a_text_is_left_out(found: list[tuple[str, str]]) -> None:
    text = "".join(part + gap for part, gap in found)
    told = taken_apart(text)
    if told:
        kept = Counter("".join(told.values()))
        assert not [
            sign for sign in Counter(text) if sign.isalnum() and kept[sign] < text.count(sign)
        ]

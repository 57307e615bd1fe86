"""The words of a shop's orders: people, places, goods, notes. Invented; no two orders share a text.

Whatever names something (numbers, phones, rooms) is the running number of its order, multiplied
within a power of ten by a factor that has no divisor in common with it: every order has another,
and neighbours do not look alike. Phones begin with 154 or 169, which no carrier hands out.
"""

from random import Random
from typing import NamedTuple

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文斌志鹏婷雪琳浩宇轩子涵梓萱欣怡"
    "诗佳俊豪思远晨曦雨桐嘉懿博然若汐可馨家乐安宁春夏秋冬海山川林枫松柏青云月星辰"
)
PLACES = tuple(
    tuple(place.split())
    for place in (
        "云南省 昆明市 五华区 莲华街道",
        "云南省 大理白族自治州 大理市 下关街道",
        "北京市 北京市 朝阳区 望京街道",
        "上海市 上海市 浦东新区 张江镇",
        "广东省 广州市 番禺区 南村镇",
        "广东省 深圳市 南山区 粤海街道",
        "广东省 东莞市 东莞市 虎门镇",
        "浙江省 杭州市 余杭区 仓前街道",
        "浙江省 义乌市 义乌市 稠城街道",
        "江苏省 徐州市 沛县 大屯街道",
        "江苏省 苏州市 昆山市 玉山镇",
        "山东省 临沂市 兰山区 柳青街道",
        "山东省 青岛市 黄岛区 长江路街道",
        "河南省 周口市 太康县 城关回族镇",
        "河南省 郑州市 金水区 文化路街道",
        "湖北省 武汉市 洪山区 关山街道",
        "湖南省 长沙市 岳麓区 望月湖街道",
        "四川省 成都市 武侯区 玉林街道",
        "重庆市 重庆市 渝北区 龙溪街道",
        "陕西省 西安市 雁塔区 小寨路街道",
        "河北省 石家庄市 裕华区 裕兴街道",
        "辽宁省 沈阳市 铁西区 兴华街道",
        "黑龙江省 哈尔滨市 道里区 新阳路街道",
        "内蒙古自治区 赤峰市 红山区 站前街道",
        "新疆维吾尔自治区 乌鲁木齐市 天山区 和平路街道",
        "西藏自治区 拉萨市 城关区 八廓街道",
        "福建省 泉州市 晋江市 青阳街道",
        "广西壮族自治区 南宁市 青秀区 南湖街道",
    )
)
ROADS = (  # noqa: SIM905 - read as lines
    "人民路 解放路 中山路 建设路 新华街 文化路 和平路 长江路 黄河路 青年路 胜利街 东风路 学府路 "
    "滨河路 迎宾大道 科技路 工业路 朝阳街 光明路 友谊路 花园路 湖滨路 桃源街 翠竹路"
).split()
ESTATES = (  # noqa: SIM905 - read as lines
    "锦绣花园 阳光家园 碧桂苑 翡翠城 春江花月 金色家园 御景湾 和谐佳苑 绿地新城 书香门第 紫荆苑 "
    "丽景华庭 幸福里 江南水岸 天鹅湖畔 世纪公寓 银座小区 铁路新村 教师楼 供销社家属院"
).split()

ORIGINS = "云南 昭通 蒙自 大理 丽江 保山 普洱 版纳".split()  # noqa: SIM905 - read as a line
WARES = (
    ("鲜花饼", "XHB", "玫瑰味10枚,混合味20枚,茉莉味10枚,礼盒装30枚", 2990),
    ("冰糖心丑苹果", "PG", "5斤 大果,5斤 中果,9斤 [大果/XL],试吃装2个", 1990),
    ("软籽石榴", "SL", "6个装 单果350g,10个装,5斤 果园直发", 3980),
    ("熟普洱茶饼", "PE", "357g 单饼,357g 七饼整提,100g 小饼", 8800),
    ("小粒咖啡豆", "KF", "500g 中度烘焙,250g 深度烘焙,挂耳12包,挂耳40包", 5800),
    ("芒果干", "MG", '3 x 200g,500g 袋装,"无糖" 250g', 1220),
    ("野生菌礼盒", "JUN", "松茸牛肝菌 尊享装,羊肚菌 150g,鸡枞油 240g", 12990),
    ("百花蜂蜜", "FM", "500g 瓶装,1000g 瓶装,小包12条", 3650),
    ("薄壳核桃", "HT", "5斤 生核桃,2斤 原味,2斤 奶油味", 4590),
    ("软香大米", "DM", "5斤 真空,10斤,25kg 农家袋", 2680),
    ("火腿切片", "HTT", "200g 即食,500g 礼盒,整腿 5kg", 6990),
    ("古法红糖", "HONG", "350g 块装,姜味 12 袋", 1580),
)
"""Name, code, variants and the price in fen of the first; with the places they come from, 96."""

BUYER_NOTES = (
    "第{n}次买了，麻烦包装好一点",
    "请在{day}号之前送到，老人{n}岁生日",
    "放{n}号门卫，不要放快递柜",
    "要{n}号那批，颜色浅一些",
    "送货前打电话，{n}点以后在家",
    "=1+{n} 加急，谢谢",
    "上次少了{n}个，这次补给我",
)
SELLER_NOTES = (
    "[加急] 催了{n}次",
    "缺货，{day}号补货 批次{n}",
    "已联系买家 改发圆通 工单{n}",
    "送 {n} 元券，{day}号前有效",
    "老客户，备注{n}",
)
REASONS = (
    "多拍/错拍/不想要",
    "未按约定时间发货",
    "商品腐烂/变质",
    "少件/漏发",
    "与描述不符",
    "快递/物流一直未送到",
    "质量问题",
    "其他原因",
)
CARRIERS = (
    ("圆通快递", "YT8"),
    ("中通快递", "78"),
    ("极兔速递", "JT8"),
    ("申通快递", "77"),
    ("顺丰快递", "SF8"),
    ("韵达快递", "46"),
)


class Good(NamedTuple):
    """What can be bought: a variant of a product."""

    product: str
    number: int
    name: str
    spec: str
    sku: str
    fen: int


def _goods() -> tuple[tuple[Good, ...], ...]:
    return tuple(
        tuple(
            Good(
                f"{code}{place}",
                kind * 100 + place * 10 + variant,
                f"{origin}{name}",
                spec,
                f"{code}{place}-{variant}",
                fen + 700 * place + 1310 * (variant - 1),
            )
            for variant, spec in enumerate(specs.split(","), start=1)
        )
        for kind, (name, code, specs, fen) in enumerate(WARES, start=1)
        for place, origin in enumerate(ORIGINS, start=1)
    )


GOODS = _goods()


class Person(NamedTuple):
    """Who gets an order."""

    name: str
    phone: str
    province: str
    city: str
    district: str
    street: str


def scattered(number: int, factor: int, digits: int) -> str:
    """So many digits, another for every number below that power of ten."""
    return f"{number * factor % 10**digits:0{digits}}"


def person(number: int, luck: Random) -> Person:
    """The receiver of this order, down to the room."""
    place = luck.choice(PLACES)
    given = "".join(luck.choices(GIVEN, k=luck.choice((1, 2, 2, 2))))
    room = scattered(number, 7_368_787, 8)
    return Person(
        luck.choice(SURNAMES) + given,
        luck.choice(("154", "169")) + scattered(number, 39_916_801, 8),
        place[0],
        place[1],
        place[2],
        f"{place[3]}{luck.choice(ROADS)}{luck.randrange(1, 900)}号{luck.choice(ESTATES)}"
        f"{int(room[:3]) + 1}栋{int(room[3]) + 1}单元{room[4:]}室",
    )


def note(texts: tuple[str, ...], share: float, luck: Random) -> str:
    """What somebody wrote, in so many of the orders; nothing in the others."""
    if luck.random() >= share:
        return ""
    return luck.choice(texts).format(n=luck.randrange(1, 100_000), day=luck.randrange(1, 29))

"""An import is the rules of `docs/imports.md` applied one after the other, however it is batched.

Files are made up; what a store holds after their import is compared with orders that were merged by
the public rules alone, without batches, digests, or a lock.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.importing import batches, import_paths
from store.importing.waiting_cases import attached, merge_waiting
from store.models.after_sales_case import WaitingCase
from store.models.facts import CaseFacts, OrderFacts
from store.models.first_import import FirstImport
from store.models.made import made
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.platform.cases.case_age import Age, age_of
from store.rules.platform.cases.newer_case import first_told
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.imported_before import is_case_imported_before
from store.rules.platform.judging import judged
from store.rules.platform.new_order import is_plain, new_order
from store.rules.platform.two_sources import merge_order
from tests.build import NOW, SHOP, context, in_memory
from tests.examples import examples
from tests.exchange.read_files import (
    DOUYIN_A,
    DOUYIN_B,
    DOUYIN_CASE_ROW,
    DOUYIN_CASES,
    PDD_2020,
    PDD_2023,
    PDD_CASE_ROW,
    PDD_CASES,
    Row,
    csv_file,
    douyin,
    pdd,
    read_export,
)
from tests.store.imported_orders import MADE_UP, plain

names = count()
few = st.integers(0, 3)
instants = st.sampled_from(["", "2026-11-20 12:00:00", "2026-11-21 09:30:05", "2026/11/21 9:30"])
statuses = st.sampled_from(
    [
        "待发货",
        "已发货，待签收",
        "已签收",
        "已取消",
        "未发货，退款成功",
        "已申请缺货",
        "外星状态",
        "",
    ]
)
parcels = st.sampled_from(["", "YT1234567890123", "YT1234567890123,SF1234567890123", "9E+11"])


@st.composite
def pdd_rows(draw: st.DrawFn) -> Row:
    return pdd(
        订单号=f"261120-00000000000000{draw(few)}",
        订单状态=draw(statuses),
        支付时间=draw(instants),
        发货时间=draw(instants),
        快递单号=draw(parcels),
        快递公司=draw(st.sampled_from(["", "圆通快递", "不知道"])),
        商家备注=draw(st.sampled_from(["", "加急", "易碎"])),
        赠品数量=draw(st.sampled_from(["", "1"])),
        **{"商品数量(件)": draw(st.sampled_from(["1", "2", "二"]))},
    )


@st.composite
def douyin_rows(draw: st.DrawFn) -> Row:
    number = f"695648893869364348{draw(few)}"
    # A platform gives every line of an order its number or none of them. Where both were mixed, a
    # line could change its article and then be taken for another one when the file came again.
    return douyin(
        主订单编号=number,
        子订单编号=draw(st.sampled_from([number, f"{number}1", f"{number}2;{number}3"])),
        订单状态=draw(st.sampled_from(["待发货", "已发货", "已完成", "已关闭", "备货中", "怪"])),
        售后状态=draw(st.sampled_from(["-", "售后中", "退款成功"])),
        商家编码=draw(st.sampled_from(["YX-B28", "YX-B29"])),
        发货时间=draw(instants),
        快递信息=draw(st.sampled_from(["", "YT1234567890123-圆通快递", "1-2", "-顺丰"])),
        商品数量=draw(st.sampled_from(["1", "2;1"])),
    )


@st.composite
def pdd_cases(draw: st.DrawFn) -> Row:
    # A platform gives a case's number once.
    order = draw(few)
    return PDD_CASE_ROW | {
        "售后编号": f"836409634{order}{draw(few)}",
        "订单编号": f"261120-00000000000000{order}",
        "售后状态": draw(st.sampled_from(["待商家处理", "退款成功", "退款关闭", "？"])),
        "退款金额": draw(st.sampled_from(["8", "55.80", "x"])),
        "申请时间": draw(instants),
    }


@st.composite
def douyin_cases(draw: st.DrawFn) -> Row:
    order = draw(few)
    return DOUYIN_CASE_ROW | {
        "售后单号": f"1472333444787843{order}{draw(few)}",
        "订单号": f"695648893869364348{order}",
        "售后状态": draw(st.sampled_from(["售后处理中", "同意退款，退款成功", "售后关闭"])),
        "发货物流单号": draw(parcels),
    }


Kind = tuple[list[str], st.SearchStrategy[Row], str]
KINDS: list[Kind] = [
    (PDD_2023, pdd_rows(), "pdd{}.csv"),
    (PDD_2020, pdd_rows(), "old{}.csv"),
    (DOUYIN_A, douyin_rows(), "17953092{:02}_5e8ff9bf55ba3508199d22e984129be6.csv"),
    (DOUYIN_B, douyin_rows(), "b{}.csv"),
    (PDD_CASES, pdd_cases(), "cases{}.csv"),
    (DOUYIN_CASES, douyin_cases(), "17953092{:02}_5e8ff9bf55ba3508199d22e984129be7.csv"),
]
Given = tuple[list[str], list[Row], str]


@st.composite
def files(draw: st.DrawFn) -> Given:
    columns, rows, name = draw(st.sampled_from(KINDS))
    return columns, draw(st.lists(rows, min_size=1, max_size=7)), name.format(draw(few))


class Ruled:
    """Orders and waiting cases as the rules alone make them."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self.waiting: dict[str, WaitingCase] = {}
        self._files: dict[bytes, FirstImport] = {}
        """All files came now, one after the other; the very same bytes came before."""
        self._came: dict[str, object] = {}
        """How new the file is that is met."""

    def take(self, path: Path) -> dict[str, int]:
        """Meet one file; what its facts were."""
        found: dict[str, int] = {}
        export = read_export(path)
        given = FirstImport(number=len(self._files), at=NOW)
        self._came = {
            "imported": self._files.setdefault(path.read_bytes(), given),
            "made_after": export.latest_at,
        }
        for facts in (*export.orders, *export.cases):
            take = self._order if isinstance(facts, OrderFacts) else self._case
            verdict = take(facts)  # type: ignore[arg-type]
            found[verdict] = found.get(verdict, 0) + 1
        return found

    def _order(self, facts: OrderFacts) -> str:
        key = f"{facts.platform}:{SHOP}:{facts.order_no}"
        known = self.orders.get(key)
        knowledge = facts.knowledge.model_copy(update=self._came)
        facts = facts.model_copy(update={"knowledge": knowledge})
        order, verdict = merge_order(known, facts, SHOP, _context())
        for waiting in self.waiting.values():
            if waiting.order_key == key and order.case_named(waiting.case.id) is None:
                order = attached(order, waiting, _context())
        self.waiting |= {
            name: waiting.model_copy(update={"has_order": True})
            for name, waiting in self.waiting.items()
            if waiting.order_key == key
        }
        return self._take(known, order, verdict)

    def _case(self, facts: CaseFacts) -> str:
        case = facts.case.model_copy(update=self._came)
        facts = facts.model_copy(update={"case": case})
        given = WaitingCase(
            platform=facts.platform,
            shop=SHOP,
            order_no=facts.order_no,
            line_no=facts.line_no,
            tracking_no=facts.tracking_no,
            shipped=bool(facts.shipped),
            case=facts.case,
        )
        known = self.orders.get(given.order_key)
        if known is None:
            return self._wait(given)
        order = merge_case(known, given, _context())
        if len(order.cases) > len(known.cases):
            return self._take(known, order, "new")
        mine = known.case_named(facts.case.id)
        older = mine and mine.as_of and facts.case.as_of and facts.case.as_of < mine.as_of
        older = older or (mine and age_of(mine, case) is Age.BEHIND)
        older = older or (mine and is_case_imported_before(mine, case))
        return self._take(known, order, "older" if older else "same")

    def _wait(self, given: WaitingCase) -> str:
        before = self.waiting.get(given.key)
        if before is None:
            first = first_told(given.case, NOW)
            self.waiting[given.key] = given.model_copy(update={"case": first})
            return "new"
        met = merge_waiting(before, given, NOW)
        self.waiting[given.key] = met.waiting
        if met.waiting != before:
            return "changed"
        return "same" if met.is_newer else "older"

    def _take(self, known: Order | None, order: Order, verdict: str) -> str:
        self.orders[order.key] = judged(order, _context(), "import")
        if self.orders[order.key] != known and verdict != "new":
            return "changed"
        return verdict


_ids = count()


def _context() -> Context:
    given = context()
    return Context(given.now, given.actor, given.policy, given.lookup, lambda: f"id{next(_ids)}")


def told(document: Order | WaitingCase) -> object:
    """What it says, whichever import it came by."""
    return plain(document, (*MADE_UP, "cut_from", "imported"))


def all_of(documents: Iterator[Order] | Iterator[WaitingCase]) -> dict[str, object]:
    return {one.key: told(one) for one in documents}


@pytest.mark.parametrize("orders_a_batch", [1, 3, 100])
@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given=st.lists(files(), min_size=1, max_size=4), again=st.integers(0, 3))
def test_whatever_is_imported_is_what_the_rules_make_of_it(
    tmp_path_factory: pytest.TempPathFactory,
    orders_a_batch: int,
    given: list[Given],
    again: int,
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"rules{next(names)}"
    folder.mkdir()
    ruled, repository = Ruled(), in_memory(folder / "store")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FIRST", "FEWEST", "MOST"):
            patch.setattr(batches, name, orders_a_batch)
        for columns, rows, name in (*given, given[min(again, len(given) - 1)]):
            file = csv_file(folder, columns, *rows, name=name)
            try:
                (report,) = import_paths(repository, [file], SHOP)
            except BadInput:
                continue
            verdicts = ruled.take(file)
            assert {name: number for name, number in report.counts.items() if number} == verdicts
    assert all_of(repository.all(Order)) == all_of(iter(ruled.orders.values()))
    assert all_of(repository.all(WaitingCase)) == all_of(iter(ruled.waiting.values()))
    repository.close()


@settings(max_examples=examples(200))
@given(given=files())
def test_facts_are_what_their_fields_hold_though_nobody_looked(
    tmp_path_factory: pytest.TempPathFactory, given: Given
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"facts{next(names)}"
    folder.mkdir()
    columns, rows, name = given
    for facts in read_export(csv_file(folder, columns, *rows, name=name)).facts:
        assert type(facts).model_validate(facts.model_dump()) == facts


@settings(max_examples=examples(200))
@given(given=files())
def test_a_new_order_is_one_without_anything_in_it_that_was_merged(
    tmp_path_factory: pytest.TempPathFactory, given: Given
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"new{next(names)}"
    folder.mkdir()
    columns, rows, name = given
    for facts in read_export(csv_file(folder, columns, *rows, name=name)).orders:
        if is_plain(facts):
            order = new_order(facts, SHOP, _context())
            assert Order.model_validate(order.model_dump()) == order
            slowly = made(OrderFacts, **facts.__dict__ | {"stock_out_applied": None})
            empty = Order(
                platform=facts.platform,
                shop=SHOP,
                order_no=facts.order_no,
                lines=(),
                money=facts.money,
            )
            merged = merge_order(empty, slowly, SHOP, _context()).order
            expected = merged.model_copy(update={"refunds": ()})
            assert told(order) == told(expected)


def test_the_clock_of_these_tests_stands() -> None:
    assert _context().now == NOW

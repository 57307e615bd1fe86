"""Any sequence of case actions with imports in between: what must hold about a case, holds."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import BadInput, Refused
from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseState
from store.models.intervention import Intervention
from store.models.order import Order
from store.repository import Repository
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import asked_fields
from store.rules.action.record_action import RecordAction
from store.rules.cases.case_machine import possible
from store.rules.cases.case_view import CaseView, case_views
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    SHOP,
    TRACKING_NO,
    case,
    case_facts,
    export,
    facts,
    gone,
    in_memory,
    line_facts,
)
from tests.case_table import case_moves
from tests.examples import examples
from tests.rules.test_sequences import NOWHERE, made_only_told_tasks
from tests.said_by_files import ExportFile, import_file

ACTIONS = all_actions()
KEY = f"pinduoduo:{SHOP}:{ORDER_NO}"
IN_TABLE = sorted({action for action, _move in case_moves()})
NAMES = (
    *IN_TABLE * 4,
    *("open-case", "change-buyer-reason") * 3,
    *("log-contact", "create-reissue", "ship"),
)
KINDS = ("refund_only", "return_and_refund", "exchange", "supplementary", "repair")
LINES = st.sampled_from(["", "", "", "1:1", "1:1", "1:2", "2:1", "1:1,2:1", "1:3"])
TEXTS = st.sampled_from(["少件", "质量问题", "七天无理由退货", "与消费者协商售后方案", "[/b]"])
VALUES: dict[str, st.SearchStrategy[str]] = {
    "kind": st.sampled_from([*KINDS, "refused_delivery", ""]),
    "opened_by": st.sampled_from(["buyer", "buyer", "seller", "service"]),
    "reason": TEXTS,
    "text": TEXTS,
    "lines": LINES,
    "amount": st.sampled_from(["", "", "", "", "10", "80.01"]),
    "number": st.sampled_from(["", "", "", "A1", "A2"]),
    "address": st.sampled_from(["", "新址"]),
    "return_address": st.just("文三路 77 号"),
    "platform_deadline": st.sampled_from(["", "", "2026-11-23"]),
    "direction": st.sampled_from(["in", "in", "out"]),
    "outcome": st.sampled_from(["done", "done", "failed", "unknown"]),
    "origin": st.just("lost_parcel"),
    "by": st.sampled_from(["buyer", "seller"]),
    "ruling": st.sampled_from(["for_buyer", "for_seller", "split"]),
    "tracking_no": st.sampled_from(["SF1234567890123", "JT1234567890123", "771234567890123"]),
    "good": st.sampled_from(["1:1", "1:2", "2:1", ""]),
    "damaged": st.sampled_from(["", "", "1:1"]),
}
WORDS: dict[str, dict[str, Any]] = {
    "待商家处理": {"state": "seller_to_answer", "waits_for": "us"},
    "驳回退款，待买家处理": {"state": "buyer_to_answer", "waits_for": "buyer"},
    "待消费者发货": {"state": "buyer_to_return", "waits_for": "buyer"},
    "待商家收货": {"state": "seller_to_receive", "waits_for": "us"},
    "退款中": {"state": "seller_to_refund", "waits_for": "platform"},
    "平台处理中": {"state": "platform_to_rule", "waits_for": "platform"},
    "新状态": {"state": "open"},
    "退款成功": {"state": "closed", "outcome": "refunded", "refunded_fen": 1000},
    "退款关闭": {"state": "closed", "outcome": "withdrawn"},
}


@st.composite
def acts(draw: st.DrawFn) -> tuple[int, str, dict[str, str]]:
    """Which of the actions that the menu offers, or one by name, with a value for every field."""
    by_name = draw(st.sampled_from(["", "", "", "", *NAMES]))
    return draw(st.integers(0, 99)), by_name, {name: draw(some) for name, some in VALUES.items()}


@st.composite
def case_exports(draw: st.DrawFn) -> ExportFile:
    """What an after-sales export says about one of three cases, dated or not."""
    word = draw(st.sampled_from(sorted(WORDS)))
    applied_at = NOW + draw(st.sampled_from([-48, -1, 0])) * HOUR
    seen = case(
        id=draw(st.sampled_from(["A1", "A2", "A3"])),
        kind=draw(st.sampled_from(KINDS)),
        platform_status=(("售后状态", word),),
        requested_fen=draw(st.sampled_from([1000, 2500])),
        applied_at=applied_at,
        as_of=draw(st.sampled_from([applied_at, NOW - HOUR, NOW + HOUR])),
        **WORDS[word],
    )
    return export(cases=[case_facts(seen)])


class Desk:
    """A desk with one order, shipped or not, and what must hold after every step."""

    def __init__(self, *, shipped: bool) -> None:
        self.repository: Repository = in_memory(NOWHERE)
        lines = (line_facts(), line_facts(sku="OIL-5", ordered=1, amount_fen=3000))
        said = gone(TRACKING_NO, lines=lines) if shipped else facts(*lines)
        import_file(self.repository, export(said), SHOP)

    @property
    def order(self) -> Order:
        return self.repository.order(KEY)

    def act(self, which: int, name: str, given: dict[str, str]) -> None:
        """Do one action; what is refused changes nothing, and what the menu says is true."""
        before = self.order
        asked = self.repository.context()
        able = [one for one in NAMES if ACTIONS[one].why_not(before, asked) is None]
        action = ACTIONS[name or able[which % len(able)]]
        named = {one.name: one.choices for one in asked_fields(action, before)}
        values = {field: text for field, text in given.items() if field in action.model_fields}
        values |= {
            field: some[which % len(some)].value
            for field, some in named.items()
            if field in REFERENCES and some
        }
        offered = action.why_not(before, self.repository.context())
        refused = self._refused(action, before, values)
        assert (refused == "why_not") == (offered is not None)
        if refused:
            assert self.order == before
        else:
            check_ledgers(self.order)
            assert made_only_told_tasks(action, before, self.order)
            assert double_claims(self.order) <= double_claims(before)
        self.check(before)

    def _refused(self, action: type[Action[Any]], order: Order, values: dict[str, str]) -> str:
        try:
            self.repository.run(action, order, values)
        except (Refused, BadInput) as error:
            return error.code
        return ""

    def take(self, file: ExportFile) -> None:
        """Import a file twice; what was done here stays, and the second time changes nothing."""
        before = self.order
        import_file(self.repository, file, SHOP)
        after = self.order
        import_file(self.repository, file, SHOP)
        assert self.order == after
        for old, new in zip(before.cases, after.cases, strict=False):
            assert [getattr(new, name) for name in KEPT] == [getattr(old, name) for name in KEPT]
            assert new.agreed_fen == old.agreed_fen
            assert all(map(is_kept, old.interventions, new.interventions))
        assert len(after.cases) - len(before.cases) in (0, 1)
        self.check(before)

    def check(self, before: Order) -> None:
        order = self.order
        assert len({one.id for one in order.cases}) == len(order.cases)
        for old, new in zip(before.cases, order.cases, strict=False):
            assert new.reasons[: len(old.reasons)] == old.reasons
        for one in order.cases:
            assert one.open == (one.outcome is None)
            assert not one.open or one.state is CaseState.OPEN or one.waits_for
            assert not one.open or self.somebody_can_go_on(one)
        held_back = any(one.open and one.unshipped for one in order.cases)
        assert not held_back or Ship.why_not(order, self.repository.context()) is not None

    def somebody_can_go_on(self, one: AfterSalesCase) -> bool:
        """Is there an action of ours, or a move of the buyer's or the platform's to record?"""
        order, asked = self.order, self.repository.context()
        if any(refund.state in ("pending", "unknown") for refund in order.refunds):
            return True
        for action in ACTIONS.values():
            if not possible(one, action.moves):
                continue
            if issubclass(action, RecordAction) and "case" in action.model_fields:
                if action.refusal(order, one, asked) is None:
                    return True
            elif action.why_not(order, asked) is None:
                return True
        return False


REFERENCES = ("case", "contact", "refund", "return_id", "goods_return")
KEPT = ("lines", "opened_by", "rejections", "returns")


def is_kept(old: Intervention, new: Intervention) -> bool:
    """Is it as it was, but for a ruling that the file is read as?"""
    return new == old or (new.read and new.id == old.id)


def double_claims(order: Order) -> int:
    """Units that two open cases claim; only an import brings such."""
    claims: Counter[int] = Counter()
    for view in case_views(order):
        if view.case.open:
            claims.update(view.with_gifts)
    return sum(
        max(0, claims[line.line] - max(0, line.ordered - line.cancelled)) for line in order.lines
    )


def check_ledgers(order: Order) -> None:
    """No action takes one below zero, unless an import did."""
    open_for = {(one.kind, one.line) for one in order.open_discrepancies}
    for ledger in line_ledgers(order):
        assert ledger.to_ship >= 0 or ("goods", ledger.number) in open_for
        assert ledger.refunded <= ledger.line.ordered
    assert money_ledger(order).refundable >= 0 or ("money", None) in open_for
    for view in case_views(order):
        check_view(view)


def check_view(view: CaseView) -> None:
    """What is due of a case is never more than what is left of it, and that not more than asked."""
    outstanding, claimed = view.outstanding, view.with_gifts
    assert all(0 <= units <= claimed.get(line, 0) for line, units in outstanding.items())
    assert all(part.quantity <= outstanding[part.line] for part in view.units_due)
    assert 0 <= view.due_now <= view.left_to_pay <= max(0, view.agreed_fen)
    assert view.left_to_pay <= max(0, view.money.refundable)
    assert view.lying_here <= view.came_back


def play(steps: list[Any], *, shipped: bool) -> None:
    """A new desk goes through these steps."""
    desk = Desk(shipped=shipped)
    for step in steps:
        if isinstance(step, ExportFile):
            desk.take(step)
        else:
            desk.act(*step)


STEPS = st.lists(st.one_of(acts(), acts(), acts(), acts(), case_exports()), min_size=3, max_size=12)
QUIETLY = settings(
    max_examples=examples(250),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@QUIETLY
@given(STEPS, st.booleans())
def test_what_must_hold_about_a_case_holds_after_any_sequence(
    steps: list[Any],
    shipped: bool,
) -> None:
    play(steps, shipped=shipped)

"""Any sequence of actions and imports: the ledgers hold, and what is refused changes nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from store.errors import BadInput, Refused, ShouhouError
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, Source
from store.models.facts import CaseFacts, ParcelFacts
from store.models.order import Money, Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions
from store.rules.action.fields import literal_words
from store.rules.action.frame import asked_fields, is_about
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.paid.paid_for import more_than_paid
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    case_facts,
    export,
    facts,
    in_memory,
    known,
    line_facts,
)
from tests.examples import examples
from tests.said_by_files import ExportFile, import_file

ACTIONS = {
    name: one
    for name, one in all_actions().items()
    if is_about(one, Order) or is_about(one, Product)
}
KEY = f"pinduoduo:{SHOP}:{ORDER_NO}"
NUMBERS = (TRACKING_NO, OTHER_NO, "JT1234567890123", "771234567890123")
NOWHERE = Path("/nonexistent/store")
SENDING = ("ship", "ship-reissue", "ship-replacement", "ship-supplementary", "ship-repaired")
GIVING = (*SENDING, "refund")
"""They contradict nothing that is known, or they would have been refused."""

MOST = (
    *("ship", "refund", "settle-refund", "create-reissue", "ship-reissue", "correct-tracking"),
    *("open-case", "agree-refund", "agree-return", "agree-exchange", "receive-return"),
    *("ship-replacement", "apply-stock-out", "rule-stock-out", "intercept-parcel"),
    *("record-intercept", "record-trace", "cancel-order", "request-intervention"),
)
LINES = st.sampled_from(["", "", "1:1", "1:2", "2:1", "1:1,2:1", "1:2", "1:3", "7:1", "x", ","])
RETURNED = st.sampled_from(["", "", "1:1", "1:2", "2:1", "x"])
AMOUNTS = st.sampled_from(["", "", "0.01", "25.00", "80", "50", "80.01", "-1", "５"])
TEXTS = st.sampled_from(["少件", "少件", "[/b]", "\x1b[2J", ""])
UNNAMED = st.sampled_from(["", "", "", "nothing"])
VALUES: Mapping[str, st.SearchStrategy[str]] = {
    "tracking_no": st.sampled_from([*NUMBERS, *NUMBERS, "?", ""]),
    "carrier": st.sampled_from(["", "", "", "SF", "SF", "pigeon"]),
    "lines": LINES,
    "sku": st.sampled_from(["", "", "", "RICE-10", "SALT"]),
    "amount": AMOUNTS,
    "reason": TEXTS,
    "text": TEXTS,
    "note": TEXTS,
    "tag": TEXTS,
    "outcome": st.sampled_from(["done", "failed", "failed", "unknown", "?"]),
    "origin": st.sampled_from(["lost_parcel", "withdrawn_case", "intercepted", "?"]),
    "colour": st.sampled_from(["red", "none", "?"]),
    "channel": st.sampled_from(["", "phone", "?"]),
    "direction": st.sampled_from(["", "in", "?"]),
    "promise_due": st.sampled_from(["", "2026-11-23", "2020-01-01", "?"]),
    "on_hand": st.sampled_from(["", "0", "12", "-1"]),
    "per_day_made": st.sampled_from(["", "3"]),
    "per_day_shipped": st.sampled_from(["", "5"]),
    "explanation": TEXTS,
    "return_address": st.sampled_from(["仓库 3 号门", ""]),
    "address": st.sampled_from(["", "杭州市"]),
    "district": st.sampled_from(["", "五华区"]),
    "until": st.sampled_from(["2026-11-22 11:00", "2026-11-30", "2020-01-01", "?"]),
    "at": st.sampled_from(["", "2026-11-22 08:30", "2020-01-01", "2030-01-01", "?"]),
    "ruled_at": st.just(""),
    "evidence_deadline": st.sampled_from(["", "2026-11-23"]),
    "platform_deadline": st.sampled_from(["", "2026-11-24"]),
    "good": RETURNED,
    "damaged": RETURNED,
    "missing": RETURNED,
    "wrong": RETURNED,
    "cause": st.sampled_from(["", "out_of_stock", "质量"]),
    "number": st.sampled_from(["", "", "", "83640963443"]),
    "points": st.sampled_from(["", "1"]),
    "source": st.sampled_from(["", "账单"]),
    "to": st.just(""),
    "file": st.sampled_from(["", "/nonexistent/file.png"]),
}


@st.composite
def acts(draw: st.DrawFn, *only: str) -> tuple[str, dict[str, str], int]:
    """An action with values, valid or not, and which of several open records it may name."""
    name = draw(st.sampled_from(only or (*MOST, *MOST, *MOST, *sorted(ACTIONS))))
    fields = ACTIONS[name].model_fields
    values = {field: draw(value_of(field, info)) for field, info in fields.items()}
    return name, values, draw(st.integers(0, 3))


def value_of(field: str, info: FieldInfo) -> st.SearchStrategy[str]:
    """Right more often than not; of a choice, any of its words."""
    words = literal_words(info.annotation)
    if field in VALUES:
        return VALUES[field]
    left_out = [] if info.is_required() else [""]
    return st.sampled_from([*words, "?", *left_out]) if words else UNNAMED


@st.composite
def order_exports(draw: st.DrawFn) -> ExportFile:
    """The platform's word about the order at any age."""
    progress = draw(st.integers(0, 5))
    states = st.sampled_from(
        [None, Fulfilment.TO_SHIP, Fulfilment.SHIPPED, Fulfilment.RECEIVED, Fulfilment.CANCELLED]
    )
    lines = (
        line_facts(fulfilment=draw(states), refunded=draw(st.booleans())),
        line_facts(sku="OIL-5", ordered=1, amount_fen=3000, fulfilment=draw(states)),
    )
    numbers = draw(st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True))
    said = facts(
        *lines,
        payment=draw(st.sampled_from([None, Payment.UNPAID, Payment.PAID, Payment.PAID])),
        money=Money(paid_fen=8000),
        after_sales=draw(st.sampled_from([None, AfterSales.NONE, AfterSales.OPEN])),
        stock_out_applied=draw(st.sampled_from([None, False, True])),
        under_review=draw(st.sampled_from([None, False, False, True])),
        parcels=tuple(ParcelFacts(tracking_no=one) for one in numbers),
        knowledge=known(NOW + draw(st.integers(-9, 9)) * HOUR, progress),
    )
    return export(said)


@st.composite
def case_exports(draw: st.DrawFn) -> ExportFile:
    """A case of the order, open or ended with some money."""
    refunded = draw(st.sampled_from([None, 1000, 5000]))
    ended = {"state": "closed", "outcome": "refunded", "refunded_fen": refunded}
    said: CaseFacts = case_facts(
        case(
            id=draw(st.sampled_from(["A1", "A2"])),
            unshipped=draw(st.booleans()),
            as_of=NOW + draw(st.integers(-9, 9)) * HOUR,
            **(ended if refunded else {}),
        ),
        tracking_no=draw(st.sampled_from(["", TRACKING_NO])),
        shipped=draw(st.booleans()),
    )
    return export(cases=[said])


class Desk:
    """A desk with one order and one product, and the checks after every step."""

    def __init__(self) -> None:
        self.repository = in_memory(NOWHERE)
        self._keys = 0
        lines = (line_facts(), line_facts(sku="OIL-5", ordered=1, amount_fen=3000))
        import_file(self.repository, export(facts(*lines)), SHOP)

    @property
    def order(self) -> Order:
        return self.repository.order(KEY)

    def act(self, name: str, values: dict[str, str], which: int) -> None:
        """Do one action; what is refused changes nothing, and what the menu says is true."""
        action = ACTIONS[name]
        earlier = self.order
        subject = earlier if action.subject_type is Order else self._product()
        values = values | self._named(name, subject, which)
        offered = {one.action: one.why_not for one in self.repository.offers(subject)}[action]
        before = self._everything()
        refusal = self._refusal(action, subject, values)
        code = refusal.code if refusal else ""
        # One that is not there is said before why none fits.
        assert code == "unknown_record" or (offered is not None) == (code == "why_not")
        if refusal:
            # Of a record that was named it says why that one is not to be; the menu, why none is.
            assert offered in (None, refusal.sentence) or any(map(values.get, REFERENCES))
            assert self._everything() == before
        else:
            if name in SENDING:
                assert nothing_holds_goods_back(earlier, self.order)
            if name in GIVING:
                assert set(self.order.open_discrepancies) <= set(earlier.open_discrepancies)
            assert made_only_told_tasks(action, earlier, self.order)
            self._check_ledgers()

    def _refusal(
        self, action: type[Any], subject: Any, values: dict[str, str]
    ) -> ShouhouError | None:
        self._keys += 1
        key = f"key {self._keys}"
        try:
            first = self.repository.run(action, subject, values, key)
        except (Refused, BadInput) as error:
            return error
        after = self._everything()
        again = self.repository.run(action, subject, values, key)
        assert again.repeated
        assert again.event == first.event
        assert self._everything() == after
        return None

    def take(self, file: ExportFile) -> None:
        """Import a file twice; the second time it changes nothing."""
        import_file(self.repository, file, SHOP)
        before = self._everything()
        report = import_file(self.repository, file, SHOP)
        assert report.counts["new"] == report.counts["changed"] == 0
        assert self._everything() == before
        self._check_ledgers()

    def _product(self) -> Product:
        product = self.repository.product(SHOP, "RICE-10")
        assert product is not None
        return product

    def _named(self, name: str, subject: Any, which: int) -> dict[str, str]:
        """Where several records fit, one of them is named."""
        asked = asked_fields(ACTIONS[name], subject)
        choices = {one.name: one.choices for one in asked if one.name in REFERENCES}
        return {field: known[which % len(known)].value for field, known in choices.items() if known}

    def _everything(self) -> tuple[Any, ...]:
        return self.order, self._product(), self.repository.engine.last_event(f"orders/{KEY}")

    def _check_ledgers(self) -> None:
        order = self.order
        # Also once it is settled, because both sides stay as they are.
        told = {(one.kind, one.line) for one in order.discrepancies}
        for ledger in line_ledgers(order):
            held = ("goods", ledger.number) in told
            assert ledger.to_ship >= 0 or held
            # What was sent again, and is found, has gone twice.
            assert ledger.reissuable >= 0 or ("found", None) in told
            assert ledger.with_buyer >= 0 or held
            assert ledger.refundable_units >= 0
            assert ledger.refunded <= ledger.line.ordered
            assert ledger.refundable_fen >= 0
        # Of the lines where it is known of which it is, else of the order.
        lines = [line.line for line, _back in more_than_paid(order)]
        held = all(("money", line) in told for line in lines or (None,))
        assert money_ledger(order).refundable >= 0 or held
        for owed in obligations(order, self.repository.policy):
            assert owed.who
            assert owed.kind
        assert_no_unit_is_claimed_twice(order)


def made_only_told_tasks(action: type[Action[Any]], before: Order, after: Order) -> bool:
    """Has the action declared every task that it made, with its button?"""
    there = {one.id for one in before.tasks}
    declared = {(one.kind, one.press) for one in action.tells}
    declared |= {(one.kind, "") for one in action.tells if one.platforms != tuple(Platform)}
    return declared >= {(one.kind, one.press) for one in after.tasks if one.id not in there}


REFERENCES = (
    *("parcel", "refund", "reissue", "task", "case", "offer", "contact", "goods_return"),
    "application",
)


def assert_no_unit_is_claimed_twice(order: Order) -> None:
    """Of the cases opened at the desk; what the platform opens nobody can refuse."""
    for line in order.lines:
        claims = [
            part.quantity
            for one in order.open_cases
            if one.source is Source.DESK
            for part in one.lines
            if part.line == line.line
        ]
        assert sum(claims) <= line.ordered


def nothing_holds_goods_back(order: Order, after: Order) -> bool:
    """May goods of this order go out, told without the rules that are under test?"""
    sent = {part.line for one in after.parcels[len(order.parcels) :] for part in one.lines}
    locked = any(one.state == "applied" and any(map(one.about, sent)) for one in order.stock_outs)
    going_back = any(
        one.state in ("pending", "unknown") and any(part.unshipped for part in one.lines)
        for one in order.refunds
    )
    return not (
        order.under_review
        or locked
        or (order.hold is not None and order.hold.until > NOW)
        or any(one.resolved_at is None for one in order.discrepancies)
        or order.platform_payment in (Payment.UNPAID, Payment.DEPOSIT)
        or (going_back and after.parcels[-1].kind == "shipment")
    )


def play(steps: list[Any]) -> None:
    """A new desk goes through these steps."""
    desk = Desk()
    for step in steps:
        if isinstance(step, ExportFile):
            desk.take(step)
        else:
            desk.act(*step)


STEPS = st.lists(
    st.one_of(acts(), acts(), acts(), acts(), order_exports(), case_exports()),
    min_size=3,
    max_size=14,
)


@pytest.fixture(autouse=True)
def nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an action writes for a person has a name without a folder, and lies here."""
    monkeypatch.chdir(tmp_path)


QUIETLY = settings(
    max_examples=examples(1000),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_what_is_written_for_a_person_lies_in_the_folder_of_the_test(tmp_path: Path) -> None:
    play([("evidence-pack", {"to": "pack.zip"}, 0)])

    assert [one.name for one in tmp_path.iterdir()] == ["pack.zip"]


@QUIETLY
@given(STEPS)
def test_no_sequence_takes_a_ledger_below_zero(steps: list[Any]) -> None:
    play(steps)


UNDER_REVIEW = export(facts(line_facts(), under_review=True, knowledge=known(NOW)))
"""It holds goods back, as few of the exports at random do."""


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("broken", "part"),
    [
        pytest.param(Ship, "problems", id="more shipped than ordered"),
        pytest.param(Ship, "why_not", id="shipped although it is held back"),
        pytest.param(Refund, "problems", id="more refunded than paid"),
    ],
)
def test_a_guard_that_is_taken_away_is_found(
    monkeypatch: pytest.MonkeyPatch, broken: type[Any], part: str
) -> None:
    blind = classmethod(lambda *_given: None) if part == "why_not" else lambda *_given: iter(())
    monkeypatch.setattr(broken, part, blind)
    step = st.one_of(acts(broken.name), acts(broken.name), order_exports(), st.just(UNDER_REVIEW))

    @settings(QUIETLY, max_examples=1_000, phases=[Phase.generate])
    @given(st.lists(step, min_size=3, max_size=8))
    def search(steps: list[Any]) -> None:
        play(steps)

    with pytest.raises((AssertionError, KeyError)):
        search()

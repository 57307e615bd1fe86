"""One action on many documents: planned, done one by one, left off anywhere and taken up again."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.documents.kinds import decode
from store.engines.protocol import Kept
from store.errors import BadInput, InterruptedReading, Refused
from store.models.bulk_run import BulkItem, BulkRun
from store.models.order import Order
from store.models.subject import Part, Target, of_order
from store.repository import Repository
from store.rules.order.actions.hold import Hold
from store.work.bulk import Bulk
from tests.build import TRACKING_NO, case, in_memory, keep, line, order, shipped, told, units
from tests.examples import examples

SHIPPED = "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before shipping."
FOR_EACH = "“{}” is not done to many at once: “{}” is another one for each. Do them one by one."
NEEDS_LIST = (
    "“Ship” needs another “Tracking number” for each: give a line for each, with the order number"
    " and its own."
)
NUMBERS = [f"261120-{number:015}" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("kind", "key", "called"),
    [
        ("orders", "pinduoduo:米铺:261120-1", "261120-1"),
        ("products", "米铺:TEA:250", "TEA:250"),
        ("inquiries", "I-20261122-01", "I-20261122-01"),
    ],
)
def test_what_something_is_done_to_is_called_as_a_person_knows_it(
    kind: str, key: str, called: str
) -> None:
    assert BulkItem(kind=kind, key=key).called == called


def orders(count: int = 5, **changes: Any) -> list[Order]:
    return [order(order_no=number, **changes) for number in NUMBERS[:count]]


def targets(*documents: Order) -> list[Target]:
    return [Target(of_order(document.key)) for document in documents]


def asks_back(fen: int, **changes: Any) -> dict[str, Any]:
    return {"cases": (case(requested_fen=fen, unshipped=True, **changes),)}


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Where one person's runs lie."""
    return tmp_path / "runs"


def states(run: BulkRun) -> list[str]:
    return [item.state for item in run.items]


def planned(bulk: Bulk, action: str, at: Iterable[Target], values: Mapping[str, str]) -> BulkRun:
    return bulk.plan(bulk.aims(action, at), values)


def test_each_buyer_gets_back_what_they_asked_for(repository: Repository, runs: Path) -> None:
    first, second = (
        order(order_no=number, **asks_back(fen))
        for number, fen in zip(NUMBERS, (1200, 3450), strict=False)
    )
    keep(repository, first, second)
    bulk = repository.bulk(runs)
    plan = planned(bulk, "agree-refund", targets(first, second), {})

    assert [item.values for item in plan.items] == [
        {"case": "A1", "amount": "12.00"},
        {"case": "A1", "amount": "34.50"},
    ]

    done = bulk.carry_out(plan)

    assert states(done) == ["done", "done"]
    agreed = [repository.order(one.key).cases[0].agreed_fen for one in (first, second)]
    assert agreed == [1200, 3450]
    assert [repository.events(one)[-1].id for one in (first, second)] == [
        item.event for item in done.items
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("buyer_to_answer", "Case A1 is rejected, and this would take that back"),
        ("platform_to_rule", "Case A1 is before the platform, and this would give it up"),
    ],
)
def test_what_was_decided_is_not_taken_back_among_many(
    state: str, said: str, repository: Repository, runs: Path
) -> None:
    """By itself, where somebody looks at it, it may be."""
    decided = shipped(order_no="1", cases=(case(state=state, requested_fen=1200),))
    asked = shipped(order_no="2", cases=(case(requested_fen=3450),))
    keep(repository, decided, asked)
    bulk = repository.bulk(runs)
    plan = planned(bulk, "agree-refund", targets(decided, asked), {})

    assert [item.sentence for item in plan.of("refused")] == [
        f"{said}: where that is meant, do it by itself."
    ]
    assert [item.back_fen for item in plan.of("left")] == [3450]

    repository.run(repository.action_named("agree-refund", decided), decided, {})
    assert repository.order(decided.key).cases[0].agreed_fen == 1200


def test_what_was_planned_is_done_though_the_buyer_asks_for_more_since(
    repository: Repository, runs: Path
) -> None:
    asked = order(**asks_back(1200))
    keep(repository, asked)
    bulk = repository.bulk(runs)
    plan = planned(bulk, "agree-refund", targets(asked), {})
    repository.run(
        repository.action_named("change-case", asked),
        asked,
        {"amount": "30", "explanation": "再加"},
    )
    bulk.carry_out(plan)

    assert repository.order(asked.key).cases[0].agreed_fen == 1200


def test_a_plan_says_of_each_why_not_and_changes_nothing(
    repository: Repository, runs: Path
) -> None:
    here, left = order(order_no=NUMBERS[0]), shipped(order_no=NUMBERS[1])
    keep(repository, here, left)
    before = told(repository)
    gone = Target(of_order("pinduoduo:米铺:1"))
    values = {"until": "10:00", "reason": "等货"}
    plan = planned(repository.bulk(runs), "hold", [*targets(here, left), gone], values)

    assert [(item.called, item.state, item.sentence) for item in plan.items] == [
        (NUMBERS[0], "left", ""),
        (
            NUMBERS[1],
            "refused",
            SHIPPED,
        ),
        ("1", "refused", "It is not in this store."),
    ]
    assert told(repository) == before
    assert not runs.exists()


def test_what_a_colleague_was_quicker_with_is_refused_and_the_rest_is_done(
    repository: Repository, runs: Path
) -> None:
    every = orders(3)
    keep(repository, *every)
    bulk = repository.bulk(runs)
    plan = planned(bulk, "claim", targets(*every), {})
    repository.run(repository.action_named("claim", every[1]), every[1], {})
    done = bulk.carry_out(plan)

    assert states(done) == ["done", "refused", "done"]
    assert done.items[1].sentence == (
        "This order is yours already: 小李 (li), since 2026-11-22 09:00."
    )


@pytest.mark.parametrize(
    ("action", "values", "sentence"),
    [
        (
            "ship",
            {"tracking_no": TRACKING_NO},
            NEEDS_LIST,
        ),
        ("agree-refund", {"case": "c1"}, FOR_EACH.format("Agree to a refund", "Case")),
        ("evidence-pack", {"to": "p.zip"}, FOR_EACH.format("Write an evidence pack", "To")),
        ("open-inquiry", {}, "“Open an inquiry” starts something new, one at a time."),
    ],
)
def test_what_is_another_one_for_each_is_not_done_to_many(
    action: str, values: dict[str, str], sentence: str, repository: Repository, runs: Path
) -> None:
    with pytest.raises(Refused) as refused:
        planned(repository.bulk(runs), action, [], values)

    assert refused.value.sentence == sentence


LIST = """订单号\t快递\t运单号
261120-000000000000001\t圆通\tYT1234567890123
'261120-000000000000002，YT1234567890124

261120-000000000000003 yt1234567890125
"""
"""As a sheet has it: a heading, a column more, an apostrophe, other signs between."""


def test_a_list_has_a_tracking_number_for_each_order(repository: Repository, runs: Path) -> None:
    every = orders(4)
    keep(repository, *every)
    bulk = repository.bulk(runs)
    plan = planned(bulk, "ship", targets(*every), {"tracking_no": LIST, "carrier": "YTO"})

    assert states(plan) == ["left", "left", "left", "refused"]
    assert plan.items[3].sentence == "The list has no number for it."
    assert plan.values == {"carrier": "YTO"}
    done = bulk.carry_out(plan)
    assert states(done) == ["done", "done", "done", "refused"]
    sent = [repository.order(one.key).parcels[0].tracking_no for one in every[:3]]
    assert sent == ["YT1234567890123", "YT1234567890124", "YT1234567890125"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{NUMBERS[0]} 圆通\n", "Line 1: one number is expected beside {0}."),
        (
            f"{NUMBERS[0]} {TRACKING_NO} YT7654321098765",
            (
                "Line 1: one number is expected beside {0}, and there are YT1234567890123,"
                " YT7654321098765."
            ),
        ),
        (
            f"{NUMBERS[0]} {TRACKING_NO}\n{NUMBERS[0]} YT7654321098765",
            "{0} stands there twice, with two numbers.",
        ),
        (
            f"{NUMBERS[0]} {TRACKING_NO}\n{NUMBERS[1]} YT7654321098765",
            "Not meant here: {1}. Mark them too, or take their lines away.",
        ),
        (
            f"订单号 快递单号\n\n{NUMBERS[0]} {TRACKING_NO}\n王先生 备注：少放冰",
            "Line 4 names no order: 王先生 备注:少放冰",
        ),
        *(
            (f"{NUMBERS[0]} {beside}", "Line 1: one number is expected beside {0}.")
            for beside in ("13812345678", "2026-11-28", "yuantong")
        ),
    ],
)
def test_what_a_list_says_of_an_order_is_never_guessed(
    text: str, sentence: str, repository: Repository, runs: Path
) -> None:
    (only,) = orders(1)
    keep(repository, only)
    with pytest.raises(BadInput) as wrong:
        planned(repository.bulk(runs), "ship", targets(only), {"tracking_no": text})

    assert wrong.value.field == "tracking_no"
    assert wrong.value.sentence == sentence.format(*NUMBERS)


def at(order: Order, detail: str) -> Order:
    """The order, to this door, of somebody whose phone is not told."""
    receiver = order.receiver.model_copy(update={"detail": detail, "phone": ""})
    return order.model_copy(update={"receiver": receiver})


@pytest.mark.parametrize(
    ("doors", "answer", "said"),
    [
        (("1号", "2号"), "", "goes to another receiver"),
        (("1号", "2号"), "yes", "goes to another receiver"),
        (("1号", "1号"), "", ""),
        (("", ""), "", "no file says to whom both go"),
        (("", ""), "yes", ""),
    ],
)
def test_one_number_for_two_receivers_is_refused_in_the_plan_at_both(
    doors: tuple[str, str], answer: str, said: str, repository: Repository, runs: Path
) -> None:
    every = [at(one, door) for one, door in zip(orders(2), doors, strict=True)]
    keep(repository, *every)
    text = f"{NUMBERS[0]} {TRACKING_NO}\n{NUMBERS[1]} {TRACKING_NO.lower()}"
    values = {"tracking_no": text} | ({"same_receiver": answer} if answer else {})
    plan = planned(repository.bulk(runs), "ship", targets(*every), values)

    assert states(plan) == ["refused" if said else "left"] * 2
    assert all(said in item.sentence for item in plan.items)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("310000", "looks like a postcode"),
        ("261120-000000000000003", "is or has an order number"),
    ],
)
def test_what_else_stands_in_a_sheet_is_no_tracking_number_whatever_the_carrier(
    number: str, said: str, repository: Repository, runs: Path
) -> None:
    every = orders(3)
    keep(repository, *every)
    values = {"tracking_no": f"{NUMBERS[0]} {number}", "carrier": "YTO"}
    plan = planned(repository.bulk(runs), "ship", targets(every[0]), values)

    assert said in plan.items[0].sentence


def test_two_orders_in_one_line_are_no_order_and_its_number(
    repository: Repository, runs: Path
) -> None:
    every = orders(2)
    keep(repository, *every)
    with pytest.raises(BadInput) as wrong:
        planned(
            repository.bulk(runs),
            "ship",
            targets(*every),
            {"tracking_no": f"{NUMBERS[1]} {NUMBERS[0]}"},
        )

    assert wrong.value.sentence == f"Line 1 names several orders: {NUMBERS[0]}, {NUMBERS[1]}."


def test_a_carrier_a_phone_and_a_day_are_passed_over(repository: Repository, runs: Path) -> None:
    (only,) = orders(1)
    keep(repository, only)
    text = f"{NUMBERS[0]} yuantong {TRACKING_NO} 13812345678 2026-11-28"
    plan = planned(repository.bulk(runs), "ship", targets(only), {"tracking_no": text})

    assert plan.items[0].values["tracking_no"] == TRACKING_NO


SUB_ORDER = "6956488938693643483"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"主订单编号\t子订单编号\t快递信息\n{NUMBERS[0]}\t{SUB_ORDER}\t{TRACKING_NO}-圆通速递",
            id="Doudian's own sheet",
        ),
        pytest.param(f"{NUMBERS[0]} {SUB_ORDER} {TRACKING_NO}", id="a sub-order, no heading"),
        pytest.param(f"{NUMBERS[0]} 20261128 {TRACKING_NO}", id="a day without signs"),
        pytest.param(f"{NUMBERS[0]} 2026/11/28 18:00:00 {TRACKING_NO}", id="a day and a time"),
        pytest.param(
            f"订单号,金额,快递单号1\n{NUMBERS[0]},123456,{TRACKING_NO}",
            id="an amount, and a heading with a digit",
        ),
        pytest.param(
            f"订单编号|退货运单号|发货运单号\n{NUMBERS[0]}|SF7654321098765|{TRACKING_NO}",
            id="a return beside it",
        ),
        *(
            pytest.param(f"{NUMBERS[0]}{between}{TRACKING_NO}", id=f"with {between} between")
            for between in ("|", "：", ":", "/", " / ")
        ),
        pytest.param(f"\ufeff{NUMBERS[0]}\t\u200b{TRACKING_NO}\u200d", id="invisible signs"),
        pytest.param(f"{NUMBERS[0]} 圆通-{TRACKING_NO}", id="the carrier before it"),
    ],
)
def test_a_sheet_is_read_as_it_is(text: str, repository: Repository, runs: Path) -> None:
    (only,) = orders(1)
    keep(repository, only)

    plan = planned(repository.bulk(runs), "ship", targets(only), {"tracking_no": text})

    assert states(plan) == ["left"]
    assert plan.items[0].values["tracking_no"] == TRACKING_NO


def test_where_the_column_of_numbers_is_empty_nothing_else_is_one(
    repository: Repository, runs: Path
) -> None:
    (only,) = orders(1)
    keep(repository, only)
    text = f"订单号\t退货运单号\t快递单号\n{NUMBERS[0]}\t{TRACKING_NO}\t"
    with pytest.raises(BadInput) as wrong:
        planned(repository.bulk(runs), "ship", targets(only), {"tracking_no": text})

    assert wrong.value.sentence == f"Line 2: one number is expected beside {NUMBERS[0]}."


def test_a_number_that_is_none_is_refused_for_its_order_alone(
    repository: Repository, runs: Path
) -> None:
    every = orders(2)
    keep(repository, *every)
    text = f"{NUMBERS[0]} {TRACKING_NO}\n{NUMBERS[1]} {TRACKING_NO}"
    plan = planned(
        repository.bulk(runs), "correct-tracking", targets(*every), {"tracking_no": text}
    )

    assert states(plan) == ["refused", "refused"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"colour": "pink"}, "colour"), ({}, "colour"), ({"colour": "red", "size": "1"}, "size")],
)
def test_a_value_that_is_wrong_for_all_is_said_at_once(
    values: dict[str, str], field: str, repository: Repository, runs: Path
) -> None:
    every = orders(2)
    keep(repository, *every)
    with pytest.raises(BadInput) as wrong:
        planned(repository.bulk(runs), "flag", targets(*every), values)

    assert wrong.value.field == field


def test_a_document_is_looked_at_once_however_often_the_form_is_filled_in_otherwise(
    repository: Repository, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = orders(3)
    keep(repository, *every)
    read: list[str] = []

    def noted(kind: type[Order], kept: Kept) -> Order:
        read.append(str(kept.key))
        return decode(kind, kept)

    monkeypatch.setattr("store.work.bulk_aims.decode", noted)
    bulk = repository.bulk(runs)
    aims = bulk.form("hold", targets(*every)).aims
    for reason in ("等货", "等买家回复"):
        run = bulk.plan(aims, {"until": "+2h", "reason": reason})
        assert [item.values["reason"] for item in run.of("left")] == [reason] * 3
    assert read == [one.key for one in every]

    # What a colleague changed meanwhile is seen, and nothing else is looked at for it.
    repository.run(Hold, every[1], {"until": "+1h", "reason": "验货"})
    run = bulk.plan(aims, {"until": "+2h", "reason": "等货"})
    assert states(run) == ["left", "refused", "left"]
    assert read[3:] == [every[1].key]

    aims.forget()
    bulk.plan(aims, {"until": "+2h", "reason": "等货"})
    assert len(read) == 7


def test_a_plan_that_nobody_wants_any_more_is_left_off(repository: Repository, runs: Path) -> None:
    keep(repository, *orders(3))
    bulk = repository.bulk(runs)
    aims, asked = bulk.aims("claim", targets(*orders(3))), iter((True, False))
    with pytest.raises(InterruptedReading):
        bulk.plan(aims, {}, lambda: next(asked))


def test_where_several_cases_fit_the_one_that_is_marked_is_meant(
    repository: Repository, runs: Path
) -> None:
    two = order(
        line(),
        cases=(case(requested_fen=1000, unshipped=True), case(id="c2", requested_fen=2000)),
    )
    keep(repository, two)
    bulk = repository.bulk(runs)
    unclear = planned(bulk, "agree-refund", targets(two), {})
    marked = [Target(of_order(two.key), Part("answer-case", "c2"))]

    assert unclear.items[0].sentence.startswith("Several fit here; name one of: ")

    done = bulk.carry_out(planned(bulk, "agree-refund", marked, {"amount": "15"}))

    assert states(done) == ["done"]
    assert [one.agreed_fen for one in repository.order(two.key).cases] == [None, 1500]


def test_money_goes_back_for_the_case_that_is_marked_or_for_none(
    repository: Repository, runs: Path
) -> None:
    due = case(requested_fen=1000, state="seller_to_refund", agreed_fen=1000, unshipped=True)
    two = order(line(), cases=(due, case(id="c2", requested_fen=2000)))
    keep(repository, two)
    bulk = repository.bulk(runs)

    def plan(record: str) -> BulkItem:
        marked = [Target(of_order(two.key), Part("", record))]
        (item,) = planned(bulk, "refund", marked, {"reason": "少件"}).items
        return item

    assert plan("A1").values == {"case": "A1", "amount": "10.00", "reason": "少件"}
    assert plan("c2").sentence == (
        "“Refund” would be about A1 here, and not about c2; do it by itself."
    )


def test_a_time_that_was_typed_is_the_same_for_all_whenever_they_are_done(
    repository: Repository, runs: Path
) -> None:
    every = orders(1)
    keep(repository, *every)
    plan = planned(
        repository.bulk(runs), "hold", targets(*every), {"until": "+2h", "reason": "等货"}
    )

    assert plan.values["until"] == "2026-11-22 11:00"


def test_a_run_lies_in_a_private_file_and_says_how_far_it_came(
    repository: Repository, runs: Path
) -> None:
    every = orders(3)
    keep(repository, *every)
    bulk = repository.bulk(runs)
    plan = planned(bulk, "claim", targets(*every), {})
    stopped = bulk.carry_out(plan, lambda item: item.key != every[1].key)
    (file,) = runs.iterdir()

    assert states(stopped) == ["done", "done", "left"]
    assert bulk.files.read(plan.id) == bulk.files.last() == stopped
    assert (file.stat().st_mode & 0o777, runs.stat().st_mode & 0o777) == (0o600, 0o700)
    assert json.loads(file.read_text("utf-8"))["action"] == "claim"

    assert states(bulk.carry_out(bulk.files.read(plan.id))) == ["done", "done", "done"]


def test_what_goes_on_is_taken_back_without_what_was_done_before(
    repository: Repository, runs: Path
) -> None:
    """The desk remembers both as one."""
    every = orders(3)
    keep(repository, *every)
    bulk = repository.bulk(runs)
    stopped = bulk.carry_out(planned(bulk, "claim", targets(*every), {}), lambda _item: False)
    first = [one.after.key for one in bulk.undoings]
    bulk.carry_out(stopped)

    assert first == [every[0].key]
    assert [one.after.key for one in bulk.undoings] == [one.key for one in every[1:]]


def test_the_oldest_runs_go(repository: Repository, runs: Path) -> None:
    bulk = repository.bulk(runs)
    made = [bulk.carry_out(planned(bulk, "claim", [], {})) for _number in range(22)]

    assert len([*runs.iterdir()]) == 20
    with pytest.raises(BadInput, match=r"^There is no run \w+ of yours at this store\.$"):
        bulk.files.read(made[0].id)


@settings(max_examples=examples(100))
@given(kills=st.lists(st.integers(0, 4), max_size=4), claimed=st.sets(st.integers(0, 4)))
def test_a_run_killed_anywhere_and_taken_up_again_does_each_once(
    kills: list[int], claimed: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bulk")
    store = in_memory(folder / "store")
    every = [
        order(order_no=number, claim=None, **asks_back(1000 + place))
        for place, number in enumerate(NUMBERS)
    ]
    keep(store, *every)
    bulk = Bulk(store, folder / "runs")
    plan = planned(bulk, "agree-refund", targets(*every), {})
    # A colleague answers some of the cases meanwhile.
    for place in claimed:
        store.run(store.action_named("agree-refund", every[place]), every[place], {})
    before = told(store)
    bulk.files.keep(plan)

    class Killed(BaseException):
        """The process is gone."""

    for kill in kills:

        def killed(item: BulkItem, at: str = NUMBERS[kill]) -> bool:
            if item.called == at:
                raise Killed
            return True

        with pytest.raises(Killed):
            bulk.carry_out(plan, killed)
        bulk.files.keep(plan)  # as it is where nothing was written at the end
    found = bulk.as_told(bulk.files.read(plan.id))
    assert len(found.of("done")) == told(store) - before
    done = bulk.carry_out(found)

    assert told(store) - before == len(every) - len(claimed)
    assert [item.state == "refused" for item in done.items] == [
        place in claimed for place in range(len(every))
    ]
    assert all(store.order(one.key).cases[0].agreed_fen for one in every)


def test_all_goods_of_each_go_back_with_the_money_where_that_is_said(
    repository: Repository, runs: Path
) -> None:
    first = order(order_no=NUMBERS[0])
    second = order(line(), line(2, ordered=3), order_no=NUMBERS[1])
    keep(repository, first, second)
    bulk = repository.bulk(runs)
    form = bulk.form("refund", targets(first, second))
    asked = {field.name: field for field in form.fields}
    assert [choice.value for choice in asked["lines"].choices] == ["all"]

    run = planned(bulk, "refund", targets(first, second), {"lines": "all", "reason": "缺货"})

    assert [item.values["lines"] for item in run.items] == ["1:2", "1:2,2:3"]
    assert states(bulk.carry_out(run)) == ["done", "done"]


MIXED = (line(ordered=3), line(2, sku="OIL-5", name="菜籽油", ordered=2))


@pytest.mark.parametrize(
    ("action", "owed", "values"),
    [
        ("receive-return", ("receive-return", "buyer_to_return"), {"good": "all"}),
        ("refund", ("refund-case", "seller_to_refund"), {"lines": "all", "reason": "破损"}),
    ],
)
def test_every_unit_is_one_of_the_case_that_is_marked(
    repository: Repository, runs: Path, action: str, owed: tuple[str, str], values: dict[str, str]
) -> None:
    """With two cases in an order each has its own line, and each is done."""
    kind, state = owed
    back = {"kind": "return_and_refund", "state": state}
    first = case(lines=units((1, 2)), **back)
    two = shipped(*MIXED, cases=(first, case(id="c2", lines=units((2, 1)), **back)))
    keep(repository, two)
    bulk = repository.bulk(runs)
    marked = [Target(of_order(two.key), Part(kind, one)) for one in ("A1", "c2")]

    plan = planned(bulk, action, marked, values)

    (field,) = (name for name, value in values.items() if value == "all")
    assert [item.values[field] for item in plan.items] == ["1:2", "2:1"]
    assert states(bulk.carry_out(plan)) == ["done", "done"]


def test_two_cases_that_money_is_due_for_are_named(repository: Repository, runs: Path) -> None:
    due = {"state": "seller_to_refund", "requested_fen": 1000, "agreed_fen": 1000}
    two = order(line(), cases=(case(unshipped=True, **due), case(id="c2", unshipped=True, **due)))
    keep(repository, two)

    (item,) = planned(repository.bulk(runs), "refund", targets(two), {"reason": "缺货"}).items

    named, how = item.sentence.split("). ")
    assert named.startswith("Several fit here; name one of: A1 (refund only ours to refund 10.00")
    assert ", c2 (refund only ours to refund 10.00" in named
    assert how == "Do it by itself here, with “Case” (case=…)."


def test_what_is_done_with_every_unit_says_which_they_are(
    repository: Repository, runs: Path
) -> None:
    mixed, plain = order(*MIXED, order_no=NUMBERS[0]), order(order_no=NUMBERS[1])
    keep(repository, mixed, plain)
    plan = planned(repository.bulk(runs), "apply-stock-out", targets(mixed, plain), {})

    assert [item.values for item in plan.items] == [{"lines": "1:3,2:2"}, {"lines": "1:2"}]
    assert [item.goods for item in plan.items] == [{"RICE-10": 3, "OIL-5": 2}, {"RICE-10": 2}]


def test_the_units_of_one_sku_are_meant_where_that_is_said(
    repository: Repository, runs: Path
) -> None:
    mixed, plain = order(*MIXED, order_no=NUMBERS[0]), order(order_no=NUMBERS[1])
    keep(repository, mixed, plain)
    bulk = repository.bulk(runs)
    plan = planned(bulk, "apply-stock-out", targets(mixed, plain), {"lines": "sku:OIL-5"})

    first, second = plan.items
    assert (first.values["lines"], first.goods) == ("2:2", {"OIL-5": 2})
    assert second.sentence == "Nothing of OIL-5 is left here with which this may be done."
    form = bulk.form("apply-stock-out", targets(mixed, plain))
    (lines,) = (field for field in form.fields if field.name == "lines")
    assert [choice.value for choice in lines.choices] == ["all", "sku:RICE-10", "sku:OIL-5"]
    assert form.suggested["lines"] == "all"
    assert form.naming("OIL-5") == {"lines": "sku:OIL-5"}
    assert form.naming("TEA") == {}
    assert bulk.form("hand-over", targets(mixed, plain)).naming("OIL-5") == {}


def test_the_money_of_what_has_no_amount_typed_is_said(repository: Repository, runs: Path) -> None:
    each = orders(2)
    keep(repository, *each)
    values = {"lines": "all", "reason": "缺货"}
    plan = planned(repository.bulk(runs), "refund", targets(*each), values)

    paid = each[0].money.paid_fen
    assert states(plan) == ["left", "left"]
    assert [item.back_fen for item in plan.items] == [paid, paid]


def test_what_a_buyer_asks_for_is_the_money_of_agreeing_to_it(
    repository: Repository, runs: Path
) -> None:
    asked = order(**asks_back(1200))
    keep(repository, asked)
    plan = planned(repository.bulk(runs), "agree-refund", targets(asked), {})

    assert [item.back_fen for item in plan.items] == [1200]


def test_two_cases_of_an_order_are_judged_one_after_the_other(
    repository: Repository, runs: Path
) -> None:
    """What the first takes the second has no more: it says so before anything is done."""
    first = case(requested_fen=2000, unshipped=True)
    two = order(line(), cases=(first, case(id="c2", requested_fen=5000, unshipped=True)))
    keep(repository, two)
    bulk = repository.bulk(runs)
    marked = [Target(of_order(two.key), Part("answer-case", one)) for one in ("A1", "c2")]
    plan = planned(bulk, "agree-refund", marked, {})
    short = "30.00 is agreed, 50.00 is asked for."

    assert [(item.values["amount"], item.back_fen, item.short) for item in plan.items] == [
        ("20.00", 2000, ""),
        ("30.00", 3000, short),
    ]

    done = bulk.carry_out(plan)

    assert states(done) == ["done", "done"]
    assert [item.short for item in done.items] == ["", short]
    assert [one.agreed_fen for one in repository.order(two.key).cases] == [2000, 3000]


def test_of_two_cases_done_one_after_the_other_none_but_the_marked_is_meant(
    repository: Repository, runs: Path
) -> None:
    """Once the marked one is agreed to the other is the only one that fits."""
    cases = (case(requested_fen=1000, unshipped=True), case(id="c2", requested_fen=2000))
    two = order(line(), cases=cases)
    keep(repository, two)
    marked = [Target(of_order(two.key), Part("answer-case", "A1")), *targets(two)]
    for at in (marked, marked[::-1]):
        plan = planned(repository.bulk(runs), "agree-refund", at, {})

        assert [item.values.get("case") for item in plan.of("left")] == ["A1"]
        assert [item.sentence.split(":")[0] for item in plan.of("refused")] == [
            "Several fit here; name one of"
        ]


def test_what_two_things_owed_for_an_order_come_to_is_meant_once_in_form_and_plan(
    repository: Repository, runs: Path
) -> None:
    first, second = (order(order_no=one, **asks_back(1200)) for one in NUMBERS[:2])
    keep(repository, first, second)
    bulk = repository.bulk(runs)
    parts = (Part("ship", ""), Part("answer-case", "A1"))
    marked = [Target(of_order(one.key), part) for one in (first, second) for part in parts]
    for action, values in (("note", {"text": "等补货"}), ("agree-refund", {})):
        form = bulk.form(action, marked)
        plan = planned(bulk, action, marked, values)

        assert [one.subject.key for one in form.targets] == [first.key, second.key]
        assert [item.key for item in plan.of("left")] == [first.key, second.key]

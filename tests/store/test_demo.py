"""The sample shop: what is in it, and that its dates are today's."""

import gc
from datetime import UTC, datetime, timedelta

import pytest

from store.demo.moving import file_names, nameless
from store.demo.shop import SHOP, made_at, make_demo
from store.models.coverage import Coverage
from store.models.event import Actor
from store.models.import_record import ImportRecord
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.payment import Payments
from store.models.product import Product
from store.models.review import Review
from store.reading.without_collector import without_collector
from store.repository import Repository, open_store
from store.rules.action.catalogue import all_actions
from store.rules.parcels import tracking
from store.words.times import SHOP_TIME
from tui.language import use_language

NOW = datetime(2027, 3, 2, 23, 47, 31, tzinfo=SHOP_TIME)
ALWAYS = {
    *("assign", "attach-evidence", "evidence-pack", "flag", "note"),
    *("record-penalty", "set-stock", "tag"),
}
"""What nothing stands against."""
NEVER = {
    *("confirm-relisting", "give-up-return", "note-empty-days", "release-claim"),
    *("untie-inquiry", "withdraw-note"),
}
"""What only the agents of the sample shop may do, for whoever looks has claimed and noted nothing;
and what needs the order of an inquiry, which is still to come, a day of which no file tells, an
appeal that was won after the money went, or a product that is on sale again.
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = open_store(str(tmp_path_factory.mktemp("demo")), Actor(user="me"), lambda: NOW)
    make_demo(repository, NOW)
    return repository


def numbered(shop: Repository, ending: str) -> Order:
    (row,) = (row for row in shop.search() if row.order_no.endswith(ending))
    return shop.order(row.key)


def test_there_are_some_weeks_of_orders_of_both_platforms(shop: Repository) -> None:
    platforms = [row.platform for row in shop.search()]
    assert len(platforms) == 583
    assert {row.shop for row in shop.search()} == {SHOP}
    assert platforms.count("pinduoduo") > platforms.count("douyin") > 80


@pytest.mark.parametrize(
    ("query", "least"),
    [
        *(
            ("pay:" + word, 2)
            for word in ("unpaid", "deposit", "paid", "part-refunded", "refunded")
        ),
        *(("ship:" + word, 5) for word in ("waiting", "to-ship", "part-shipped", "shipped")),
        *(("ship:" + word, 5) for word in ("received", "cancelled")),
        *(("after:" + word, 5) for word in ("none", "open", "refunded", "closed")),
        ("stock:applied", 5),
        ("review", 5),
        ("reissue", 5),
        ("task", 10),
        ("discrepancy", 1),
        ("flagged", 2),
        ("to-ship estimated", 15),
        ("to-ship late !due:<-24h", 5),
        ("to-ship late due:<-48h", 3),
        ("to-ship due:0m..2h", 6),
        ("to-ship due:2h..24h", 10),
        ("units:>30", 1),
        ("moved:>4d", 2),
        ("coffee", 5),
        ("鲜花饼", 5),
    ],
)
def test_every_state_is_there(shop: Repository, query: str, least: int) -> None:
    assert len(shop.search(query)) >= least


def test_every_action_is_possible_somewhere_and_what_can_be_refused_is_refused_somewhere(
    shop: Repository,
) -> None:
    # No file of funds is in the sample shop, and so nothing to decide about one.
    said: dict[str, set[str]] = {
        name: set()
        for name, action in all_actions().items()
        if (action.also_about or not action.starts) and action.subject_type is not Payments
    }
    done_to = (Order, Product, Inquiry, Coverage, Review, Improvement)
    for document in (one for kind in done_to for one in shop.all(kind)):
        for offer in shop.offers(document):
            said[offer.action.name].add(offer.why_not or "")

    assert {name for name, sentences in said.items() if "" not in sentences} == NEVER
    always = {name for name, sentences in said.items() if sentences == {""}}
    assert always == ALWAYS


def test_refunds_are_in_every_state(shop: Repository) -> None:
    refunds = [one for order in shop.all(Order) for one in order.refunds]
    assert {one.state for one in refunds} == {"pending", "done", "failed", "unknown"}
    assert {one.estimated for one in refunds} == {True, False}


def test_reissues_are_open_first_and_second_with_a_number_to_upload(shop: Repository) -> None:
    assert [one.state for one in numbered(shop, "055").reissues] == ["open"]
    assert [one.state for one in numbered(shop, "051").reissues] == ["shipped"]
    twice = numbered(shop, "053")
    assert [one.state for one in twice.reissues] == ["shipped", "shipped"]
    assert "upload-tracking" in {one.kind for one in twice.open_tasks}


def test_the_morning_export_confirms_one_parcel_and_contradicts_another(shop: Repository) -> None:
    confirmed = numbered(shop, "006")
    assert confirmed.parcels[0].confirmed
    assert not confirmed.open_tasks
    assert numbered(shop, "008").open_discrepancies


def test_a_number_is_shared_by_one_receiver_and_refused_for_another(shop: Repository) -> None:
    one, other, stranger = (numbered(shop, ending) for ending in ("001", "002", "003"))
    number = one.parcels[0].tracking_no
    assert other.parcels[0].tracking_no == number
    problems = list(tracking.number_problem(stranger, number, shop.context()))
    assert [problem.field for problem in problems] == ["tracking_no"]


def test_promises_are_open_and_one_is_over(shop: Repository) -> None:
    due = [
        one.promise_due for order in shop.all(Order) for one in order.contacts if one.promise_due
    ]
    assert min(due) < NOW < max(due)


def test_receivers_are_in_full_masked_ciphered_and_missing(shop: Repository) -> None:
    names = {order.receiver.name for order in shop.all(Order)}
    assert any(name.startswith("##") for name in names)
    assert any("*" in name for name in names)
    assert {"", "欧阳青禾"} <= names


def test_harmless_and_hostile_texts_came_through_unchanged(shop: Repository) -> None:
    assert numbered(shop, "012").buyer_note == "[/] 尺码[/XL] 别发错"
    assert numbered(shop, "021").seller_note == '第一行\n第二行, 带逗号和"引号"'
    assert numbered(shop, "098").buyer_note.endswith("🙏🎂")
    assert numbered(shop, "238").line_named(1)


def test_orders_have_gifts_and_several_sub_orders(shop: Repository) -> None:
    lines = [len(order.lines) for order in shop.all(Order)]
    assert max(lines) == 4
    assert sum(count > 1 for count in lines) > 20


def test_no_time_is_in_the_future_but_a_deadline(shop: Repository) -> None:
    for order in shop.all(Order):
        happened = [order.ordered_at, order.deal_at, order.paid_at, order.shipped_at]
        happened += [order.received_at, order.confirmed_at]
        happened += [one.applied_at for one in order.cases]
        assert max((one for one in happened if one), default=NOW) <= NOW, order.order_no
    assert all(event.at <= NOW for order in shop.all(Order) for event in shop.events(order))


def test_the_newest_order_is_not_two_hours_old(shop: Repository) -> None:
    newest = max(row.ordered_at or 0 for row in shop.search())
    assert timedelta() < NOW - datetime.fromtimestamp(newest, UTC) < timedelta(hours=2)


def test_the_day_in_an_order_number_is_the_day_of_its_first_time(shop: Repository) -> None:
    for order in shop.all(Order):
        first = order.paid_at or order.deal_at
        if order.platform == "pinduoduo" and first:
            days = {
                f"{one.astimezone(SHOP_TIME):%y%m%d}" for one in (first, order.deal_at or first)
            }
            assert order.order_no[:6] in days


def test_cases_find_their_orders_but_one_whose_order_is_to_come(shop: Repository) -> None:
    cases = [one for order in shop.all(Order) for one in order.cases if one.platform_kind]
    assert len(cases) == 88


def test_every_row_of_every_file_was_read(shop: Repository) -> None:
    records = list(shop.all(ImportRecord))
    assert {nameless(one.file) for one in records} == file_names()
    assert [one.rejected for one in records] == [0] * 6
    assert {one.variant for one in records} >= {"2020", "2023", "2026", "A"}
    made = made_at(shop)
    assert made
    assert abs(shop.now - made) < timedelta(minutes=1)


def test_no_order_is_kept_by_what_is_worked_out_of_it(shop: Repository) -> None:
    shop.verify(full=True)  # what is made once is made
    gc.collect()

    with without_collector():
        shop.verify(full=True)
        assert gc.collect() == 0, "of a hundred thousand orders it would be a hundred megabytes"


def test_rows_that_were_written_in_one_language_are_whole_in_another(shop: Repository) -> None:
    use_language("zh")
    found = shop.verify(full=True)
    use_language("en")

    assert found.stale == 0

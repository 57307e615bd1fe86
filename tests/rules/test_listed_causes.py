"""The shop's list of causes: what a form offers, and by which word free words are counted."""

from pathlib import Path

import pytest

from store.errors import BadInput
from store.models.cancellation import Cancellation, VerifiedCause
from store.models.order import Order
from store.models.row import OrderRow
from store.policy import load_policy
from store.policy.own_rules import read_policy
from store.reading.causes import causes
from store.repository import open_store
from store.rules.action.frame import AskedField, asked_fields
from store.rules.money.actions.refund import Refund
from store.rules.order.row import order_rows
from store.rules.review.actions.open_review import OpenReview
from store.rules.review.listed import ListedCause
from store.rules.stock.actions.cancel_order import CancelOrder
from store.rules.stock.actions.set_verified_cause import SetVerifiedCause
from store.rules.stock.causes import COMMON, causes_offered, listed_cause
from store.rules.timing.policy import Policy
from tests.build import ACTOR, NOW, changed, keep, order, refund, shipped
from tui.forms.lines import help_of

LIST = """
[[cause]]
name = "坏果"
also = ["烂", "发霉"]

[[cause]]
name = "damaged_in_transit"
also = ["压坏", "破箱"]
"""
PACKAGED = load_policy()


def with_list(text: str = LIST) -> Policy:
    return PACKAGED.with_own(read_policy(text.encode(), "own.toml"))


@pytest.mark.parametrize(
    ("text", "packaged", "own"),
    [
        pytest.param("quality", "quality", "quality", id="a common word"),
        pytest.param("质量问题", "quality", "quality", id="as the common ones are written"),
        pytest.param("坏果", "other", "坏果", id="the shop's own"),
        pytest.param(" 坏 果 ", "other", "坏果", id="with blanks"),
        pytest.param("底层全烂了", "other", "坏果", id="what else the shop writes for it"),
        pytest.param("箱子压坏", "other", "damaged_in_transit", id="a spelling of a common word"),
        pytest.param("仓库没货", "out_of_stock", "out_of_stock", id="goods that are not there"),
        pytest.param("买家没说", "other", "other", id="anything else"),
    ],
)
def test_free_words_are_counted_by_the_word_of_the_list(text: str, packaged: str, own: str) -> None:
    assert (listed_cause(text, PACKAGED), listed_cause(text, with_list())) == (packaged, own)


def test_the_shop_s_own_list_is_offered_in_place_of_the_common_one() -> None:
    assert causes_offered(PACKAGED) == COMMON
    assert causes_offered(with_list()) == ("坏果", "damaged_in_transit")


def cause_field(action: type[SetVerifiedCause | CancelOrder | Refund | OpenReview]) -> AskedField:
    fields = asked_fields(action, order(), with_list())
    (found,) = [one for one in fields if one.offered]
    return found


@pytest.mark.parametrize("action", [SetVerifiedCause, CancelOrder, Refund, OpenReview])
def test_every_action_that_asks_for_a_cause_offers_the_list_beside_free_words(
    action: type[SetVerifiedCause | CancelOrder | Refund | OpenReview],
) -> None:
    field = cause_field(action)

    assert [one.value for one in field.offered] == ["坏果", "damaged_in_transit"]
    assert field.choices == ()
    left_out = "" if field.required else "; may be left out"
    assert help_of(field) == f"a digit chooses, or your own words{left_out}"


def test_a_cause_is_kept_with_our_own_words_beside_it() -> None:
    found = changed(SetVerifiedCause, order(), cause="坏果", text="底层三个发霉").causes

    assert [(one.cause, one.text) for one in found] == [("坏果", "底层三个发霉")]


def caused(text: str) -> Order:
    found = VerifiedCause(id="c1", cause=text, at=NOW, by=str(ACTOR))
    return shipped(causes=(found,))


def row_of(given: Order, policy: Policy) -> OrderRow:
    (row,) = order_rows(given, policy)["orders"]
    assert isinstance(row, OrderRow)
    return row


def test_the_row_has_the_word_of_the_list_and_the_order_what_was_written() -> None:
    given = caused("底层全烂了")
    row = row_of(given, with_list())

    assert (row.causes, row.policy) == (("坏果",), with_list().digest("pinduoduo"))
    assert row_of(given, PACKAGED).causes == ("other",)
    assert given.causes[0].cause == "底层全烂了"


def test_another_list_counts_what_is_there_anew(tmp_path: Path) -> None:
    repository = open_store(str(tmp_path / "store"), ACTOR, lambda: NOW)
    keep(repository, caused("底层全烂了"))
    file = tmp_path / "own.toml"
    file.write_text(LIST, "utf-8")

    before = causes(repository, repository.policy, "", "cause").groups
    repository.adopt_policy(file)
    after = causes(repository, repository.policy, "cause:坏果", "cause").groups

    assert ([one.name for one in before], [one.name for one in after]) == (["other"], ["坏果"])
    comparison = repository.compare_policy(file)
    assert comparison.causes_before == comparison.causes_after == ("坏果", "damaged_in_transit")


def test_a_list_is_of_the_shop_and_changes_every_platform_s_digest() -> None:
    assert with_list().causes == (
        ListedCause("坏果", ("烂", "发霉")),
        ListedCause("damaged_in_transit", ("压坏", "破箱")),
    )
    assert all(PACKAGED.digest(one) != with_list().digest(one) for one in ("pinduoduo", "douyin"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            '[[cause]]\nalso = ["烂"]',
            "own.toml, cause 1, name: a value is needed here.",
            id="none",
        ),
        pytest.param(
            '[[cause]]\nname = "坏果"\nalso = [1]',
            "own.toml, cause 1, also: a list of texts is expected.",
            id="a number",
        ),
        pytest.param(
            '[[cause]]\nname = """坏\n果"""',
            "own.toml, cause 1, name: one line of at most 40 signs is expected.",
            id="two lines",
        ),
        pytest.param(
            '[[cause]]\nname = "坏果"\nplatform = "douyin"',
            "own.toml, cause 1, platform: there is no such field.",
            id="a field of another row",
        ),
    ],
)
def test_a_row_that_makes_no_sense_names_its_place(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_policy(text.encode(), "own.toml")
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param(shipped(), (), id="nothing says why"),
        pytest.param(shipped(refunds=(refund(cause="质量问题"),)), ("quality",), id="a refund"),
        pytest.param(
            shipped(refunds=(refund(cause="质量问题", state="failed"),)), (), id="one that failed"
        ),
        pytest.param(
            shipped(
                refunds=(refund(cause="质量问题"),),
                causes=(VerifiedCause(id="c1", cause="错发", at=NOW, by=str(ACTOR)),),
            ),
            ("wrong_item",),
            id="what was verified takes its place",
        ),
        pytest.param(
            order(cancellation=Cancellation(id="x", reason="out_of_stock", at=NOW, by=str(ACTOR))),
            ("out_of_stock",),
            id="a cancellation",
        ),
    ],
)
def test_a_cause_is_known_from_whatever_was_recorded(given: Order, found: tuple[str, ...]) -> None:
    row = row_of(given, PACKAGED)

    assert row.causes == found
    assert not found or row.policy == PACKAGED.digest("pinduoduo")

"""Lines of an order that have to be read where there is little room."""

from itertools import pairwise
from pathlib import Path

import pytest

from store.models.after_sales_case import CaseKind
from store.models.cancellation import Cancellation
from store.models.intervention import Intervention
from store.models.platform_task import PlatformTask
from store.models.reissue import Reissue
from store.models.solution_offer import SolutionOffer
from store.models.subject import Subject
from store.repository import Repository, open_store
from store.rules.action.catalogue import all_actions
from store.rules.action.references import every_choice
from tests.build import (
    ACTOR,
    DAY,
    NOW,
    ORDER_NO,
    OTHER_NO,
    TRACKING_NO,
    case,
    goods_return,
    keep,
    order,
    parcel,
    refund_of_unshipped,
    return_case,
    shipped,
    units,
)
from tests.tui.driver import desk_on
from tui.actions import KEYS
from tui.order_text.goods import goods
from tui.order_text.history import history, history_rows
from tui.order_text.owed import owed
from tui.order_text.parcels import parcels
from tui.order_text.preview import preview_of
from tui.said import drawn, flowing, text_of
from tui.screens.order import OrderScreen

LATE = order(deal_at=NOW - 5 * DAY, ship_by_deadline=NOW - 3 * DAY)


@pytest.mark.parametrize("width", range(24, 60))
def test_what_is_beside_a_list_has_one_blank_line_between_its_parts(
    width: int, repository: Repository
) -> None:
    keep(repository, LATE)
    lines = preview_of(repository, Subject("orders", LATE.key), KEYS).in_column()

    told = [text_of(part).strip() for line in lines for part in flowing(line, width)]
    assert "to ship 2 of 2" in " ".join(told)
    assert ("", "") not in [*pairwise(told)]


def test_what_is_said_of_a_cost_leaves_the_line_its_room(repository: Repository) -> None:
    keep(repository, LATE)
    view = repository.view(repository.order(LATE.key))

    (row,) = owed(view)
    assert [text_of(line).strip() for line in row.under] == [
        "! late since 11-19 09:00",
        "! out of stock since 09:00",
        "nothing more: it is charged as late",
    ]


def test_a_time_in_the_history_is_told_as_people_read_it(repository: Repository) -> None:
    keep(repository, order())
    values = {"until": "2026-11-22 12:00", "reason": "等买家改地址"}
    repository.run(all_actions()["hold"], repository.find(ORDER_NO), values)

    (said,) = history(repository.view(repository.order(order().key)))
    assert said.endswith("等买家改地址, 2026-11-22 12:00")


def test_the_history_of_an_inspection_says_which_units_were_good(repository: Repository) -> None:
    """Nor does it say a no that nobody said."""
    keep(repository, shipped(cases=(return_case(state="seller_to_receive"),)))
    values = {"good": "1:1", "damaged": "1:1"}
    repository.run(all_actions()["receive-return"], repository.find(ORDER_NO), values)

    (said,) = history(repository.view(repository.order(shipped().key)))
    assert said.endswith("Receive a return  Damaged: RICE-10 x1, Good: RICE-10 x1")


@pytest.mark.parametrize(("channel", "to_whom"), [("phone", "buyer"), ("carrier", "carrier")])
def test_the_history_says_to_whom_something_was_said(
    channel: str, to_whom: str, repository: Repository
) -> None:
    keep(repository, order())
    values = {"text": "今天补发", "channel": channel, "direction": "out"}
    repository.run(all_actions()["log-contact"], repository.find(ORDER_NO), values)

    view = repository.view(repository.order(order().key))
    (said,) = history(view)
    assert f"to the {to_whom}" in said
    (row,) = history_rows(view)
    assert f"Direction: to the {to_whom}" in row.behind[0]


def test_what_is_owed_for_one_of_two_parcels_names_it(repository: Repository) -> None:
    sent = shipped()
    (one,) = sent.parcels
    other = one.model_copy(update={"id": "p2", "tracking_no": "YT1234567890124", "lines": ()})
    keep(repository, sent.model_copy(update={"parcels": (one, other)}))
    view = repository.view(repository.order(sent.key))

    told = [text_of(row.head) for row in owed(view) if row.duty and row.duty.about in ("p1", "p2")]
    assert len(told) == len({*told}) == 2
    assert {line.rpartition("  ")[2] for line in told} == {
        f"YTO {TRACKING_NO}",
        "YTO YT1234567890124",
    }
    summary = preview_of(repository, Subject("orders", sent.key), KEYS)
    assert sum("YTO YT1234567890124" in text_of(line) for line in summary.few) == 1


def test_money_for_no_case_is_told_so_in_the_history(repository: Repository) -> None:
    keep(repository, shipped(cases=(case(state="seller_to_refund", requested_fen=1200),)))
    values = {"amount": "5", "reason": "差价", "case": "none"}
    repository.run(all_actions()["refund"], repository.find(ORDER_NO), values)

    (said,) = history(repository.view(repository.order(order().key)))
    assert "for no case" in said


def test_a_corrected_number_is_told_once_from_the_old_one_to_the_new_one(store: Path) -> None:
    repository = open_store(str(store), ACTOR)  # by a clock that goes on
    keep(repository, shipped())
    numbers = [TRACKING_NO, "YT1234567890124", "YT1234567890125"]
    for number in numbers[1:]:
        sent = repository.order(shipped().key)
        given = {"parcel": sent.parcels[0].id, "tracking_no": number}
        repository.run(all_actions()["correct-tracking"], sent, given)

    *_others, before, newest = history(repository.view(repository.order(shipped().key)))
    assert newest.endswith(f"Correct a tracking number  {numbers[1]} → {numbers[2]}")
    assert before.endswith(f"Correct a tracking number  {numbers[0]} → {numbers[1]}")


def test_of_an_answer_to_a_case_the_button_is_named_that_gives_it_on_the_platform(
    repository: Repository,
) -> None:
    asked = case(kind=CaseKind.SUPPLEMENTARY, requested_fen=0, lines=units((1, 1)))
    keep(repository, shipped(cases=(asked,)))
    repository.run(
        all_actions()["agree-supplementary"], repository.find(ORDER_NO), {"case": asked.id}
    )

    view = repository.view(repository.order(shipped().key))
    told = [
        text_of(row.head) for row in owed(view) if row.duty and row.duty.kind == "platform-task"
    ]
    assert [line.rpartition("  ")[2] for line in told] == ["press 同意补寄 on the platform"]


def test_what_lateness_costs_is_said_once(repository: Repository) -> None:
    keep(repository, LATE)
    view = repository.view(repository.order(LATE.key))

    text = "\n".join(text_of(line) for row in owed(view) for line in drawn(row, 55))
    assert text.count("¥3.00") == 1


@pytest.mark.parametrize(
    ("state", "refunded", "said"),
    [
        ("pending", "0", "RICE-10  2 refunding"),
        ("unknown", "0", "RICE-10  2 refunded, outcome unknown"),
        ("done", "2", "RICE-10"),
    ],
)
def test_units_whose_money_is_on_its_way_do_not_count_as_refunded(
    state: str, refunded: str, said: str, repository: Repository
) -> None:
    given = order(refunds=(refund_of_unshipped().model_copy(update={"state": state}),))
    keep(repository, given)

    row = next(goods(repository.view(repository.order(given.key))))
    assert text_of(row.right).split() == ["2", "0", refunded, "0"]
    assert text_of(row.under[0]) == said


@pytest.mark.parametrize(("stopped", "left"), [(True, "0"), (False, "2")])
def test_of_a_cancelled_order_no_goods_are_to_ship(
    stopped: bool, left: str, repository: Repository
) -> None:
    cancelled = Cancellation(
        id="x1", reason="买家不要了", at=NOW, by="li", opened_by="cancel-order"
    )
    given = order(cancellation=cancelled if stopped else None)
    keep(repository, given)

    row = next(goods(repository.view(repository.order(given.key))))
    assert text_of(row.right).split() == ["2", "0", "0", left]


def test_a_parcel_names_what_left_in_it_and_what_that_stands_for(repository: Repository) -> None:
    agreed = SolutionOffer(
        id="o1",
        solution="exchange",
        at=NOW,
        by="li",
        sku="RICE-5",
        lines=units((1, 1)),
        accepted=True,
        answered_at=NOW,
    )
    bought = parcel(lines=units((1, 1)))
    instead = parcel(OTHER_NO, id="p2", lines=units((1, 1)), substitute="RICE-5")
    given = shipped(parcels=(bought, instead), offers=(agreed,))
    keep(repository, given)

    first, second = parcels(repository.view(repository.order(given.key)))
    assert text_of(first.head).split("  ")[1] == "RICE-10 x1"
    assert text_of(second.head).split("  ")[1] == "RICE-5 x1"
    assert "sent in place of RICE-10, as agreed" in [*map(text_of, second.under)]
    assert not any("in place of" in text_of(line) for line in first.under)
    kept = repository.order(given.key)
    said = [one.text for one in every_choice(kept, "parcel", kept.parcels)]
    assert [one.split(" ", 2)[2] for one in said] == ["RICE-10 x1", "RICE-5 x1"]


def test_what_is_owed_for_one_of_several_reissues_or_parcels_says_for_which(
    repository: Repository,
) -> None:
    about = {"origin": "missing_goods", "reason": "少件", "lines": units((1, 1)), "created_at": NOW}
    reissues = (Reissue(id="n1", number=1, **about), Reissue(id="n2", number=2, **about))
    tasks = (
        PlatformTask(
            id=f"t{n}", kind="create-reissue", created_at=NOW, copy_text="", reissue=one.id
        )
        for n, one in enumerate(reissues)
    )
    files = (
        PlatformTask(id=f"u{one}", kind="batch-ship", created_at=NOW, copy_text="", parcel=one)
        for one in ("p1", "p2")
    )
    two = (parcel(), parcel(OTHER_NO, id="p2"))
    given = shipped(parcels=two, reissues=reissues, tasks=(*tasks, *files))
    keep(repository, given)

    said = [text_of(row.head).split(maxsplit=1)[1] for row in owed(repository.view(given))]
    assert "create the reissue on the platform  reissue 2" in said
    assert f"upload the batch-ship file  YTO {OTHER_NO}" in said
    assert len(said) == len({*said})


async def test_the_number_of_the_chosen_row_is_copied_and_elsewhere_the_order_s(
    repository: Repository, drafts: Path
) -> None:
    asked = case(id="6941234567890")
    keep(repository, shipped(tracking_no="YT1234567890123", cases=(asked,)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        copied = []
        for panel in ("parcels", "cases", "history"):
            assert isinstance(desk.screen, OrderScreen)
            desk.screen.panels.go_to_name(panel)
            await desk.press("copy")
            copied.append(desk.said()[-1].removesuffix(" is copied."))

        assert copied == ["YT1234567890123", "6941234567890", ORDER_NO]


async def test_the_line_below_begins_with_the_next_step_of_the_row_else_with_what_is_nearest(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(cases=(return_case(goods_return({1: 2}), id="6941234567890"),)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        told = []
        for panel in ("cases", "history"):
            assert isinstance(desk.screen, OrderScreen)
            desk.screen.panels.go_to_name(panel)
            await desk.settle()
            told.append(desk.part("#keys").split("   ")[0].strip())

        assert told == ["r refund", "c log a contact"]


async def test_the_line_below_begins_with_what_is_owed_and_has_no_key_of_its_own(
    repository: Repository, drafts: Path
) -> None:
    asked = case(
        state="platform_to_rule",
        interventions=(
            Intervention(id="i1", asked_by="buyer", requested_at=NOW, evidence_deadline=NOW + DAY),
        ),
    )
    keep(repository, shipped(cases=(asked,)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        assert isinstance(desk.screen, OrderScreen)
        desk.screen.panels.go_to_name("cases")
        await desk.settle()
        assert desk.part("#keys").split("   ")[0].strip() == "a hand the evidence in …"

        await desk.press("menu")
        assert "Hand the evidence in" in desk.menu[0]

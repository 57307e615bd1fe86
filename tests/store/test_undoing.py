"""What can be taken back, by which action, and what a colleague did since is left alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from store.errors import Refused
from store.models.base import Document
from store.models.contact import Flag as StoredFlag
from store.models.product import Product
from store.models.work import Claim as StoredClaim
from store.models.work import Hold as StoredHold
from store.repository import Repository
from store.rules.action.base import Undo, is_undoable
from store.rules.action.catalogue import all_actions
from tests.build import ACTOR, HOUR, NOW, PEOPLE, SHOP, WANG, keep, order

HELD = StoredHold(until=NOW + 2 * HOUR, reason="等货", at=NOW - HOUR, by=str(ACTOR))
MINE = StoredClaim(owner=ACTOR, at=NOW - HOUR, by=ACTOR)
RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", product_id="582", on_hand=7)
RED = StoredFlag(colour="red", tag="急")
UNTIL = "2026-11-22 11:00"
WAYS: list[tuple[Document, str, dict[str, str], Undo]] = [
    (order(), "flag", {"colour": "red"}, Undo("flag", {"colour": "none"})),
    (
        order(flag=RED),
        "flag",
        {"colour": "none"},
        Undo("flag", {"colour": "red", "tag": "急"}),
    ),
    (order(), "tag", {"tag": "A"}, Undo("tag", {"tag": "A", "remove": "yes"})),
    (
        order(tags=("A",)),
        "tag",
        {"tag": "A", "remove": "yes"},
        Undo("tag", {"tag": "A", "remove": "no"}),
    ),
    (order(), "claim", {}, Undo("release-claim", {})),
    (order(claim=MINE), "release-claim", {}, Undo("assign", {"to": "li"})),
    (order(), "assign", {"to": "wang"}, Undo("release-claim", {})),
    (order(claim=MINE), "assign", {"to": "wang"}, Undo("assign", {"to": "li"})),
    (order(), "hold", {"until": "+2h", "reason": "等货"}, Undo("release-hold", {})),
    (order(hold=HELD), "release-hold", {}, Undo("hold", {"until": UNTIL, "reason": "等货"})),
    (order(), "snooze", {"until": "+2h", "what": "ship"}, Undo("wake", {"what": "ship"})),
    (RICE, "set-stock", {"on_hand": "3"}, Undo("set-stock", {"on_hand": "7"})),
]


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """A store in which two people are known."""
    keep(repository, *PEOPLE)
    return repository


@pytest.mark.parametrize(("before", "action", "values", "undo"), WAYS)
def test_what_was_done_is_taken_back_by_an_action_with_an_event_of_its_own(
    before: Document, action: str, values: dict[str, str], undo: Undo, shop: Repository
) -> None:
    keep(shop, before)
    receipt = shop.run(all_actions()[action], shop.again(before), values)
    done = shop.again(before)

    assert receipt.undoing
    assert (receipt.undoing.action.name, receipt.undoing.values) == (undo.action, undo.values)

    shop.undo(receipt.undoing)
    event = shop.events(before)[-1]

    assert facts(shop.again(before)) == facts(before) != facts(done)
    assert (event.action, event.values["action"]) == ("undone", action)


def facts(document: Document) -> dict[str, Any]:
    """What stands in a document, but for when and by whom."""
    told = document.model_dump(exclude={"version", "counted_at"})
    for name in ("claim", "hold"):
        if told.get(name):
            told[name] = {key: told[name][key] for key in ("owner", "until") if key in told[name]}
    return told


def test_a_note_is_taken_back_and_those_of_colleagues_stay(shop: Repository) -> None:
    keep(shop, order())
    receipt = shop.run(all_actions()["note"], order(), {"text": "电话打不通"})
    theirs = shop.acting(WANG, lambda: NOW)
    theirs.run(all_actions()["note"], order(), {"text": "已联系"})
    assert receipt.undoing

    shop.undo(receipt.undoing)

    assert [note.text for note in shop.order(order().key).notes] == ["已联系"]


SAID = (
    "小王 (wang) changed the same since ({}); “{}” is not taken back. Look at it, and change it by"
    " its own key."
)
Deed = tuple[str, dict[str, str]]
SINCE: list[tuple[Deed, Deed, str]] = [
    (("flag", {"colour": "red"}), ("flag", {"colour": "blue"}), SAID.format("Flag", "Flag")),
    (
        ("claim", {}),
        ("assign", {"to": "wang"}),
        SAID.format("Assign to somebody", "Claim the order"),
    ),
    (
        ("tag", {"tag": "A"}),
        ("tag", {"tag": "A", "remove": "yes"}),
        SAID.format("Tag the order", "Tag the order"),
    ),
]


@pytest.mark.parametrize(("did", "since", "sentence"), SINCE)
def test_what_a_colleague_changed_since_is_left_alone(
    did: Deed, since: Deed, sentence: str, shop: Repository
) -> None:
    keep(shop, order())
    receipt = shop.run(all_actions()[did[0]], order(), did[1])
    shop.acting(WANG, lambda: NOW).run(all_actions()[since[0]], order(), since[1])
    now = shop.order(order().key)
    assert receipt.undoing
    with pytest.raises(Refused) as refused:
        shop.undo(receipt.undoing)

    assert refused.value.sentence == sentence
    assert shop.order(order().key) == now


def test_it_is_judged_like_any_other_action(shop: Repository) -> None:
    late = order(hold=HELD, ship_by_deadline=NOW + HOUR)
    keep(shop, late)
    receipt = shop.run(all_actions()["release-hold"], late, {})
    assert receipt.undoing
    tomorrow: Callable[[], Any] = lambda: NOW + timedelta(days=1)  # noqa: E731 - a clock
    with pytest.raises(Refused, match="what is late already is not held back"):
        shop.acting(ACTOR, tomorrow).undo(receipt.undoing)


def test_what_the_platform_is_told_of_or_what_moves_a_case_is_not_simply_taken_back() -> None:
    undoable = {name for name, action in all_actions().items() if is_undoable(action)}

    assert undoable == {
        *("assign", "claim", "flag", "hold", "note", "release-claim", "release-hold"),
        *("match-payment", "set-stock", "snooze", "tag", "unmatch-payment", "wake"),
    }

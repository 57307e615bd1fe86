"""`shouhou penalties`: what failures cost, from the orders that have a penalty only."""

import json
from pathlib import Path

import pytest

from store.documents.kinds import decode
from store.engines.protocol import Kept
from store.models.event import Actor
from store.models.order import Order
from store.models.penalty import Penalty
from store.reading import records
from store.repository import open_store
from tests.build import DAY, NOW, keep, order
from tui.cli import main

AT = "2026-11-22T09:00"
LATE = Penalty(id="p1", kind="late_shipment", at=NOW - 30 * DAY, amount_fen=300, by="li")
SCORE = Penalty(id="p2", kind="score", at=NOW, points=2, amount_fen=500, by="li")


@pytest.fixture
def store(tmp_path: Path) -> str:
    folder = str(tmp_path / "store")
    keep(
        open_store(folder, Actor(user="li"), lambda: NOW),
        order(order_no="1", penalties=(LATE, SCORE)),
        order(order_no="2", penalties=(SCORE,)),
        order(order_no="3"),
    )
    return folder


def printed(capsys: pytest.CaptureFixture[str], store: str, *words: str) -> str:
    assert main(["penalties", *words, "--store", store, "--lang", "en", "--now", AT]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        pytest.param(
            (),
            [
                {
                    "order_no": "1",
                    "key": "pinduoduo:米铺:1",
                    "count": 2,
                    "points": 2,
                    "amount_fen": 800,
                    "computed_fen": 0,
                },
                {
                    "order_no": "2",
                    "key": "pinduoduo:米铺:2",
                    "count": 1,
                    "points": 2,
                    "amount_fen": 500,
                    "computed_fen": 0,
                },
            ],
            id="by order",
        ),
        pytest.param(
            ("--by", "kind"),
            [
                {"kind": "score", "count": 2, "points": 4, "amount_fen": 1000, "computed_fen": 0},
                {
                    "kind": "late_shipment",
                    "count": 1,
                    "points": 0,
                    "amount_fen": 300,
                    "computed_fen": 0,
                },
            ],
            id="by kind",
        ),
        pytest.param(
            ("--by", "month"),
            [
                {"month": "2026-10", "count": 1, "points": 0, "amount_fen": 300, "computed_fen": 0},
                {
                    "month": "2026-11",
                    "count": 2,
                    "points": 4,
                    "amount_fen": 1000,
                    "computed_fen": 0,
                },
            ],
            id="by month",
        ),
        pytest.param(
            ("penalty:>5", "--by", "kind"),
            [
                {"kind": "score", "count": 1, "points": 2, "amount_fen": 500, "computed_fen": 0},
                {
                    "kind": "late_shipment",
                    "count": 1,
                    "points": 0,
                    "amount_fen": 300,
                    "computed_fen": 0,
                },
            ],
            id="of the orders that a query finds",
        ),
        pytest.param(("order:3",), [], id="of none"),
    ],
)
def test_what_scripts_read(
    store: str,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    lines: list[dict[str, object]],
) -> None:
    out = printed(capsys, store, *words, "--json")

    assert [json.loads(line) for line in out.splitlines()] == lines


def test_what_a_person_reads(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, store, "--by", "kind").splitlines() == [
        "Kind           Penalties  Points  Amount  Computed",
        "score                  2       4   10.00      0.00",
        "late shipment          1       0    3.00      0.00",
        "penalties: 3; orders: 2; points: 4; yuan: 13.00",
    ]


def test_orders_are_named_by_their_number(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        printed(capsys, store).splitlines()[1] == "1                  2       2    8.00      0.00"
    )


def test_orders_without_a_penalty_are_not_opened(
    store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str | None] = []

    def opening(kind: type[Order], kept: Kept) -> Order:
        opened.append(kept.key)
        return decode(kind, kept)

    monkeypatch.setattr(records, "decode", opening)

    printed(capsys, store)

    assert sorted(map(str, opened)) == ["pinduoduo:米铺:1", "pinduoduo:米铺:2"]


def test_another_sum_is_bad_usage(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["penalties", "--by", "agent", "--store", store, "--lang", "en"]) == 2
    assert "invalid choice: 'agent'" in capsys.readouterr().err

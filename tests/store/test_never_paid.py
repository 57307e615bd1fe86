"""What was never paid out is judged where it changed, and where the funds tell of more time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from store.repository import Repository
from store.rules.money.actions.match_payment import MatchPayment
from store.rules.money.actions.unmatch_payment import UnmatchPayment
from store.rules.parcels.actions.confirm_receipt import ConfirmReceipt
from tests.build import DAY, NOW, ORDER_NO, SHOP, keep, order, parcel
from tests.exchange.read_files import PDD_2023, csv_file
from tests.exchange.read_files import pdd as pdd_order
from tests.store.test_importing_funds import (
    GONE,
    LATE,
    OF_ANOTHER,
    file,
    from_until,
    payments,
    rows,
    take,
)

OLDER = 300


def older() -> list[Any]:
    """Received orders of the same weeks, none of them paid out."""
    return [GONE.model_copy(update={"order_no": f"261109-{n:015}"}) for n in range(OLDER)]


def test_an_import_reads_no_row_of_what_it_does_not_touch(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, *older())
    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-21", OF_ANOTHER))
    assert [state for _name, state in rows(repository)].count("no_payment") == OLDER
    read: list[Any] = []
    fetch = repository.engine.fetch

    def counted(sql: str, parameters: Sequence[Any]) -> list[Any]:
        found = fetch(sql, parameters)
        read.extend(found)
        return found

    monkeypatch.setattr(repository.engine, "fetch", counted)
    new = pdd_order(订单号=ORDER_NO, 订单状态="已收货", 支付时间="2026-11-10 10:00:00") | {
        "发货时间": "2026-11-11 10:00:00",
        "快递单号": "YT1234567890999",
        "快递公司": "圆通快递",
        "确认收货时间": "2026-11-18 10:00:00",
    }

    repository.import_files([csv_file(tmp_path, PDD_2023, new)], SHOP)

    assert len(read) < 20
    monkeypatch.undo()
    assert (f"bill-{ORDER_NO}", "no_payment") in rows(repository)
    repository.verify(full=True)


def test_only_what_more_time_may_lack_is_opened_again(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = GONE.model_copy(update={"received_at": NOW - 2 * DAY})
    keep(repository, *older(), late)
    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-20", OF_ANOTHER))
    assert f"bill-{ORDER_NO}" not in dict(rows(repository))
    opened: list[str] = []
    get_keys = type(repository.db.kind("orders")).get_keys

    def noted(table: Any, keys: Any) -> Any:
        opened.extend(keys if table.name == "orders" else ())
        return get_keys(table, keys)

    monkeypatch.setattr(type(repository.db.kind("orders")), "get_keys", noted)

    take(repository, from_until(tmp_path, "2026-11-15", "2026-11-21", OF_ANOTHER))

    assert set(opened) == {late.key}
    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "no_payment"


def test_an_order_that_a_person_says_was_received_is_missed_at_once(
    repository: Repository, tmp_path: Path
) -> None:
    on_its_way = order(parcels=(parcel(shipped_at=NOW - 9 * DAY),), paid_at=GONE.paid_at)
    keep(repository, on_its_way)
    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-21", OF_ANOTHER))
    assert f"bill-{ORDER_NO}" not in dict(rows(repository))

    received = f"{NOW - 2 * DAY:%Y-%m-%d %H:%M}"
    repository.run(ConfirmReceipt, repository.order(on_its_way.key), {"at": received})

    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "no_payment"


def test_a_match_that_is_taken_back_leaves_no_empty_line(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    take(repository, file(tmp_path, LATE))
    before = rows(repository)
    ((name, _state),) = before
    repository.run(MatchPayment, payments(repository, name), {"order": ORDER_NO})
    assert f"bill-{ORDER_NO}" in dict(rows(repository))

    repository.run(UnmatchPayment, payments(repository, name), {})

    assert rows(repository) == before
    repository.verify(full=True)


def test_an_empty_line_is_back_once_the_order_was_never_paid(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, GONE)
    take(repository, from_until(tmp_path, "2026-11-15", "2026-11-21", LATE))
    ((name, _state),) = rows(repository)
    repository.run(MatchPayment, payments(repository, name), {"order": ORDER_NO})
    repository.run(UnmatchPayment, payments(repository, name), {})

    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-21", LATE))

    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "no_payment"


def paid_out_after(repository: Repository, folder: Path, days: int) -> None:
    """The shop says how long after receipt it is paid."""
    file = folder / "own.toml"
    told = f'name = "settlement"\nplatform = "pinduoduo"\nvalid_from = 2026-01-01\nvalue = {days}\n'
    file.write_text(f'[[rule]]\n{told}unit = "days"\nsource = "商家后台"\n', "utf-8")
    repository.adopt_policy(file)


def test_what_files_told_of_is_judged_anew_once_the_shop_says_that_money_is_out_sooner(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, GONE)
    paid_out_after(repository, tmp_path, 21)
    funds = from_until(tmp_path, "2026-11-01", "2026-11-21", OF_ANOTHER)
    take(repository, funds)
    assert f"bill-{ORDER_NO}" not in dict(rows(repository))

    paid_out_after(repository, tmp_path, 1)
    take(repository, funds)

    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "no_payment"
    paid_out_after(repository, tmp_path, 21)
    assert f"bill-{ORDER_NO}" not in dict(rows(repository))
    repository.verify(full=True)

"""A desk as a shop uses it from the command line: import, do, show, due, actions, and the clock."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from tests.exchange.read_files import PDD_2023, PDD_CASE_ROW, PDD_CASES, Row, csv_file, pdd
from tui.cli import main

ORDER = "261009-123456789012345"
"""Paid on Friday 2026-10-09 at 09:00: two bags of rice for 100.00, to be shipped in 48 hours."""


class Desk:
    """One store, one agent, one clock."""

    def __init__(self, folder: Path, store: str) -> None:
        self.folder = folder
        self.store = store
        self.now = "2026-10-09T10:00"
        self._files = 0

    def at(self, now: str) -> None:
        """Set the clock, in the shop's time."""
        self.now = now

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit status, what was printed, and what was said in trouble."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(["--store", self.store, "--now", self.now, "--lang", "en", *words])
        return status, out.getvalue(), err.getvalue()

    def lines(self, *words: str) -> list[dict[str, Any]]:
        """The JSON lines of a command that goes well."""
        status, out, err = self.run(*words, "--json")
        assert status == 0, err
        return [json.loads(line) for line in out.splitlines()]

    # What comes in

    def orders(self, *rows: Row) -> None:
        """Import rows of Pinduoduo's order export."""
        self.take(PDD_2023, *rows)

    def cases(self, *rows: Row) -> None:
        """Import rows of Pinduoduo's after-sales export."""
        self.take(PDD_CASES, *rows)

    def take(self, columns: list[str], *rows: Row) -> None:
        """Import a file of these rows."""
        self._files += 1
        file = csv_file(self.folder, columns, *rows, name=f"export{self._files}.csv")
        self.bring(file)

    def bring(self, file: Path) -> None:
        """Import a file."""
        status, _out, err = self.run("import", str(file), "--shop", "shop")
        assert status == 0, err

    # What is done

    def do(self, action: str, subject: str = ORDER, **values: str) -> list[str]:
        """Do it, and give what was said about it."""
        (receipt,) = self.lines("do", action, subject, *_words(values))
        assert receipt["done"]
        said: list[str] = receipt["said"]
        return said

    def refused(self, action: str, subject: str = ORDER, **values: str) -> str:
        """A rule says no; the sentence, without the field it begins with."""
        status, _out, err = self.run("do", action, subject, *_words(values))
        assert status == 1, (status, err)
        return err.strip()

    # What is seen

    def show(self, subject: str = ORDER) -> dict[str, Any]:
        """The whole order."""
        return self.lines("show", subject)[0]

    def row(self, subject: str = ORDER) -> dict[str, Any]:
        """The order as the list has it."""
        (found,) = [one for one in self.lines("list") if one["order_no"] == subject]
        return found

    def found(self, *query: str) -> set[str]:
        """The orders that a query finds."""
        return {one["order_no"] for one in self.lines("list", *query)}

    def owed(self, subject: str = ORDER) -> dict[str, dict[str, Any]]:
        """What is owed for an order, by kind."""
        return {one["kind"]: one for one in self.lines("due") if one["order_no"] == subject}

    def why_not(self, action: str, subject: str = ORDER) -> str | None:
        """Why an action may not be done now."""
        (offer,) = [one for one in self.lines("actions", subject) if one["action"] == action]
        sentence: str | None = offer["why_not"]
        return sentence


def _words(values: dict[str, str]) -> list[str]:
    return [f"{name}={text}" for name, text in values.items()]


def rice(**cells: str) -> Row:
    """A row about `ORDER`; it is to ship."""
    given = {
        "订单号": ORDER,
        "商品总价(元)": "100.00",
        "邮费(元)": "0.00",
        "店铺优惠折扣(元)": "0.00",
        "平台优惠折扣(元)": "0.00",
        "用户实付金额(元)": "100.00",
        "支付时间": "2026-10-09 09:00:00",
        "订单成交时间": "2026-10-09 09:00:00",
        "承诺发货时间": "2026-10-11 09:00:00",
    }
    return pdd(**(given | cells))


def case_row(**cells: str) -> Row:
    """A row of Pinduoduo's after-sales export about `ORDER`."""
    return PDD_CASE_ROW | {"订单编号": ORDER, "申请时间": "2026-10-09 09:30:00"} | cells

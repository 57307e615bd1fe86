"""The figures as a markdown table: a column for each size, each figure with its bar."""

import os
import platform
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Measured = dict[str, float]
Found = Mapping[int, Measured]
Value = Callable[[Found, int], float | None]

LEAST = "least "
"""Begins the name of a figure of the smallest store, measured in turns with the others."""

HUNDRED_THOUSAND, MILLION = 100_000, 1_000_000


def high(values: Sequence[float], share: float = 0.99) -> float:
    """The value below which this share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def of(name: str) -> Value:
    """A figure as it was measured."""
    return lambda found, size: found[size].get(name)


def over(name: str, peer: str) -> Value:
    """So many times its peer, of the same size and run."""

    def value(found: Found, size: int) -> float | None:
        ours, theirs = found[size].get(name), found[size].get(peer)
        return ours / theirs if ours is not None and theirs else None

    return value


def above(name: str, peer: str) -> Value:
    """So much more than its peer."""

    def value(found: Found, size: int) -> float | None:
        ours, theirs = found[size].get(name), found[size].get(peer)
        return ours - theirs if ours is not None and theirs is not None else None

    return value


def grown(name: str) -> Value:
    """So many times the same on the smallest store."""
    ratio = over(name, LEAST + name)
    return lambda found, size: None if size == min(found) else ratio(found, size)


@dataclass(frozen=True)
class Line:
    """A row of the table; `most` is the bar, `most_at_a_million` where it is another there."""

    text: str
    value: Value
    unit: str = "ms"
    most: float | None = None
    most_at_a_million: float | None = None
    bar_from: int = 0
    """The bar is for stores of at least so many orders."""

    def bar(self, size: int) -> float | None:
        """What the figure may be at most."""
        if size < self.bar_from:
            return None
        if size >= MILLION and self.most_at_a_million is not None:
            return self.most_at_a_million
        return self.most

    @property
    def head(self) -> str:
        """Its name and its bar."""
        bars = []
        if self.most is not None:
            since = f" from {self.bar_from:,} orders on" if self.bar_from else ""
            bars.append(f"at most {_plain(self.most, self.unit)}{since}")
        if self.most_at_a_million is not None:
            bars.append(f"at 1,000,000 {_plain(self.most_at_a_million, self.unit)}")
        text = f"**{self.text}**" if self.unit == "x" else self.text
        return f"{text} ({'; '.join(bars)})" if bars else text

    def cell(self, found: Found, size: int) -> str:
        """The figure, and whether the bar was met."""
        value = self.value(found, size)
        if value is None:
            return "–"
        text = _written(value, self.unit)
        text = f"**{text}**" if self.unit == "x" else text
        bar = self.bar(size)
        if bar is None:
            return text
        return f"{text} {'met' if _scaled(value, self.unit) <= bar else 'MISSED'}"


def _scaled(value: float, unit: str) -> float:
    return value * 1000 if unit == "ms" else value


def _written(value: float, unit: str) -> str:
    scaled = _scaled(value, unit)
    match unit:
        case "x":
            return f"{scaled:.2f} ×"
        case "ms":
            return f"{scaled:.2f} ms" if scaled < 10 else f"{scaled:.0f} ms"
        case "s":
            return f"{scaled:.2f} s"
        case _:
            return f"{scaled:,.0f} {unit}".rstrip()


def _plain(bar: float, unit: str) -> str:
    return f"{bar:g} {'×' if unit == 'x' else unit}"


COMMANDS = ("show", "do note", "list", "due", "tasks")

START = (
    Line("start to the first rows", of("start")),
    Line("a bare Textual app", of("start bare")),
    Line("VisiData, all loaded, the same orders as CSV", of("start peer")),
    Line("start / bare", over("start", "start bare"), "x", 2),
    Line("start / start on the smallest store", grown("start"), "x", 1.2),
    Line("start / VisiData", over("start", "start peer"), "x", 0.4, bar_from=HUNDRED_THOUSAND),
    Line("counts, after the rows", of("start counts"), "ms", 300),
    Line("own memory (USS) at the start", of("start memory"), "MB"),
    Line("own memory after 22 searches and 60 opened orders", of("memory"), "MB", 60),
)
KEYS = (
    Line("search, last letter to the settled rows, p95", of("search"), "ms", 40, 60),
    Line("the same, p50", of("search p50")),
    Line("search, to the settled counts, p95", of("search whole"), "ms", None, 250),
    Line("search in process, first window, p95", of("search data"), "ms", 40, 60),
    Line("search in process, with its count, p95", of("search count"), "ms", 40, 250),
    Line("views menu, settled", of("views"), "ms", 30, 60),
    Line("counts of the views in process", of("views data"), "ms", 30, 60),
    Line("sort, settled rows, the slowest column", of("sort"), "ms", 40, 60),
    Line("sort in process, the slowest column", of("sort data"), "ms", 40, 60),
    Line("header clocks in process", of("clocks"), "ms", 5),
    Line("first window", of("window first"), "ms", 5),
    Line("last window", of("window last"), "ms", 5),
    Line("next window", of("window next"), "ms", 5),
    Line("previous window", of("window previous"), "ms", 5),
    Line("a far jump", of("window far"), "ms", 20),
    Line("position of a key", of("position"), "ms", 10),
    Line("open an order", of("open"), "ms", 50),
    Line("action menu", of("menu"), "ms", 50),
    Line("cursor step, 80 × 36", of("step"), "B", 400),
    Line("the preview that follows it there", of("step preview"), "B", 2500),
    Line("half a page, 80 × 36", of("page"), "B", 6000),
)
PLACES = (
    Line("switch of place, p50", of("switch"), "ms", 50),
    Line("the same, the worst of 18", of("switch worst")),
    Line("a place seen the first time, the worst of six", of("switch first")),
    Line("the preview, after its 80 ms of rest, p95", of("preview"), "ms", 30),
    Line("a step with its preview, 120 × 36", of("preview bytes"), "B", 2900),
    Line("first paint, settled, 120 × 36", of("paint"), "B", 25_000),
    Line("the same in 16 colours", of("paint 16"), "B", 12_000),
    Line("20 s at rest", of("idle bytes"), "B", 0),
    Line("usable over 9,600 bit/s and 300 ms, 16 colours", of("far usable"), "s", 12),
    Line("a step there, the row", of("far step"), "s", 1),
    Line("the same, its preview", of("far preview"), "s"),
)
BUSY = tuple(
    line
    for name, text in (
        ("idle", "a key at rest"),
        ("locked", "a key while a colleague holds the lock for 4 s"),
        ("exporting", "a key while the desk exports"),
        ("importing", "a key while the desk imports"),
    )
    for line in (
        Line(f"{text}, p50", of(f"busy {name}")),
        Line("the same, p99", of(f"busy {name} p99"), "ms", 50),
    )
)
CHANGES = (
    Line("engine commit, p50", of("commit")),
    Line("the same statements, bare sqlite3, p50", of("bare")),
    Line("commit / bare, p50", over("commit", "bare"), "x", 1.3),
    Line("engine commit, worst of 1,500", of("commit worst")),
    Line("bare sqlite3, worst of 1,500", of("bare worst")),
    Line("commit / bare, worst", over("commit worst", "bare worst"), "x", 2),
    Line("`note`, p50, above bare", above("note", "bare"), "ms", 0.6),
    Line("`ship`, p50, above bare", above("ship", "bare ship"), "ms", 0.6),
    Line("`note` after 300 events, p50, above bare", above("note long", "bare long"), "ms", 2),
    Line("`ship` after 300 events, p50, above bare", above("ship long", "bare ship long"), "ms", 2),
    Line("6 busy writers, wait p50", of("wait")),
    Line("6 busy writers, wait p99", of("wait p99"), "ms", 15),
    Line("commits a second of the 6", of("rate"), ""),
    Line("another's commit is on an open desk after, p50", of("seen")),
    Line("the same, worst of 12", of("seen worst"), "ms", 600),
    Line("`verify`", of("verify"), "s", 6, bar_from=HUNDRED_THOUSAND),
    Line("`verify --full`", of("verify full"), "s", 20, bar_from=HUNDRED_THOUSAND),
    Line("peak of `verify`", of("verify peak"), "MB", 150),
    Line("peak of `verify --full`", of("verify full peak"), "MB", 150),
    Line("import of the store", of("import"), "s"),
)


def _command_lines() -> list[Line]:
    lines = [Line('`python -c "import pydantic"`', of("import pydantic"))]
    for name in ("--help", *COMMANDS):
        lines.append(Line(f"`{name}`", of(name)))
        lines.append(Line(f"`{name}` / `import pydantic`", over(name, "import pydantic"), "x"))
        if name in COMMANDS:
            lines.append(Line(f"`{name}` / on the smallest store", grown(name), "x", 1.15, 1.25))
            lines.append(Line(f"peak of `{name}`", of(f"{name} peak"), "MB", 60))
    return [*lines, Line("lines that `due` prints", of("due lines"), "")]


def table(found: Found) -> str:
    """One column a size."""
    head = "| | " + " | ".join(f"{size:,} orders" for size in found) + " |"
    rule = "|---|" + "---:|" * len(found)
    lines = [*START, *_command_lines(), *KEYS, *PLACES, *BUSY, *CHANGES]
    cells = [(line.head, [line.cell(found, size) for size in found]) for line in lines]
    told = [(text, row) for text, row in cells if set(row) != {"–"}]
    return "\n".join([head, rule, *(f"| {text} | {' | '.join(row)} |" for text, row in told)])


def machine() -> str:
    """What it was measured on."""
    memory = Path("/proc/meminfo").read_text("utf-8").split()[1]
    return (
        f"{os.cpu_count()} cores, {int(memory) / 1024**2:.0f} GB, {platform.platform()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )

"""The figures as a markdown table, a column for each size."""

from collections.abc import Callable

Measured = dict[str, float]


def table(all_found: dict[int, Measured]) -> str:
    """One column a size."""

    def ms(name: str) -> Callable[[Measured], str]:
        return lambda one: f"{one[name] * 1000:.2f} ms" if name in one else "–"

    def ratio(name: str, to: str) -> Callable[[Measured], str]:
        return lambda one: f"{one[name] / one[to]:.2f}" if name in one and to in one else "–"

    lines: list[tuple[str, Callable[[Measured], str]]] = [
        ("commit of an action, p50", ms("commit")),
        ("commit of an action, p99", ms("commit p99")),
        ("bare append + fdatasync of the same bytes, p50", ms("bare")),
        ("**commit / bare** (at most 3)", ratio("commit", "bare")),
        ("SQLite, WAL, synchronous FULL, p50", ms("sqlite")),
        ("commit / SQLite", ratio("commit", "sqlite")),
        ("stock TinyDB `update` of one document", ms("stock")),
        ("stock TinyDB / commit", ratio("stock", "commit")),
        ("snapshot", lambda one: f"{one['snapshot']:.0f} MB"),
        ("open until the rows are ready", ms("open")),
        ("the same without the file of columns, which is written", ms("first open")),
        ("`orjson.loads` of the snapshot", ms("orjson")),
        ("**open / orjson.loads** (at most 0.4)", ratio("open", "orjson")),
        ("memory of a second desk (USS, at most 150 MB)", lambda one: f"{one['memory']:.0f} MB"),
        ("a commit is seen after, median (poll 100 ms)", ms("seen")),
        ("a commit is seen after, worst (at most 300 ms)", ms("seen worst")),
        ("wait for the lock, 6 busy writers, p50", ms("wait")),
        ("wait for the lock, p99 (at most 20 ms)", ms("wait p99")),
        ("wait for the lock, worst", ms("wait worst")),
        ("commits a second of the 6", lambda one: f"{one['rate']:.0f}"),
        ("checkpoint", ms("checkpoint")),
        ("writers blocked by it, at most (60 ms)", ms("blocked")),
    ]
    head = "| | " + " | ".join(f"{count:,} orders" for count in all_found) + " |"
    rule = "|---|" + "---:|" * len(all_found)
    body = [
        f"| {name} | " + " | ".join(cell(one) for one in all_found.values()) + " |"
        for name, cell in lines
    ]
    return "\n".join([head, rule, *body])

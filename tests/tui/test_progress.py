"""How far work has come is said in the same words in a desk's line and in a command's bar."""

import pytest

from store.importing import Step
from tui import progress
from tui.import_bar import bar
from tui.jobs import Job
from tui.progress import Pace, Progress, of_import, told

READ = Step("订单.csv", "read", 12_000, None)
MERGED = Step("订单.csv", "merge", 50_000, 100_000)


@pytest.mark.parametrize(
    ("come_to", "seconds", "text"),
    [
        (of_import(READ), 2, "rows read 12,000, 6,000 a second   订单.csv"),
        (of_import(READ, names_file=False), 2, "rows read 12,000, 6,000 a second"),
        (of_import(MERGED), 2, "rows merged 50,000 of 100,000, 25,000 a second"),
        (of_import(MERGED), 0.01, "rows merged 50,000 of 100,000"),
        (of_import(READ), 0, "rows read 12,000   订单.csv"),
        (Progress("orders written", 0, 2), 1, "orders written 0 of 2, 0 a second"),
        (Progress("done", 950, 1000, before=900), 2, "done 950 of 1,000, 25 a second"),
    ],
)
def test_a_step_is_told_with_its_rate(come_to: Progress, seconds: float, text: str) -> None:
    assert told(come_to, seconds) == text


@pytest.mark.parametrize("step", [READ, MERGED])
def test_the_bar_and_the_line_of_a_job_say_the_same(
    step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    job = Job("import", "Import", lambda _job: "")
    assert job.line == "Import …"
    assert job.tell(of_import(step))
    now[0] = 2

    said = told(of_import(step), 2)
    assert job.line == f"Import: {said}"
    assert bar(step, 2).endswith(f"] {said}")


def test_another_deed_and_another_file_begin_their_seconds_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    pace = Pace()
    steps = [
        (Step("a.csv", "read", 1000, None), True),
        (Step("a.csv", "read", 2000, None), False),
        (Step("b.csv", "read", 3000, None), True),
        (Step("b.csv", "merge", 10, 5000), True),
        (Step("a.csv", "merge", 20, 5000), False),
        (Step("a.csv", "merge", 10, 5000), True),
    ]
    for step, is_another in steps:
        now[0] += 1
        assert pace.comes_to(of_import(step)) is is_another, step
        assert pace.seconds == (0 if is_another else 1), step

"""Making the sample shop: its files come in through the importer, its work through the actions."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from store.demo.moving import REFERENCE, file_names, move_files, nameless, shift_to
from store.engines.lock import LOCK
from store.models.base import Document
from store.models.event import Actor
from store.models.import_record import ImportRecord
from store.repository import Repository
from store.search.conditions import Query
from store.search.lists import IMPROVEMENTS, INQUIRIES, REVIEWS

SHOP = "云南果园"
LEFT_BY_AN_EMPTY_STORE = frozenset({LOCK, "presence"})
"""What may lie in the folder of a store that nothing was written to."""
AGENTS = {"lina": Actor(user="lina", name="李娜"), "wangjun": Actor(user="wangjun", name="王军")}

OPENED = {"inquiry": INQUIRIES, "of_review": REVIEWS, "of_improvement": IMPROVEMENTS}
"""Lists of what is opened, by what a step says of its place among them."""
Step = dict[str, str | int]


def make_demo(repository: Repository, now: datetime) -> None:
    """Fill an empty store with the sample shop as it is at `now`."""
    shift = shift_to(now)
    clock = _Clock(REFERENCE + shift)
    # The same store, but with a clock and an actor of its own: what is told happened before now.
    past = repository.acting(AGENTS["lina"], clock)
    with TemporaryDirectory(prefix="shouhou-demo-") as folder:
        files = move_files(Path(folder), shift)
        for step in _steps():
            clock.ago = timedelta(minutes=int(step.pop("ago")))
            past.actor = AGENTS[str(step.pop("agent", "lina"))]
            if "import" in step:
                past.import_files([files[str(step["import"])]], SHOP)
            else:
                _act(past, step, clock.now, Path(folder))


def _steps() -> list[Step]:
    """What was done there."""
    text = resources.files(__package__).joinpath("story.toml").read_text("utf-8")
    steps: list[Step] = tomllib.loads(text)["steps"]
    return steps


def made_at(repository: Repository) -> datetime | None:
    """When the sample shop was made in this store; None where it was not."""
    names = file_names()
    found = (one for one in repository.all(ImportRecord) if one.shop == SHOP)
    made = [one.imported_at for one in found if nameless(one.file) in names]
    return max(made) + last_file_ago() if made else None


def last_file_ago() -> timedelta:
    """How long before the shop was made its last file came: soon after midnight, a day ago."""
    return timedelta(minutes=min(int(step["ago"]) for step in _steps() if "import" in step))


@dataclass
class _Clock:
    """A clock that stands still and can be set back."""

    now: datetime
    ago: timedelta = timedelta()

    def __call__(self) -> datetime:
        return self.now - self.ago


def _act(repository: Repository, step: Step, now: datetime, folder: Path) -> None:
    """One step of the story: an action with its values, on the order whose number ends so, what
    was opened so many-th, or something new.
    """
    name = str(step.pop("do"))
    opened = next((one for one in OPENED if one in step), None)
    if step.pop("new", 0):
        action, started = repository.starting(name)
        repository.run(action, started, dict(_value(*one, now, folder) for one in step.items()))
        return
    subject: Document
    if "sku" in step:
        subject = repository.find(str(step.pop("sku")))
    elif opened:
        place = int(step.pop(opened)) - 1
        rows = list(repository.select(OPENED[opened], Query(), "opened"))
        subject = repository.find(rows[place].key)
    else:
        ending = str(step.pop("order"))
        found = repository.search(f"order:{ending}")
        (row,) = [one for one in found if one.order_no.endswith(ending)]
        subject = repository.order(row.key)
    action = repository.action_named(name, subject)
    values = dict(_value(name, value, now, folder) for name, value in step.items())
    repository.run(action, subject, values)


def _value(name: str, value: str | int, now: datetime, folder: Path) -> tuple[str, str]:
    """A value of an action: `until_in = 90` is a time, `file_of = "…"` a file with this text."""
    field, _sign, how = name.rpartition("_")
    if how == "in":
        return field, (now + timedelta(minutes=int(value))).isoformat()
    if how == "of":
        file = folder / "聊天记录.txt"
        file.write_text(f"{value}\n", "utf-8")
        return field, str(file)
    return name, str(value)

"""BulkFiles (批量记录): the runs of one person at one store, each in a private file of theirs."""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from store.errors import BadInput
from store.files.durable import holding
from store.files.handed_out import write_private
from store.files.paths import content_of
from store.models.bulk_run import BulkRun
from store.words import _
from store.words.excerpts import excerpt

MOST_BYTES = 200_000_000
MOST_RUNS = 20
"""So many are kept; the oldest go."""


class BulkFiles:
    """The runs of one person, each a private file in a folder of theirs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, run: BulkRun) -> None:
        """Write a run as it is now; raises ShouhouError where that cannot be done."""
        with suppress(OSError):  # writing says what is wrong with the folder
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._file(run.id), holding(run.model_dump_json().encode()))
        for old in self._newest()[MOST_RUNS:]:
            with suppress(OSError):
                old.unlink()

    def read(self, run: str) -> BulkRun:
        """The run of this id; raises BadInput where there is none."""
        found = _read(self._file(run)) if run.isalnum() else None
        if found is None:
            said = _("There is no run {run} of yours at this store.")
            raise BadInput(said.format(run=excerpt(run)), field="--resume", code="unknown_run")
        return found

    def keep_undone(self, run: str, events: Collection[str]) -> None:
        """Keep that what these events of a run did was taken back.

        Raises ShouhouError where there is no such run any more, or it cannot be written.
        """
        kept = self.read(run)
        undone = {"state": "undone"}
        items = (one.model_copy(update=undone if one.event in events else {}) for one in kept.items)
        self.keep(kept.model_copy(update={"items": tuple(items)}))

    def last(self) -> BulkRun | None:
        """The run that was kept last."""
        return next(filter(None, map(_read, self._newest())), None)

    def _file(self, run: str) -> Path:
        return self._folder / f"{run}.json"

    def _newest(self) -> list[Path]:
        try:
            files = [(file.stat().st_mtime_ns, file) for file in self._folder.glob("*.json")]
        except OSError:
            return []
        return [file for _at, file in sorted(files, reverse=True)]


def _read(file: Path) -> BulkRun | None:
    # What cannot be read is lost; what was done stands in the store.
    try:
        return BulkRun.model_validate_json(content_of(file, MOST_BYTES, follows=False))
    except (BadInput, ValidationError):
        return None

"""Importing: what export files say, met with the store."""

from store.importing.paths import import_paths
from store.importing.report import VERDICTS, ImportReport, Step, Watch, total, unwatched

__all__ = ["VERDICTS", "ImportReport", "Step", "Watch", "import_paths", "total", "unwatched"]

"""Importing: what export files say, met with the store."""

from store.importing.paths import import_paths
from store.importing.report import VERDICTS, ImportReport, Step, Watch, total
from store.importing.shops import DEFAULT_SHOP

__all__ = ["DEFAULT_SHOP", "VERDICTS", "ImportReport", "Step", "Watch", "import_paths", "total"]

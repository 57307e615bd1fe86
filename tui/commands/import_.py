"""`shouhou import`: take in files that a platform exported."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from store.exchange.reader import read_export
from store.exchange.rejected import write_rejected
from store.importing import ImportReport, import_file, total
from store.labels import label
from store.models.facts import ExportFile
from store.words import _
from tui.printing import say, say_json
from tui.session import Session

DEFAULT_SHOP = "shop"
BAR_WIDTH = 30


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    parser.add_argument("--shop", default=DEFAULT_SHOP, help=_("the name of the shop"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would come of it"))
    parser.add_argument("--rejected", metavar="FILE", type=Path, help=_("write rejected rows here"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a file"))


def run(session: Session, arguments: Namespace) -> int:
    """Read every file first, so that one that is no export changes nothing, then meet the store."""
    exports = [_read(path) for path in arguments.files]
    repository = session.open()
    reports = [
        import_file(repository, export, arguments.shop, dry_run=arguments.dry_run)
        for export in exports
    ]
    if arguments.rejected:
        write_rejected(arguments.rejected, [row for one in exports for row in one.rejected])
    for report in reports:
        if arguments.json:
            say_json(_json(report, dry_run=arguments.dry_run))
        else:
            _tell(report)
    if not arguments.json and len(reports) > 1:
        say(_counts(total(reports)))
    if arguments.dry_run and not arguments.json:
        say(_("Nothing was written (--dry-run)."))
    return 0


def _read(path: Path) -> ExportFile:
    if not sys.stderr.isatty():
        return read_export(path)
    try:
        return read_export(path, _bar)
    finally:
        sys.stderr.write("\r\x1b[K")


def _bar(done: int, of: int) -> None:
    filled = BAR_WIDTH * done // max(of, 1)
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{of}")
    sys.stderr.flush()


def _json(report: ImportReport, *, dry_run: bool) -> dict[str, object]:
    said = asdict(report)
    rejected = [row.model_dump(exclude={"cells"}) for row in report.rejected]
    return {**said, **said.pop("counts"), "rejected": rejected, "dry_run": dry_run}


def _tell(report: ImportReport) -> None:
    kinds = {"orders": _("orders"), "after_sales": _("after-sales cases")}
    say(
        f"{report.file}: {label(report.platform)}, {kinds[report.kind]}"
        f" ({report.variant}, {report.encoding})"
    )
    say("  " + _counts(total([report])))
    if report.waiting:
        say("  " + _("{count} cases wait for their order").format(count=report.waiting))
    if report.discrepancies:
        say("  " + _("{count} discrepancies opened").format(count=report.discrepancies))
    if report.unknown_columns:
        columns = ", ".join(report.unknown_columns)
        say("  " + _("unknown columns, kept: {columns}").format(columns=columns))
    for row in report.rejected:
        say(_("  row {row}, {field}: {reason}").format(**row.model_dump()))


def _counts(counts: dict[str, int]) -> str:
    return _(
        "{new} new, {changed} changed, {same} same, {older} older, {rejected} rejected"
    ).format(**counts)

"""`shouhou import`: take in files that a platform exported."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from store.errors import BadInput, Problem
from store.exchange.reader import read_export
from store.exchange.rejected import write_rejected
from store.importing import ImportReport, import_files
from store.models.facts import ExportFile
from store.words import _
from tui.import_text import counted, told
from tui.printing import say, say_json
from tui.session import Session

BAR_WIDTH = 30


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    parser.add_argument("--shop", help=_("the name of the shop; left out, the only one there is"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would come of it"))
    parser.add_argument("--rejected", metavar="FILE", type=Path, help=_("write rejected rows here"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a file"))


def run(session: Session, arguments: Namespace) -> int:
    """Read every file first, so that one that is no export changes nothing, then meet the store."""
    exports = _read_all(arguments.files)
    repository = session.open()
    reports = import_files(repository, exports, arguments.shop, dry_run=arguments.dry_run)
    if arguments.rejected:
        write_rejected(arguments.rejected, [row for one in reports for row in one.rejected])
    for report in reports:
        if arguments.json:
            say_json(_json(report, dry_run=arguments.dry_run))
        else:
            for line in told(report):
                say(line)
    if not arguments.json and len(reports) > 1:
        say(counted(reports))
    if arguments.dry_run and not arguments.json:
        say(_("Nothing was written (--dry-run)."))
    return 0 if any(one.rows > len(one.rejected) for one in reports) else BadInput.status


def _read_all(paths: list[Path]) -> list[ExportFile]:
    """Every file, or the sentences about all that are no exports."""
    exports, problems = [], []
    for path in paths:
        try:
            exports.append(_read(path))
        except BadInput as error:
            problems.append(Problem("", error.sentence))
    if problems and len(paths) > 1:
        problems.append(Problem("", _("Nothing was imported, of the other files either.")))
    if problems:
        raise BadInput(problems[0].sentence, problems=tuple(problems))
    return exports


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

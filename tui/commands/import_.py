"""`shouhou import`: take in files that a platform exported."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from store.errors import BadInput
from store.files.paths import path_of
from store.importing.report import ImportReport, Watch
from store.models.keys import DEFAULT_SHOP
from store.words import _
from tui.commands import PARTLY_DONE, takes_replace
from tui.import_bar import ImportBar
from tui.import_text import counted, told
from tui.printing import say, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", type=path_of)
    parser.add_argument(
        "--shop",
        help=_(
            "the name of the shop; left out, the one that an export of ours says, or the only one"
        ),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would come of it"))
    parser.add_argument(
        "--rejected", metavar="FILE", type=path_of, help=_("write rejected rows here")
    )
    takes_replace(parser)
    parser.add_argument(
        "--as-new",
        action="store_true",
        help=_("the platform shows just this again: take files that came before as new ones"),
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a file"))


def run(session: Session, arguments: Namespace) -> int:
    """Meet the files with the store; one that is no export changes nothing."""
    repository = session.open(founds=True)
    is_unnamed = arguments.shop is None and not repository.shops()
    with _watching() as watch:
        reports = repository.import_files(
            arguments.files,
            arguments.shop,
            dry_run=arguments.dry_run,
            watch=watch,
            rejected_to=arguments.rejected,
            replaces=arguments.replace,
            as_new=arguments.as_new,
        )
    for report in reports:
        if arguments.json:
            say_json(_json(report, dry_run=arguments.dry_run))
        else:
            for line in told(report):
                say(line)
            if report.replaced and report.imported_before:
                said = _(
                    "--as-new takes the same file as new, where the platform shows just this again"
                )
                say(said)
    if not arguments.json and len(reports) > 1:
        say(counted(reports))
    is_own = any((one.kind, one.variant) == ("orders", "shouhou") for one in reports)
    if is_unnamed and not is_own and not arguments.json:
        said = _(
            "No shop was named, so this is the shop “{shop}”;"
            " --shop NAME at the first import gives it a name of its own."
        )
        say(said.format(shop=DEFAULT_SHOP))
    if arguments.dry_run and not arguments.json:
        say(_("Nothing was written (--dry-run)."))
    # A month in which no money moved has no rows, and is whole.
    if all(one.rows and one.rows == one.rejected_count for one in reports):
        return BadInput.status
    return PARTLY_DONE if any(one.rejected_count for one in reports) else 0


@contextmanager
def _watching() -> Iterator[Watch]:
    """Shows how far it is, to whoever sits before a terminal."""
    if not sys.stderr.isatty():
        yield lambda _step: True
        return
    try:
        yield ImportBar(sys.stderr)
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _json(report: ImportReport, *, dry_run: bool) -> dict[str, object]:
    said = asdict(report)
    rejected = [row.model_dump(exclude={"cells", "as_found"}) for row in report.rejected]
    return {**said, **said.pop("counts"), "rejected": rejected, "dry_run": dry_run}

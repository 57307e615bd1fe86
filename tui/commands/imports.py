"""`shouhou imports`: what was imported, which days it covers, and which days are missing."""

from argparse import ArgumentParser, Namespace

from store.models.coverage import Span
from store.models.import_record import ImportRecord
from store.reading.covered import covered
from store.words import _
from store.words.labels import label
from store.words.times import minute_text
from tui.commands import takes_json
from tui.order_text.records import covered_lines, days_text
from tui.printing import print_table, say, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List the files, then what they cover together."""
    repository = session.open()
    records = sorted(repository.all(ImportRecord), key=lambda one: (one.imported_at, one.file))
    if arguments.json:
        for record in records:
            say_json({"what": "import", **record.model_dump(exclude={"version"})})
        for one in covered(repository):
            said = one.coverage.model_dump(exclude={"version", "told", "judged", "judged_by"})
            missing = [gap.model_dump() for gap in one.missing]
            say_json({"what": "coverage", **said, "missing": missing})
        return 0
    if not records:
        say(_("Nothing was imported into this store yet."))
        return 0
    print_table(
        [
            _("Imported"),
            _("File"),
            _("Shop"),
            _("Kind"),
            _("Covers"),
            _("Rows"),
            _("New"),
            _("Changed"),
            _("Rejected"),
            _("Not here"),
        ],
        [_cells(record) for record in records],
        right=(5, 6, 7, 8, 9),
    )
    for record in records:
        if not record.is_whole:
            left = _(
                "Rows of {file} not here: {count}; its import was broken off, import it again."
            )
            say(left.format(count=record.left, file=record.file))
    for one in covered(repository):
        say("")
        for line in covered_lines(one):
            say(line)
    return 0


def _cells(record: ImportRecord) -> list[str]:
    first, last = record.covers_from, record.covers_to
    where = f"{label(record.platform)} {record.shop}".strip()
    return [
        minute_text(record.imported_at),
        record.file,
        where,
        label(record.kind),
        days_text(Span(first=first, last=last)) if first and last else "",
        f"{record.rows}",
        f"{record.new}",
        f"{record.changed}",
        f"{record.rejected}",
        f"{record.left or ''}",
    ]

"""What is said about an import; the command line and the desk read the same."""

from collections.abc import Iterator, Sequence

from store.importing.report import ImportReport, SoldOffSale, total
from store.models.facts import Doubt, RejectedRow
from store.models.import_record import Rejection
from store.words import N_, _, counts, how_many, listed, named, noted, phrases
from store.words.labels import label
from store.words.times import minute_text


def told(report: ImportReport) -> Iterator[str]:
    """One file, line by line."""
    kinds = {
        "orders": _("orders"),
        "after_sales": _("after-sales cases"),
        "insurance": _("freight insurance"),
        "traces": _("traces of parcels"),
        "funds": _("funds"),
        "stock": _("stock"),
    }
    about = [label(word) for word in (report.platform,) if word] + [kinds[report.kind]]
    form = listed((report.variant, report.encoding))
    yield named(report.file, noted(listed(about), form))
    yield f"  {counted([report])}"
    if (report.kind, report.variant) == ("orders", "shouhou"):
        yield "  " + _(
            "a file of the desk's own: what the platform said is here; what was done at that desk"
            " (shipments, refunds, notes) is not, backup and restore, or migrate, bring that too"
        )
    if report.waiting:
        yield "  " + _("cases that wait for their order: {count}").format(count=report.waiting)
    if report.attached:
        yield "  " + _("cases that found their order: {count}").format(count=report.attached)
    yield from (f"  {sentence}" for sentence in (*report.inquiries, *report.shared))
    if report.unknown_words:
        yield "  " + _unknown(report)
    yield from (
        f"  {line}"
        for line in (
            *_doubts(report),
            *_replaced(report),
            *report.taken,
            *_off_sale(report),
            *_other_counts(report),
        )
    )
    if report.discrepancies:
        yield "  " + _("discrepancies opened: {count}").format(count=report.discrepancies)
    if report.unknown_columns:
        said = _("unknown columns, not read: {columns}")
        if report.keeps_unknown_columns:
            said = _("unknown columns, kept: {columns}")
        yield "  " + said.format(columns=listed(report.unknown_columns))
    if report.left_out:
        sheets = listed(report.left_out)
        yield "  " + _("sheets left out, no exports, without a row or hidden: {sheets}").format(
            sheets=sheets
        )
    yield from (f"  {line}" for line in rejected(report.rejected, report.rejected_count))
    if report.left_off:
        yield "  " + _("stopped before its end; importing the file again completes it")


def to_look_at(reports: Sequence[ImportReport]) -> str:
    """What a person has to look at, of all files; empty where nothing is."""
    doubted = sum(len(cases) for report in reports for cases in report.doubts.values())
    parts = (
        (sum(one.discrepancies for one in reports), _("discrepancies: {count}")),
        (doubted, _("cases in doubt: {count}")),
        (sum(one.rejected_count for one in reports), _("rejected rows: {count}")),
    )
    found = listed(said.format(count=count) for count, said in parts if count)
    return _("Look at: {what}.").format(what=found) if found else ""


DOUBTS: dict[Doubt, str] = {
    "closed_here": N_(
        "closed here, open in the file in words known before: {cases}; if it is newer than"
        " that, they are still to be closed there"
    ),
    "ended_there": N_(
        "ended on the platform, open in a file that does not say when it was made, with a deadline"
        " still to come: {cases}; they stay closed, but look there, because the platform may have"
        " gone on with them"
    ),
    "ended_before": N_(
        "gone on with on the platform, and in the file ended as before that: {cases}; they stay"
        " open, but look there: if they have ended once more, close them here too"
    ),
    "gone_back": N_(
        "further on, with more money or due earlier by what was known than in a file that does not"
        " say when it was made and names no later time: {cases}; what was known stays, but look"
        " there, because a case may have gone back"
    ),
    "refused_here": N_(
        "refused here, still to be answered in the file in words known before: {cases}; if it is"
        " newer than that, the platform has not got the refusal and refunds at its deadline"
    ),
    "asked_anew": N_(
        "answered or closed here, and with another amount, kind or deadline in a file that does not"
        " say when it was made: {cases}; they are ours again, but look there first, because the"
        " file may be of before"
    ),
    "asked_before": N_(
        "answered here, and in the file with an amount that was asked for before another one:"
        " {cases}; it counts as of before, but if the buyer has gone back to that amount, the"
        " answer gives it"
    ),
    "asked_over": N_(
        "answered here, and in the file to be answered with another amount or kind: {cases}; they"
        " stay as they are, because something was told, or went, by that answer, but look there"
    ),
}
"""Of which cases nobody can tell what the file means, and what then."""


def _unknown(report: ImportReport) -> str:
    """The words that nobody knows, and what is not done because of them."""
    said = _("unknown status, kept, and nothing is shipped by it: {words}")
    if report.kind == "funds":
        said = _("unknown words, kept, and their money is compared with nothing: {words}")
    return said.format(words=phrases(report.unknown_words))


def _replaced(report: ImportReport) -> Iterator[str]:
    """Which rows are of before, because the very same file came before another one."""
    if report.is_as_new:
        yield _(
            "imported before, and taken as new, because the platform shows just this again; what"
            " its rows say counts as said now"
        )
    if report.replaced and report.imported_before:
        yield _(
            "rows of before, which change nothing back: {count}; this very file was imported {at},"
            " and other things are known since; if the platform shows just this again, export it"
            " once more with other days"
        ).format(count=report.replaced, at=minute_text(report.imported_before))


def _doubts(report: ImportReport) -> Iterator[str]:
    for doubt, cases in sorted(report.doubts.items()):
        yield _(DOUBTS[doubt]).format(cases=listed(cases))


def _other_counts(report: ImportReport) -> Iterator[str]:
    """Whether the same lines are a new count, no file says."""
    if report.other_counts:
        yield _(
            "imported before, and not counted again by it, though another number is known here now:"
            " {skus}; if it is a new count, set the stock of each"
        ).format(skus=listed(report.other_counts))


def _off_sale(report: ImportReport) -> Iterator[str]:
    """Which new orders want what is not sold any more, SKU by SKU."""
    by_sku: dict[str, list[SoldOffSale]] = {}
    for sold in report.off_sale:
        by_sku.setdefault(sold.sku, []).append(sold)
    said = _(
        "new orders of {sku}, off sale here since {time} ({who}): {orders};"
        " look whether it is off sale on the platform too"
    )
    for sku, orders in sorted(by_sku.items()):
        yield said.format(
            sku=sku,
            time=minute_text(orders[0].since),
            who=orders[0].by,
            orders=listed(sorted(one.order_no for one in orders)),
        )
    if more := report.off_sale_count - len(report.off_sale):
        one = N_("and 1 more order of what is off sale here")
        yield how_many(more, one, N_("and {count} more orders of what is off sale here"))


def counted(reports: Sequence[ImportReport]) -> str:
    """How much was new, changed, the same, older, rejected."""
    return _(
        "{new} new, {changed} changed, {same} same, {older} older, {rejected} rejected"
    ).format(**total(reports))


def rejected(rows: Sequence[RejectedRow | Rejection], count: int) -> Iterator[str]:
    """The rows of a file that were not taken, the first of so many; then how many more."""
    yield from map(_rejection, rows)
    if more := count - len(rows):
        said = _("and {rows} more; an import at the command line can write them to a file")
        yield said.format(rows=counts.rows(more))


def _rejection(row: RejectedRow | Rejection) -> str:
    """Which row was not taken, for which field, and why."""
    if not row.field:
        return _("row {row}: {reason}").format(row=row.row, reason=row.reason)
    return _("row {row}, {field}: {reason}").format(row=row.row, field=row.field, reason=row.reason)

"""Importing (导入): what export files say, met with the store in one commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from store.errors import Problem
from store.models.after_sales_case import WaitingCase
from store.models.axes import Payment, Platform
from store.models.facts import CaseFacts, ExportFile, OrderFacts, RejectedRow, TraceFacts
from store.models.import_record import ImportRecord
from store.models.order import Line, Order
from store.models.product import Product
from store.repository import Repository
from store.rules.discrepancies import reconcile
from store.rules.imported_traces import merge_traces
from store.rules.platform_cases import merge_case, newest_case
from store.rules.two_sources import Verdict, merge_order
from store.shops import shop_of
from store.words import _
from store.writing import Writing

VERDICTS: tuple[Verdict, ...] = ("new", "changed", "same", "older")


@dataclass
class ImportReport:
    """What came of one file: how much of it was new, changed, same, older, rejected."""

    file: str
    platform: str
    kind: str
    variant: str
    encoding: str
    rows: int
    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    waiting: int = 0
    """Cases whose order is not there yet."""
    discrepancies: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()
    """Words for a status that the desk does not know; kept and shown."""
    attached: int = 0
    """Cases that had waited and have found their order."""


def import_files(
    repository: Repository,
    exports: Sequence[ExportFile],
    shop: str | None = None,
    *,
    dry_run: bool = False,
) -> list[ImportReport]:
    """Meet everything the files say with the store, all of it in one commit or nothing.

    Without a `shop` the only one there is is meant. With `dry_run` only say what would come of it.
    """
    if dry_run:
        return _Import(repository, repository.gathering(), exports, shop).run()
    with repository.writing() as writing:
        return _Import(repository, writing, exports, shop).run()


def import_file(
    repository: Repository, export: ExportFile, shop: str, *, dry_run: bool = False
) -> ImportReport:
    """Meet what one file says with the store."""
    return import_files(repository, [export], shop, dry_run=dry_run)[0]


class _Import:
    """Several files on their way into one commit; each sees what the ones before it brought."""

    def __init__(
        self,
        repository: Repository,
        writing: Writing,
        exports: Sequence[ExportFile],
        shop: str | None,
    ) -> None:
        self._repository = repository
        self._writing = writing
        self._exports = exports
        self._shop = shop_of(repository, exports, shop)
        self._context = repository.context()
        self._changed: dict[str, Order] = {}
        self._waits: dict[str, WaitingCase] = {}
        self._waiting: dict[str, list[WaitingCase]] = {}
        for one in repository.all(WaitingCase):
            self._waiting.setdefault(_order_key(one, one.shop), []).append(one)

    def run(self) -> list[ImportReport]:
        # Traces last: the orders they are about may come with another file of the same import.
        turns = sorted(enumerate(self._exports), key=lambda turn: turn[1].kind == "traces")
        found = {place: self._file(export) for place, export in turns}
        reports = [found[place] for place in sorted(found)]
        self._writing.save(self._changed.values())
        self._writing.save(self._waits.values())
        self._products()
        records = (self._record(*pair) for pair in zip(self._exports, reports, strict=True))
        # The same file may have been given twice.
        self._writing.save({one.key: one for one in records if one}.values())
        return reports

    def _file(self, export: ExportFile) -> ImportReport:
        self._export = export
        self._report = ImportReport(
            export.name,
            export.platform or "",
            export.kind,
            export.variant,
            export.encoding,
            export.row_count,
            rejected=export.rejected,
            unknown_columns=export.unknown_columns,
            unknown_words=_unknown_words(export),
        )
        for facts in export.orders:
            self._order(facts)
        for case in export.cases:
            self._case(case)
        self._traces(export.traces)
        return self._report

    def _known(self, key: str) -> Order | None:
        return self._changed.get(key) or self._repository.get(Order, key)

    def _order(self, facts: OrderFacts) -> None:
        key = _order_key(facts, self._shop)
        known = self._known(key)
        order, verdict = merge_order(known, facts, self._shop, self._context)
        attached = {case.id for case in order.cases}
        for waiting in self._waiting.get(key, ()):
            if waiting.case.id not in attached:
                order = merge_case(order, waiting, self._context)
                self._report.attached += 1
        self._take(known, order, verdict)

    def _case(self, facts: CaseFacts) -> None:
        given = WaitingCase(
            platform=facts.platform,
            shop=self._shop,
            order_no=facts.order_no,
            line_no=facts.line_no,
            tracking_no=facts.tracking_no,
            shipped=bool(facts.shipped),
            case=facts.case,
        )
        known = self._known(_order_key(facts, self._shop))
        if known is None:
            self._wait(given)
            return
        order = merge_case(known, given, self._context)
        fresh = len(order.cases) > len(known.cases)
        self._take(known, order, "new" if fresh else _case_verdict(known, order, facts))

    def _traces(self, given: Sequence[TraceFacts]) -> None:
        """Traces by order; a row names no platform, and needs an order that is here."""
        by_order: dict[str, list[TraceFacts]] = {}
        for facts in given:
            by_order.setdefault(facts.order_no, []).append(facts)
        for order_no, rows in by_order.items():
            keys = (f"{platform}:{self._shop}:{order_no}" for platform in Platform)
            known = next((order for key in keys if (order := self._known(key))), None)
            if known is None:
                said = _("order {order} is not in this store").format(order=order_no)
                self._reject([(facts, Problem("order_no", said)) for facts in rows])
                continue
            merged = merge_traces(known, rows, self._context)
            self._reject(merged.rejected)
            self._report.counts["new"] += merged.new
            self._report.counts["same"] += merged.same
            if merged.new:
                self._changed[known.key] = merged.order
                self._writing.event(known, "import", {"file": self._export.name})

    def _reject(self, given: Iterable[tuple[TraceFacts, Problem]]) -> None:
        rows = (
            RejectedRow(
                file=self._export.name,
                row=facts.row,
                field=facts.columns[problem.field],
                reason=problem.sentence,
                cells=facts.cells,
            )
            for facts, problem in given
        )
        every = sorted((*self._report.rejected, *rows), key=lambda one: one.row)
        self._report.rejected = tuple(every)

    def _wait(self, given: WaitingCase) -> None:
        self._report.waiting += 1
        before = self._waits.get(given.key) or self._repository.get(WaitingCase, given.key)
        if before is None:
            self._report.counts["new"] += 1
            self._keep_waiting(given)
            return
        case = newest_case(before.case, given.case)
        base = given if case.as_of == given.case.as_of else before
        merged = base.model_copy(update={"case": case, "version": before.version})
        if merged == before:
            self._report.counts["same" if base is given else "older"] += 1
            return
        self._report.counts["changed"] += 1
        self._keep_waiting(merged)

    def _keep_waiting(self, given: WaitingCase) -> None:
        """It waits for an order of a later import, or of the next file of this one."""
        self._waits[given.key] = given
        waiting = self._waiting.setdefault(_order_key(given, given.shop), [])
        waiting[:] = [one for one in waiting if one.key != given.key] + [given]

    def _take(self, known: Order | None, order: Order, verdict: Verdict) -> None:
        reconciled = reconcile(order, self._context)
        fresh = len(reconciled.open_discrepancies) - len(order.open_discrepancies)
        self._report.discrepancies += max(0, fresh)
        order = reconciled
        if order != known:
            self._changed[order.key] = order
            verdict = verdict if verdict == "new" else "changed"
            self._writing.event(order, "import", {"file": self._export.name})
        self._report.counts[verdict] += 1

    def _products(self) -> None:
        """Every SKU that an order names is a product of the shop, of the number first named."""
        changed: dict[str, Product] = {}
        for line in (line for order in self._changed.values() for line in order.lines):
            known = changed.get(line.sku) or self._repository.product(self._shop, line.sku)
            if line.sku and known is None:
                changed[line.sku] = _product(line, self._shop)
            elif known and line.product_id and not known.product_id:
                changed[line.sku] = known.model_copy(update={"product_id": line.product_id})
        self._writing.save(changed.values())

    def _record(self, export: ExportFile, report: ImportReport) -> ImportRecord | None:
        known = self._repository.get(ImportRecord, export.digest)
        counts = report.counts
        if known is not None and not (counts["new"] or counts["changed"]):
            return None
        return ImportRecord(
            version=known.version if known else 0,
            digest=export.digest,
            file=export.name,
            platform=export.platform or "",
            variant=export.variant,
            shop=self._shop,
            imported_at=self._context.now,
            exported_at=export.exported_at,
            rows=export.row_count,
            new=counts["new"],
            changed=counts["changed"],
            rejected=len(report.rejected),
        )


def _unknown_words(export: ExportFile) -> tuple[str, ...]:
    """The status words of orders of which nobody knows where they stand."""
    strange = (
        ", ".join(facts.platform_status.values())
        for facts in export.orders
        if facts.payment not in (Payment.UNPAID, Payment.DEPOSIT)
        and any(line.fulfilment is None for line in facts.lines)
    )
    return tuple(sorted({words for words in strange if words}))


def _product(line: Line, shop: str) -> Product:
    name = f"{line.name} {line.spec}".strip()
    return Product(shop=shop, sku=line.sku, name=name, product_id=line.product_id)


def _order_key(facts: OrderFacts | CaseFacts | WaitingCase, shop: str) -> str:
    return f"{facts.platform}:{shop}:{facts.order_no}"


def _case_verdict(known: Order, order: Order, facts: CaseFacts) -> Verdict:
    if order != known:
        return "changed"
    mine = next(one for one in known.cases if one.id == facts.case.id)
    older = mine.as_of and facts.case.as_of and facts.case.as_of < mine.as_of
    return "older" if older else "same"


def total(reports: Iterable[ImportReport]) -> dict[str, int]:
    """The counts of several files together."""
    reports = list(reports)
    counts: dict[str, int] = {
        verdict: sum(report.counts[verdict] for report in reports) for verdict in VERDICTS
    }
    return {**counts, "rejected": sum(len(report.rejected) for report in reports)}

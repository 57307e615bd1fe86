"""Importing (导入): what export files say, met with the store in one commit a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from store.errors import BadInput
from store.models.after_sales_case import WaitingCase
from store.models.facts import CaseFacts, ExportFile, OrderFacts, RejectedRow
from store.models.import_record import ImportRecord
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository
from store.rules.discrepancies import reconcile
from store.rules.platform_cases import merge_case, newest_case
from store.rules.two_sources import Verdict, merge_order
from store.words import _
from store.writing import Writing

VERDICTS: tuple[Verdict, ...] = ("new", "changed", "same", "older")


@dataclass
class ImportReport:
    """What came of one file: how many orders or cases were new, changed, same, older, rejected."""

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


def import_file(
    repository: Repository, export: ExportFile, shop: str, *, dry_run: bool = False
) -> ImportReport:
    """Meet everything a file says with the store; with `dry_run` only say what would come of it."""
    report = ImportReport(
        export.name,
        export.platform,
        export.kind,
        export.variant,
        export.encoding,
        export.row_count,
        rejected=export.rejected,
        unknown_columns=export.unknown_columns,
    )
    if ":" in shop or not shop.strip():
        raise BadInput(_("A shop's name may not be empty or hold a colon."), field="shop")
    if dry_run:
        repository.refresh()
        _Import(repository, repository.gathering(), export, shop, report).run()
        return report
    with repository.writing() as writing:
        _Import(repository, writing, export, shop, report).run()
        if not writing.documents:
            writing.events.clear()
    return report


class _Import:
    """One file on its way into one commit."""

    def __init__(
        self,
        repository: Repository,
        writing: Writing,
        export: ExportFile,
        shop: str,
        report: ImportReport,
    ) -> None:
        self._repository = repository
        self._writing = writing
        self._export = export
        self._shop = shop
        self._report = report
        self._context = repository.context()
        self._changed: dict[str, Order] = {}
        self._waits: dict[str, WaitingCase] = {}
        self._waiting: dict[str, list[WaitingCase]] = {}
        if export.orders:
            for one in repository.all(WaitingCase):
                self._waiting.setdefault(_order_key(one, one.shop), []).append(one)

    def run(self) -> None:
        for facts in self._export.orders:
            self._order(facts)
        for case in self._export.cases:
            self._case(case)
        self._writing.save(self._changed.values())
        self._writing.save(self._waits.values())
        self._products()
        self._record()

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
        existing = next((one for one in known.cases if one.id == facts.case.id), None)
        order = merge_case(known, given, self._context)
        self._take(known, order, "new" if existing is None else _case_verdict(known, order, facts))

    def _wait(self, given: WaitingCase) -> None:
        self._report.waiting += 1
        before = self._waits.get(given.key) or self._repository.get(WaitingCase, given.key)
        if before is None:
            self._report.counts["new"] += 1
            self._waits[given.key] = given
            return
        case = newest_case(before.case, given.case)
        base = given if case.as_of == given.case.as_of else before
        merged = base.model_copy(update={"case": case, "version": before.version})
        if merged == before:
            self._report.counts["same" if base is given else "older"] += 1
            return
        self._report.counts["changed"] += 1
        self._waits[given.key] = merged

    def _take(self, known: Order | None, order: Order, verdict: Verdict) -> None:
        reconciled = reconcile(order, self._context)
        fresh = len(reconciled.open_discrepancies) - len(order.open_discrepancies)
        self._report.discrepancies += max(0, fresh)
        order = reconciled
        if order != known:
            self._changed[order.key] = order
            verdict = verdict if verdict == "new" else "changed"
            self._writing.event(order, "import", {"file": self._export.name, "verdict": verdict})
        self._report.counts[verdict] += 1

    def _products(self) -> None:
        """Every SKU that an order names is a product of the shop."""
        fresh = {
            (self._shop, line.sku): Product(
                shop=self._shop, sku=line.sku, name=f"{line.name} {line.spec}".strip()
            )
            for order in self._changed.values()
            for line in order.lines
            if line.sku and self._repository.product(self._shop, line.sku) is None
        }
        self._writing.save(fresh.values())

    def _record(self) -> None:
        known = self._repository.get(ImportRecord, self._export.digest)
        if known is not None and not self._writing.documents:
            return
        counts = self._report.counts
        record = ImportRecord(
            version=known.version if known else 0,
            digest=self._export.digest,
            file=self._export.name,
            platform=self._export.platform,
            variant=self._export.variant,
            shop=self._shop,
            imported_at=self._context.now,
            exported_at=self._export.exported_at,
            rows=self._export.row_count,
            new=counts["new"],
            changed=counts["changed"],
            rejected=len(self._export.rejected),
        )
        self._writing.save([record])


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

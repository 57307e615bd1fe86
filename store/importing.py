"""Importing (导入): what export files say, met with the store in one commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from store.errors import BadInput
from store.models.after_sales_case import WaitingCase
from store.models.axes import Payment
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
        repository.refresh()
        return _Import(repository, repository.gathering(), exports, shop).run()
    with repository.writing() as writing:
        reports = _Import(repository, writing, exports, shop).run()
        if not writing.documents:
            writing.events.clear()
    return reports


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
        self._shop = _shop(repository, exports, shop)
        self._context = repository.context()
        self._changed: dict[str, Order] = {}
        self._waits: dict[str, WaitingCase] = {}
        self._waiting: dict[str, list[WaitingCase]] = {}
        for one in repository.all(WaitingCase):
            self._waiting.setdefault(_order_key(one, one.shop), []).append(one)

    def run(self) -> list[ImportReport]:
        reports = [self._file(export) for export in self._exports]
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
            export.platform,
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
        existing = next((one for one in known.cases if one.id == facts.case.id), None)
        order = merge_case(known, given, self._context)
        self._take(known, order, "new" if existing is None else _case_verdict(known, order, facts))

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
        """Every SKU that an order names is a product of the shop."""
        fresh = {
            (self._shop, line.sku): Product(
                shop=self._shop,
                sku=line.sku,
                name=f"{line.name} {line.spec}".strip(),
                product_id=line.product_id,
            )
            for order in self._changed.values()
            for line in order.lines
            if line.sku and self._repository.product(self._shop, line.sku) is None
        }
        self._writing.save(fresh.values())

    def _record(self, export: ExportFile, report: ImportReport) -> ImportRecord | None:
        known = self._repository.get(ImportRecord, export.digest)
        counts = report.counts
        if known is not None and not (counts["new"] or counts["changed"]):
            return None
        return ImportRecord(
            version=known.version if known else 0,
            digest=export.digest,
            file=export.name,
            platform=export.platform,
            variant=export.variant,
            shop=self._shop,
            imported_at=self._context.now,
            exported_at=export.exported_at,
            rows=export.row_count,
            new=counts["new"],
            changed=counts["changed"],
            rejected=len(export.rejected),
        )


DEFAULT_SHOP = "shop"


def _shop(repository: Repository, exports: Sequence[ExportFile], given: str | None) -> str:
    """Which shop the files are of.

    An order number belongs to one shop of its platform: the same one under two names would be
    shipped and refunded twice.
    """
    rows = repository.rows()
    shops = sorted({row.shop for row in rows})
    if given is None and len(shops) > 1:
        raise BadInput(
            _("There are several shops here ({shops}); say which one with --shop.").format(
                shops=", ".join(shops)
            ),
            field="shop",
        )
    shop = given if given is not None else (shops[0] if shops else DEFAULT_SHOP)
    if ":" in shop or not shop.strip():
        raise BadInput(_("A shop's name may not be empty or hold a colon."), field="shop")
    owners = {(row.platform, row.order_no): row.shop for row in rows if row.shop != shop}
    for export in exports:
        for facts in export.orders:
            owner = owners.get((facts.platform, facts.order_no))
            if owner:
                raise BadInput(
                    _("Order {order} is already here, in the shop {owner}, not {shop}.").format(
                        order=facts.order_no, owner=owner, shop=shop
                    ),
                    field="shop",
                )
    return shop


def _unknown_words(export: ExportFile) -> tuple[str, ...]:
    """The status words of orders of which nobody knows where they stand."""
    strange = (
        ", ".join(facts.platform_status.values())
        for facts in export.orders
        if facts.payment not in (Payment.UNPAID, Payment.DEPOSIT)
        and any(line.fulfilment is None for line in facts.lines)
    )
    return tuple(sorted({words for words in strange if words}))


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

"""Merging (合并): what files say about one order, met with what the store knows of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from store.errors import Problem
from store.importing.bundles import Bundle, ImportedFile, Part, Tally
from store.importing.case_news import case_verdict, taken_of
from store.importing.waiting_cases import attached, merge_waiting
from store.models.after_sales_case import WaitingCase
from store.models.axes import Platform, Source
from store.models.facts import CaseFacts, InsuranceFacts, OrderFacts, RejectedRow, TraceFacts
from store.models.keys import order_key
from store.models.order import Order
from store.models.platform_task import BY_IMPORT
from store.rules.action.context import Context
from store.rules.parcels.shared import changed_news
from store.rules.platform.cases.case_back import asked_where
from store.rules.platform.cases.cases_meant import known_case
from store.rules.platform.cases.doubts import doubts_of
from store.rules.platform.cases.newer_case import first_told
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.imported_before import is_case_imported_before, is_imported_before
from store.rules.platform.imported_traces import merge_traces
from store.rules.platform.judging import judged
from store.rules.platform.newer_order import is_newer
from store.rules.platform.sent_before import asking_whether_sent
from store.rules.platform.two_sources import Verdict, merge_insurance, merge_order
from store.rules.stock.left_there import moves_of
from store.rules.stock.stock import ShelfMoves
from store.words import _

FORM = 28
"""Another number whenever an import makes something else of the same cells, be it in reading or in
merging: a file that comes again unchanged is read and merged once more then."""


@dataclass(frozen=True)
class Known:
    """What the store has for a bundle, by the key of the order."""

    orders: dict[str, Order]
    waiting: dict[str, tuple[WaitingCase, ...]]


@dataclass
class Outcome:
    """What comes of a bundle. Nothing is counted before it is kept."""

    known: Known
    orders: dict[str, Order] = field(default_factory=dict)
    """The orders that were changed, as they are to be."""
    waits: dict[str, WaitingCase] = field(default_factory=dict)
    """Cases whose order is not there yet, new or changed."""
    told: list[tuple[str, ImportedFile]] = field(default_factory=list)
    """Which file changed which order, in turn."""
    order_digests: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """By key and what it is about: of this the order would be made the same once more."""
    waiting_digests: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """The same of waiting cases."""
    moved: ShelfMoves = field(default_factory=Counter)
    """What the stock moves by; what is back of an order that nobody knew was counted with it."""
    tally: Tally = field(default_factory=Tally)

    def cases(self) -> dict[str, str]:
        """The platform's numbers of cases that nobody knew of these orders, with their keys."""
        found = {
            case.platform_no: key
            for key, order in self.orders.items()
            for case in order.cases
            if case.platform_no not in _numbers(self.known.orders.get(key))
        }
        return found | {one.case.id: one.order_key for one in self.waits.values()}


def _numbers(order: Order | None) -> frozenset[str]:
    """The platform's numbers of its cases; cases without one count as known."""
    return frozenset(("", *(one.platform_no for one in order.cases)) if order else ("",))


class Merging:
    """One bundle on its way; each part sees what the ones before it brought."""

    def __init__(self, bundle: Bundle, known: Known, shop: str, context: Context) -> None:
        self._shop = shop
        self._context = context
        self._known = known
        self._bundle = bundle
        self._outcome = Outcome(known)
        self._tally = self._outcome.tally
        self._opened: list[tuple[int, str, str]] = []
        """The file, the order and the id of each discrepancy that was opened on the way."""

    def run(self) -> Outcome:
        """The orders and waiting cases as they are to be, and what the reports tell of them."""
        for file, parts in groupby(self._bundle.parts, attrgetter("file")):
            scans: list[TraceFacts] = []
            for part in parts:
                scans += self._part(part)
            if scans:
                self._traces(scans, file)
        for number, key, opened in self._opened:
            # What a later part closes again is none.
            if opened in (one.id for one in self._outcome.orders[key].open_discrepancies):
                self._tally.discrepancies.append((number, 1))
        for key, order in self._outcome.orders.items():
            before = self._known.orders.get(key)
            if before is None or before.parcels != order.parcels:
                self._outcome.moved.update(moves_of(before, order))
            if before is None:
                told = self._tally.new_parcels
                numbers = {one.tracking_no for one in order.parcels} - {""}
            else:
                told, numbers = self._tally.turned, {*changed_news(before, order)}
            if numbers:
                last = next(file for named, file in reversed(self._outcome.told) if named == key)
                told.extend((last.number, number) for number in sorted(numbers))
        return self._outcome

    def _part(self, part: Part) -> Iterator[TraceFacts]:
        """Meet a part; its scans are left, because those of a file are met together."""
        number = part.file.number
        self._tally.done.append((number, part.rows))
        self._tally.rejected += ((number, row) for row in part.unread)
        for facts in part.facts:
            if isinstance(facts, OrderFacts):
                self._order(facts, part)
            elif isinstance(facts, CaseFacts):
                self._case(facts, part)
            elif isinstance(facts, InsuranceFacts):
                self._insurance(facts, part)
            else:
                yield facts

    def _now(self, key: str) -> Order | None:
        return self._outcome.orders.get(key) or self._known.orders.get(key)

    def _order(self, facts: OrderFacts, part: Part) -> None:
        key = order_key(facts.platform, self._shop, facts.order_no)
        known = self._now(key)
        facts = part.file.of_order(facts)
        order, verdict = merge_order(known, facts, self._shop, self._context)
        if known is None:
            order = asking_whether_sent(order, facts, self._context)
        here = {case.id for case in order.cases}
        for waiting in self._known.waiting.get(key, ()):
            if waiting.case.id not in here:
                order = attached(order, waiting, self._context)
                self._tally.attached.append(part.file.number)
            if not waiting.has_order:
                found = waiting.model_copy(update={"has_order": True})
                self._outcome.waits[found.key] = found
        words = facts.unknown_words
        self._tally.words.extend((part.file.number, word) for word in words)
        if known and is_imported_before(facts.knowledge, known.knowledge):
            self._tally.replaced.append((part.file.number, part.rows))
        order = self._take(known, order, verdict, part.file)
        # What was older, or would be the next time, is to be said again; so is a word that nobody
        # knows, and that a case is open, or none though one is here, as of a later file.
        is_shown = bool(order.open_cases) or any(one.case_shown for one in order.lines)
        is_newest = known is None or (
            all(is_newer(facts.knowledge, one.knowledge) for one in (known, order))
            and not order.is_asked("freed")
        )
        if part.digest and not (words or is_shown) and is_newest:
            self._outcome.order_digests[key, part.about] = part.digest

    def _case(self, facts: CaseFacts, part: Part) -> None:
        given = WaitingCase(
            platform=facts.platform,
            shop=self._shop,
            order_no=facts.order_no,
            line_no=facts.line_no,
            tracking_no=facts.tracking_no,
            shipped=bool(facts.shipped),
            case=part.file.of_case(facts.case),
        )
        key = given.order_key
        known = self._now(key)
        if known is None:
            self._wait(given, part)
            return
        if facts.source is Source.DESK and known_case(known, facts.case):
            # It repeats what a desk knew of the case, and shows nothing that the platform knows.
            self._count(part.file, "same")
            return
        before = known_case(known, facts.case)
        facts = facts.model_copy(update={"case": given.case})
        order = merge_case(known, given, self._context)
        fresh = len(order.cases) > len(known.cases)
        verdict = "new" if fresh else case_verdict(known, order, facts)
        order = self._take(known, order, verdict, part.file)
        if before and is_case_imported_before(before, facts.case):
            self._tally.replaced.append((part.file.number, part.rows))
            return
        said = taken_of(known, order, facts, self._context)
        self._tally.taken += ((part.file.number, one) for one in said)
        now = self._context.now
        doubts = tuple(doubts_of(known, order, facts, now))
        self._tally.doubt(part.file, given.case, doubts, now)
        # What is in doubt is said again, and what answers it is met again.
        is_asked = any((doubts, asked_where(order, given.case), order.is_asked("case_shown")))
        if part.digest and not is_asked and case_verdict(order, order, facts) == "same":
            self._outcome.order_digests[key, part.about] = part.digest

    def _insurance(self, facts: InsuranceFacts, part: Part) -> None:
        key = order_key(facts.platform, self._shop, facts.order_no)
        known = self._now(key)
        if known is None:
            self._reject(part.file, [(facts, _not_here(facts))])
            return
        order = merge_insurance(known, facts)
        self._take(known, order, "changed" if order != known else "same", part.file)
        if part.digest:
            self._outcome.order_digests[key, part.about] = part.digest

    def _traces(self, scans: Sequence[TraceFacts], file: ImportedFile) -> None:
        """A row names no platform, and needs an order that is here."""
        order_no = scans[0].order_no
        keys = (order_key(platform, self._shop, order_no) for platform in Platform)
        known = next((order for key in keys if (order := self._now(key))), None)
        if known is None:
            self._reject(file, [(facts, _not_here(facts)) for facts in scans])
            return
        merged = merge_traces(known, scans, self._context)
        self._reject(file, merged.rejected)
        self._count(file, "new", merged.new)
        self._count(file, "same", merged.same)
        if merged.new:
            self._keep(known, judged(merged.order, self._context, BY_IMPORT), file)

    def _reject(
        self, file: ImportedFile, given: Iterable[tuple[TraceFacts | InsuranceFacts, Problem]]
    ) -> None:
        for facts, problem in given:
            row = RejectedRow(
                file=file.report.file,
                row=facts.row,
                field=facts.columns[problem.field],
                reason=problem.sentence,
                cells=facts.cells,
            )
            self._tally.rejected.append((file.number, row))

    def _wait(self, given: WaitingCase, part: Part) -> None:
        self._tally.waiting.append(part.file.number)
        kept = (one for one in self._known.waiting.get(given.order_key, ()) if one.key == given.key)
        before = self._outcome.waits.get(given.key) or next(kept, None)
        if before is None:
            case = first_told(given.case, self._context.now)
            self._keep_waiting(given.model_copy(update={"case": case}), part)
            self._count(part.file, "new")
            return
        met = merge_waiting(before, given, self._context.now)
        if met.is_replaced:
            self._tally.replaced.append((part.file.number, part.rows))
        self._tally.doubt(part.file, given.case, met.doubts, self._context.now)
        is_settled = met.is_newer and not met.doubts and met.waiting.in_doubt is None
        settles = part if is_settled else None
        if met.waiting != before:
            self._count(part.file, "changed")
            self._keep_waiting(met.waiting, settles)
            return
        self._count(part.file, "same" if met.is_newer else "older")
        if settles and part.digest:
            self._outcome.waiting_digests[given.key, part.about] = part.digest

    def _keep_waiting(self, given: WaitingCase, part: Part | None) -> None:
        self._outcome.waits[given.key] = given
        if part and part.digest:
            self._outcome.waiting_digests[given.key, part.about] = part.digest

    def _take(
        self, known: Order | None, order: Order, verdict: Verdict, file: ImportedFile
    ) -> Order:
        order = judged(order, self._context, BY_IMPORT)
        if known is None or order != known:
            self._keep(known, order, file)
            verdict = verdict if verdict == "new" else "changed"
        self._count(file, verdict)
        return order

    def _keep(self, known: Order | None, order: Order, file: ImportedFile) -> None:
        before = {one.id for one in known.open_discrepancies} if known else set[str]()
        fresh = (one.id for one in order.open_discrepancies if one.id not in before)
        self._opened += ((file.number, order.key, one) for one in fresh)
        self._outcome.orders[order.key] = order
        self._outcome.told.append((order.key, file))

    def _count(self, file: ImportedFile, verdict: Verdict, number: int = 1) -> None:
        self._tally.counts.append((file.number, verdict, number))


def _not_here(facts: TraceFacts | InsuranceFacts) -> Problem:
    said = _("order {order} is not in this store").format(order=facts.order_no)
    return Problem("order_no", said)

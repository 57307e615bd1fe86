"""Planned (预计): what an action would do to many, as the form says it and as it is done then."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from store.errors import Refused
from store.models.bulk_run import BulkItem, BulkRun
from store.words import _, counts, listed_first, named, sentences
from tui.forms.understood import with_words
from tui.screens.asking import Values
from tui.screens.bulk_report import PlanScreen, goods_text, refusal_of, without_numbers
from tui.text import priced

if TYPE_CHECKING:
    from store.work.bulk import Bulk
    from store.work.bulk_form import BulkForm

SHOWN_REFUSED = 4
"""Reasons for refusals that stand in the form, and orders of each; all stand in the report."""
SHOWN_SHORT = 4
"""Of what gives less than is asked for."""


class Planned:
    """What would come of a form: as it is said while somebody types, and as it is done then."""

    def __init__(self, bulk: "Bulk", form: "BulkForm") -> None:
        self.form = form
        self._bulk = bulk
        self._aims = form.aims
        self._said: tuple[Values, BulkRun] | None = None
        self._judged: tuple[Values, BulkRun] | None = None
        self._pauses = 0
        """A plan that was begun at an earlier one is not wanted any more."""

    def check(self, values: Values) -> None:
        """Judge all of them anew; raises Refused where none can be done."""
        self._aims.forget()
        run = self._bulk.plan(self._aims, values)
        self._said = self._judged = dict(values), run
        if not run.of("left"):
            refused = run.of("refused")
            fields = {item.field for item in refused}
            field = fields.pop() if len(fields) == 1 else ""
            # Under no field the plan stays in sight, with the sentence of each.
            why = [refused[0].sentence] if field and refused else []
            raise Refused(none_of(len(run.items), run.kinds, why), field=field or None)

    def run(self, values: Values) -> BulkRun:
        """The plan for these values, which were judged."""
        if self._judged is None or self._judged[0] != values:
            self.check(values)
        assert self._judged
        return self._judged[1]

    def screen(self, values: Values) -> PlanScreen:
        """What these values would do, and what is refused, each with why."""
        run = self._looked_at(values, lambda: True)
        return PlanScreen(_possible(run), run)

    def answer(self) -> str:
        """How many will be done, as they were judged."""
        return str(len(self._judged[1].of("left"))) if self._judged else ""

    def after(self, values: Values) -> str:
        """How many will be done, how much that comes to, and what is refused."""
        self._pauses = pause = self._pauses + 1
        return "\n".join(plan_text(self._looked_at(values, lambda: self._pauses == pause)))

    def asked(self, values: Values) -> frozenset[str]:
        """The fields without which some are refused."""
        run = self._looked_at(values, lambda: True)
        named = {one.name for one in self.form.fields}
        return frozenset(item.field for item in run.of("refused") if item.field in named)

    def _looked_at(self, values: Values, goes_on: Callable[[], bool]) -> BulkRun:
        said = self._said
        if said is None or said[0] != values:
            own = self.form.own  # for which no word stands
            worded = tuple(one for one in self.form.fields if one.name != own)
            run = self._bulk.plan(self._aims, with_words(worded, values), goes_on)
            self._said = said = dict(values), run
        return said[1]


def none_of(count: int, kinds: Iterable[str], reasons: Sequence[str]) -> str:
    """Said where so many documents of these kinds were meant and all are refused: with the first
    of the reasons, and that there are others.
    """
    first = " ".join(reasons[:1])
    said = _("None of the {count} can be done: {sentence}") if first else ""
    said = (said or _("None of the {count} can be done.")).format(
        count=counts.measured(count, kinds), sentence=first
    )
    others = _("Others are refused for another reason.") if reasons[1:] else ""
    return sentences(said, others)


def plan_text(run: BulkRun) -> list[str]:
    """What a plan comes to: how many and how much; then, each under a head and behind a sign of
    its own, the first that give less than is asked for, and the first that are refused with why.
    """
    left, refused = run.of("left"), run.of("refused")
    said = [_possible(run)]
    total = sum(item.back_fen for item in left)
    if total:
        said[0] += "  " + _("{amount} in all").format(amount=priced(total))
    goods: Counter[str] = sum((Counter(item.goods) for item in left), Counter())
    if goods:
        said += [goods_text(goods)]
    short = [f"- {item.called}  {item.short}" for item in left if item.short]
    if short:
        said.append(named(_("Less than is asked for"), str(len(short))))
        said += [*short[:SHOWN_SHORT], *_more(short[SHOWN_SHORT:])]
    if refused:
        said += [named(_("Refused"), str(len(refused))), *_reasons(refused)]
    return said


def _reasons(refused: Sequence[BulkItem]) -> Iterator[str]:
    """Why the first are refused; of several for the same reason that is told of one."""
    alike: defaultdict[str, list[BulkItem]] = defaultdict(list)
    for item in refused:
        alike[without_numbers(item.sentence)].append(item)
    for first, *others in [*alike.values()][:SHOWN_REFUSED]:
        yield refusal_of(first.called, first.sentence)
        if others:
            orders = listed_first([item.called for item in others], SHOWN_REFUSED)
            yield _("for the same reason: {orders}").format(orders=orders)
    yield from _more([item for items in [*alike.values()][SHOWN_REFUSED:] for item in items])


def _more(rest: Sequence[object]) -> Iterator[str]:
    if rest:
        yield _("and {count} more").format(count=len(rest))


def _possible(run: BulkRun) -> str:
    left, refused = run.of("left"), run.of("refused")
    return counts.came_of(run.kinds, possible=len(left), refused=len(refused))

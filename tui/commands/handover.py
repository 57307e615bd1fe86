"""`shouhou handover`: all open duties of one person, listed, or given to another."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from store.errors import BadInput
from store.models.money import yuan_text
from store.reading.owed import OwedFor
from store.words import _
from store.words.labels import label
from tui.commands import PARTLY_DONE
from tui.printing import say, say_json
from tui.session import Session

if TYPE_CHECKING:
    from store.work.handing_over import Group, HandedOver

MOST_LINES = 50
MOST_NUMBERS = 3
"""Numbers of orders that a line names; --json has them all."""


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--to", metavar="NAME", help=_("give it all to this person"))
    parser.add_argument("--note", metavar="TEXT", default="", help=_("what they should know"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List them; with a name, give them."""
    if arguments.note and not arguments.to:
        said = _("A note goes with what is given: say to whom (--to).")
        raise BadInput(said, field="--note", code="usage")
    repository = session.open()
    duties = repository.own_duties()
    done = repository.hand_over(duties, arguments.to, arguments.note) if arguments.to else []
    stayed = {one.key: one.problem for one in done if one.problem}
    if arguments.json:
        for duty in duties:
            say_json(_json(duty, repository.now, arguments.to, stayed))
    else:
        _say_all(repository.groups_of(duties), len(duties))
        _say_done(done, arguments.to)
    return PARTLY_DONE if stayed else 0


def _say_all(groups: "list[Group]", count: int) -> None:
    if not groups:
        say(_("You have taken on nothing that something is owed for."))
        return
    for group in groups[:MOST_LINES]:
        say(_line(group))
    if more := groups[MOST_LINES:]:
        said = _("and {count} more in {groups} groups; --json has them all")
        say(said.format(count=sum(len(one.duties) for one in more), groups=len(more)))
    say(_("open duties: {count}").format(count=count))


def _line(group: "Group") -> str:
    numbers = [*dict.fromkeys(row.order_no for row, _duty in group.duties)]
    named = ", ".join(numbers[:MOST_NUMBERS])
    named += " …" if len(numbers) > MOST_NUMBERS else ""
    cost = sum(duty.cost_fen or 0 for _row, duty in group.duties)
    times = {
        "late": _("late"),
        "2h": _("within 2 hours"),
        "24h": _("within 24 hours"),
        "later": _("later"),
        "unknown": _("no deadline known"),
    }
    parts = [times[group.time], label(group.kind), f"{len(group.duties)}"]
    parts += [_("{amount} yuan").format(amount=yuan_text(cost))] if cost else []
    return f"{' · '.join(parts)}: {named}"


def _say_done(done: "list[HandedOver]", to: str | None) -> None:
    if to is None:
        return
    problems = Counter(one.problem for one in done if one.problem)
    given = len(done) - problems.total()
    say(_("given to {name}: {count} of {total}").format(name=to, count=given, total=len(done)))
    for problem, count in problems.most_common(MOST_NUMBERS):
        first = next(one.called for one in done if one.problem == problem)
        say(
            _("{order}: {problem} ({count} such)").format(order=first, problem=problem, count=count)
        )


def _json(
    found: OwedFor, now: datetime, to: str | None, stayed: dict[str, str]
) -> dict[str, object]:
    row, one = found
    return {
        "order_no": row.order_no,
        "key": row.of_key,
        "kind": one.kind,
        "who": one.who,
        "due_at": one.due_at,
        "overdue": one.due_at is not None and now >= one.due_at,
        "at_zero": one.at_zero,
        "cost_fen": one.cost_fen,
        "about": one.about,
        "goods": row.goods,
        "given_to": None if to is None or row.of_key in stayed else to,
        "problem": stayed.get(row.of_key, ""),
    }

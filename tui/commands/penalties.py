"""`shouhou penalties`: what failures cost, by order, kind or month."""

from argparse import ArgumentParser, Namespace
from typing import get_args

from msgspec.structs import asdict

from store.errors import BadInput, Refused
from store.files.paths import path_of
from store.models.money import yuan_text
from store.models.order import Order
from store.reading.funds import charged_of
from store.reading.learning import Candidate, Learned, learned
from store.repository import Repository
from store.rules.money.formulas import FormulaPart
from store.rules.money.penalties import (
    By,
    PenaltyTotal,
    computed_by_rule,
    penalty_totals,
    sum_of_totals,
)
from store.words import N_, _, listed, named, noted, phrases
from store.words.labels import label
from store.words.times import minute_text
from tui.commands import say_computed, takes_json, takes_replace
from tui.printing import print_table, say, say_json
from tui.session import Session

HEADS: dict[By, str] = {"order": N_("Order no."), "kind": N_("Kind"), "month": N_("Month")}


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("only of the orders that this query finds"))
    parser.add_argument(
        "--by", choices=get_args(By), default="order", help=_("what is added up; else by order")
    )
    parser.add_argument(
        "--learn", action="store_true", help=_("what the bills say that each failure costs")
    )
    parser.add_argument(
        "--to", metavar="FILE", type=path_of, help=_("write that as rules, for `shouhou policy`")
    )
    takes_replace(parser)
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List the totals; orders without a penalty, and in time, are not opened."""
    repository = session.open()
    if arguments.learn:
        _learn(repository, arguments)
        return 0
    if arguments.to:
        raise BadInput(_("--to FILE goes with --learn."), field="--to")
    query = " ".join(arguments.query)
    rows = {
        row.key: row
        for state in ("penalty", "deducted")
        for row in repository.search_in_state(state, query)
    }
    orders = list(repository.orders(rows.values()))
    by: By = arguments.by
    numbers = {order.key: order.order_no for order in orders}
    policy, now = repository.policy, repository.now
    totals = penalty_totals(orders, by, policy, now)
    if arguments.json:
        for one in totals:
            say_json(_json(one, by, numbers))
        return 0
    print_table(
        [_(HEADS[by]), _("Penalties"), _("Points"), _("Amount"), _("Computed")],
        [_cells(one, numbers.get(one.name, label(one.name))) for one in totals],
        right=(1, 2, 3, 4),
    )
    every = sum_of_totals(totals)
    said = _("penalties: {count}; orders: {orders}; points: {points}; yuan: {amount}")
    amount = yuan_text(every.amount_fen)
    say(said.format(count=every.count, orders=len(orders), points=every.points, amount=amount))
    if every.computed_fen:
        say_computed(every.computed_fen)
        _say_basis(repository, orders)
    return 0


def _cells(one: PenaltyTotal, name: str) -> list[str]:
    amounts = map(yuan_text, (one.amount_fen, one.computed_fen))
    return [name, str(one.count), str(one.points), *amounts]


def _say_basis(repository: Repository, orders: list[Order]) -> None:
    """By which rules that is, and whether the platform has charged it meanwhile."""
    computed = computed_by_rule(orders, repository.policy, repository.now)
    for source, fen in computed.most_common():
        said = _("{amount} yuan by: {source}")
        say("  " + said.format(amount=yuan_text(fen), source=source))
    if charged := charged_of(repository, orders):
        said = _(
            "Of {count} of these orders the funds show a charge that is not recorded: `shouhou"
            " payments state:penalty_there` lists them, `record-charge` records it."
        )
        say(said.format(count=len(charged)))


def _json(one: PenaltyTotal, by: By, numbers: dict[str, str]) -> dict[str, object]:
    name = (
        {"order_no": numbers[one.name], "key": one.name} if by == "order" else {str(by): one.name}
    )
    return {
        **name,
        "count": one.count,
        "points": one.points,
        "amount_fen": one.amount_fen,
        "computed_fen": one.computed_fen,
    }


def _learn(repository: Repository, arguments: Namespace) -> None:
    """Say what the bills teach, and which charges they do not explain; with --to write the rules.

    Nothing is adopted: that is `shouhou policy FILE`, after `policy diff FILE`. Raises Refused
    where there are no rules to write.
    """
    found, to = learned(repository), arguments.to
    too_few = _("The funds files name too few charges to learn from; import more of them.")
    if to and not found:
        raise Refused(too_few, field="to", code="too_few")
    if to:
        repository.write_rules(found, to, replaces=arguments.replace)
    if arguments.json:
        for one in found:
            say_json(_learned_json(one))
        return
    if not found:
        say(too_few)
    for one in found:
        said = noted(_formula_text(one), one.source)
        say(named(f"{label(one.platform)}  {one.rule}", said))
        for left in one.candidates:
            said = _("order {order}: {amount} yuan were charged, {expected} would fit; {appeal}")
            appeal = _appeal_text(left)
            amount, expected = yuan_text(left.fen), yuan_text(left.expected_fen)
            say(
                "  "
                + said.format(order=left.order_no, amount=amount, expected=expected, appeal=appeal)
            )
    if to:
        said = _("Written: {file}. `shouhou policy diff {file}` says what it changes.")
        say(said.format(file=to))


def _appeal_text(left: Candidate) -> str:
    """Until when somebody may appeal against it; nobody does where less was charged."""
    if left.fen < left.expected_fen:
        return _("nothing to appeal against")
    if left.until is None:
        return _("no time to appeal is known")
    return _("appeal until {time}").format(time=minute_text(left.until))


def _formula_text(one: Learned) -> str:
    return phrases(map(_part_text, one.formula.parts))


def _part_text(part: FormulaPart) -> str:
    """One rule in a few words."""
    if part.share:
        least, most = part.share.least, part.share.most
        words = [_("{percent} % of what was paid").format(percent=f"{part.share.percent:f}")]
        if least is not None:
            words.append(_("at least {yuan}").format(yuan=f"{least:f}"))
        if most is not None:
            words.append(_("at most {yuan}").format(yuan=f"{most:f}"))
    else:
        words = [_("{amount} yuan").format(amount=yuan_text(part.fen))]
    if part.paid_from is not None:
        words.append(_("from {yuan} yuan paid on").format(yuan=part.paid_from))
    if part.paid_below is not None:
        words.append(_("below {yuan} yuan paid").format(yuan=part.paid_below))
    return listed(words)


def _learned_json(one: Learned) -> dict[str, object]:
    return {
        "platform": one.platform,
        "rule": one.rule,
        "valid_from": one.valid_from.isoformat(),
        "fitting": one.formula.fitting,
        "count": one.formula.count,
        "parts": [*map(_part_json, one.formula.parts)],
        "candidates": [asdict(left) for left in one.candidates],
    }


def _part_json(part: FormulaPart) -> dict[str, object]:
    share = part.share
    return {
        "fen": part.fen,
        "percent": float(share.percent) if share else 0,
        "least": float(share.least) if share and share.least is not None else None,
        "most": float(share.most) if share and share.most is not None else None,
        "paid_from": part.paid_from,
        "paid_below": part.paid_below,
    }

"""`shouhou causes`: what went wrong, how often and what it cost; opens no order."""

from argparse import ArgumentParser, Namespace
from decimal import Decimal

from store.models.money import yuan_text
from store.reading.causes import Group, causes
from store.reading.rates import Rate
from store.rules.review.rates import Mean, Share
from store.search.review import BYS, By
from store.words import N_, _
from store.words.labels import label
from tui.commands import say_computed, takes_json
from tui.place_text.rates import mean_text, share_text
from tui.printing import print_table, say, say_json
from tui.session import Session

HEADS: dict[By, str] = {
    "sku": N_("SKU"),
    "cause": N_("Verified cause"),
    "carrier": N_("Carrier"),
    "agent": N_("Agent"),
    "agreed": N_("Agreed there by"),
    "region": N_("Province"),
    "week": N_("Week from"),
}
NOTHING = "-"


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("only of the orders that this query finds"))
    parser.add_argument(
        "--by", choices=BYS, default="cause", help=_("what is compared; else the verified causes")
    )
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """Tell them."""
    repository = session.open()
    by: By = arguments.by
    found = causes(repository, repository.policy, " ".join(arguments.query), by)
    if arguments.json:
        for group in found.groups:
            say_json({by: group.name, **_group_json(group)})
        say_json({"total": _group_json(found.total)})
        for rate in found.rates:
            say_json(_rate_json(rate))
        return 0
    if not found.total.orders:
        say(_("No order is found."))
        return 0
    print_table(
        [
            *(_(HEADS[by]), _("Orders"), _("Late"), _("Out of stock"), _("With a case")),
            *(
                _("Quality"),
                _("Broken"),
                _("To answer"),
                _("Penalties"),
                _("Refunds"),
                _("Sent again"),
            ),
            *(_("Freight"), _("Cost")),
        ],
        [
            *(_cells(label(one.name) if one.name else NOTHING, one) for one in found.groups),
            _cells(_("all"), found.total),
        ],
        right=tuple(range(1, 13)),
    )
    say(
        _(
            "Of fewer than {least} orders no rate is said. An order in several groups counts in"
            " each; quality goes by the reason stated first."
        ).format(least=found.least)
    )
    if found.total.computed:
        say_computed(found.total.computed)
    if found.rates:
        say("")
        print_table(
            [_("Platform"), _("As the platform counts"), _("Found"), _("Threshold"), _("Source")],
            [_rate_cells(one) for one in found.rates],
            right=(2, 3),
        )
    return 0


def _cells(name: str, group: Group) -> list[str]:
    shares = (group.late, group.lacked, group.cases, group.quality, group.broken)
    amounts = (*group.cost, group.cost.total)
    said = (*map(share_text, shares), mean_text(group.answered), *map(yuan_text, amounts))
    return [name, str(group.orders), *said]


def _rate_cells(rate: Rate) -> list[str]:
    found, rule = rate.found, rate.threshold
    return [
        label(rate.platform),
        label(rate.name),
        share_text(found) if isinstance(found, Share) else mean_text(found),
        f"{rule.value:g} {label(rule.unit)}" if rule else NOTHING,
        rate.rule.said if rate.rule else "",
    ]


def _share_json(share: Share) -> dict[str, object]:
    return {"count": share.many, "of": share.of, "percent": _float(share.percent)}


def _mean_json(mean: Mean) -> dict[str, object]:
    return {"hours": _float(mean.hours), "of": mean.of}


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _group_json(group: Group) -> dict[str, object]:
    return {
        "orders": group.orders,
        "late": _share_json(group.late),
        "stock_out": _share_json(group.lacked),
        "cases": _share_json(group.cases),
        "quality": _share_json(group.quality),
        "broken": _share_json(group.broken),
        "hours_to_answer": _mean_json(group.answered),
        "again_parcels": group.again_parcels,
        "penalties_fen": group.cost.penalties,
        "computed_fen": group.computed,
        "refunds_fen": group.cost.refunds,
        "again_fen": group.cost.again,
        "freight_fen": group.cost.freight,
        "cost_fen": group.cost.total,
    }


def _rate_json(rate: Rate) -> dict[str, object]:
    found, rule = rate.found, rate.threshold
    said: dict[str, object] = {"platform": rate.platform, "rate": rate.name}
    if isinstance(found, Share):
        said |= _share_json(found)
    else:
        said |= _mean_json(found)
    if rule is None:
        return said | {"threshold": None}
    told = {"threshold": rule.value, "unit": rule.unit, "source": rule.source, "mark": rule.mark}
    return said | told

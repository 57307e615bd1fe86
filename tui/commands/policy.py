"""`shouhou policy`: the platforms' rules in force; with a file, the shop's own ones adopted."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

from store.models.moved_deadline import MovedDeadline
from store.repository import Repository
from store.rules.timing.policy import PolicyRule
from store.words import _
from store.words.labels import label
from store.words.times import SHOP_TIME, minute_text
from tui.printing import print_table, say, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", type=Path, help=_("the shop's own rules, as TOML")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would come of it"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List the rules, or adopt a file of them."""
    repository = session.open()
    if arguments.file is None:
        _list(repository, as_json=arguments.json)
        return 0
    moved = repository.adopt_policy(arguments.file, dry_run=arguments.dry_run)
    if arguments.json:
        for one in moved:
            say_json(_json(one))
        return 0
    if moved:
        print_table(
            [_("Order no."), _("What"), _("Was due"), _("Is due")],
            [
                [one.row.order_no, label(one.kind), _when(one.before), _when(one.after)]
                for one in moved
            ],
        )
    say(_("deadlines that move: {count}").format(count=len(moved)))
    if arguments.dry_run:
        say(_("Nothing was written (--dry-run)."))
    return 0


def _list(repository: Repository, *, as_json: bool) -> None:
    """The rule of each name that is in force today."""
    today = repository.now.astimezone(SHOP_TIME).date()
    policy = repository.policy
    named = dict.fromkeys((one.platform, one.name) for one in policy.rules)
    rules = [rule for one in sorted(named) if (rule := policy.rule(*one, today))]
    if as_json:
        for one in rules:
            say_json(_rule_json(one))
        return
    print_table(
        [_("Platform"), _("Rule"), _("Value"), _("Since"), _("Mark"), _("Source")],
        [
            [
                label(one.platform),
                one.name,
                _value(one),
                one.valid_from.isoformat(),
                label(one.mark),
                one.told_source,
            ]
            for one in rules
        ],
    )


def _value(rule: PolicyRule) -> str:
    said = f"{rule.value:g} {label(rule.unit)}"
    if rule.least is None or rule.most is None:
        return said
    bounds = _("{value} ({least} to {most} yuan)")
    return bounds.format(value=said, least=f"{rule.least:g}", most=f"{rule.most:g}")


def _when(moment: datetime | None) -> str:
    return minute_text(moment) if moment else ""


def _rule_json(rule: PolicyRule) -> dict[str, object]:
    return {
        "platform": rule.platform,
        "name": rule.name,
        "valid_from": rule.valid_from.isoformat(),
        "value": rule.value,
        "least": rule.least,
        "most": rule.most,
        "unit": rule.unit,
        "source": rule.source,
        "mark": rule.mark,
        "own": rule.own,
    }


def _json(moved: MovedDeadline) -> dict[str, object]:
    return {
        "order_no": moved.row.order_no,
        "key": moved.row.order_key,
        "kind": moved.kind,
        "about": moved.about,
        "before": moved.before,
        "after": moved.after,
    }

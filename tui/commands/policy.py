"""`shouhou policy`: the rules in force; a file adopted as the shop's own, or compared."""

from argparse import ArgumentParser, Namespace
from datetime import MAXYEAR, datetime
from pathlib import Path

from store.comparing import RowChange
from store.errors import BadInput
from store.files.paths import path_of
from store.models.money import yuan_text
from store.models.moved_deadline import MovedDeadline
from store.reading.causes import causes_offered
from store.repository import Repository
from store.rules.timing.policy import OwnRow, PolicyRule
from store.rules.timing.relief import Relief
from store.words import _, counts, listed, named
from store.words.labels import label
from store.words.times import SHOP_TIME, minute_text
from tui.commands import takes_json
from tui.commands.policy_json import comparison_json, moved_json, row_json
from tui.printing import print_table, say, say_json
from tui.session import Session

DIFF = "diff"
NEAREST = 10
"""So many of the orders whose clocks move are named."""
NOVEMBER = 11
"""The State Council announces the holidays of the next year in it."""


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="[diff] FILE",
        help=_(
            "the shop's own rules, as TOML, in place of those before; after diff only say what they"
            " would change"
        ),
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("let go what the shop's own rules say now and the file does not"),
    )
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List the rules, adopt a file of them, or say what adopting it would change."""
    match arguments.words:
        case []:
            _list(session.open(), as_json=arguments.json)
        case ["diff", file]:
            _compare(session.open(), path_of(file), as_json=arguments.json)
        case [file] if file != DIFF:
            _adopt(session.open(), arguments, path_of(file))
        case _:
            said = _("One file is expected: policy FILE adopts it, policy diff FILE compares it.")
            raise BadInput(said, code="usage")
    return 0


def _adopt(repository: Repository, arguments: Namespace, file: Path) -> None:
    moved = repository.adopt_policy(file, replaces=arguments.replace)
    if arguments.json:
        for one in moved:
            say_json(moved_json(one))
        return
    if moved:
        _table_of(moved)
    say(_("deadlines that move: {count}").format(count=len(moved)))


def _table_of(moved: list[MovedDeadline] | tuple[MovedDeadline, ...]) -> None:
    print_table(
        [_("Order no."), _("What"), _("Was due"), _("Is due"), _("Rule")],
        [
            [one.row.order_no, label(one.kind), _when(one.before), _when(one.after), one.rule]
            for one in moved
        ],
    )


def _compare(repository: Repository, file: Path, *, as_json: bool) -> None:
    """What moves, whose clocks, and what it costs; nothing is changed."""
    found = repository.compare_policy(file)
    if as_json:
        for one in comparison_json(found):
            say_json(one)
        return
    today = repository.today
    for change in found.rows:
        begins = change.begins()
        days = (begins - today).days if begins else 0
        line = named(f"{label(change.row.platform)}  {_named(change.row)}", _change(change))
        if days > 0:
            line += _("; holds from {day} on, in {days}").format(day=begins, days=counts.days(days))
        say(line)
    if found.causes_before != found.causes_after:
        said = _("causes: {before} -> {after}")
        before, after = (_causes(one) for one in (found.causes_before, found.causes_after))
        say(said.format(before=before, after=after))
    for kind, moved in found.clocks().items():
        said = _("{kind}: deadlines that move: {count}; the nearest to {time}, order {order}")
        first = moved[0]
        time = _when(first.after) or "-"
        say(said.format(kind=label(kind), count=len(moved), time=time, order=first.row.order_no))
    for cost in found.costs:
        said = _("{kind}: {after} yuan instead of {before}; orders: {count}")
        before, after = yuan_text(cost.before_fen), yuan_text(cost.after_fen)
        say(said.format(kind=label(cost.kind), count=cost.count, before=before, after=after))
    if found.moved:
        _table_of(found.moved[:NEAREST])
    say(
        _("rules that differ: {rules}; deadlines that move: {count}; nothing was changed.").format(
            rules=len(found.rows), count=len(found.moved)
        )
    )


def _causes(names: tuple[str, ...]) -> str:
    return listed(map(label, names)) or _("the common ones")


def _change(change: RowChange) -> str:
    before = _("nothing") if change.before is None else _says(change.before)
    after = _("nothing") if change.after is None else _says(change.after)
    return f"{before} -> {after}"


def _named(row: OwnRow) -> str:
    return row.name if isinstance(row, PolicyRule | Relief) else _("sender")


def _says(row: OwnRow) -> str:
    """What a row says, in a few words."""
    if isinstance(row, PolicyRule):
        return _value(row)
    if not isinstance(row, Relief):
        return row.told
    where = listed(row.regions) or _("everywhere")
    parts = [
        _("{where}, {begins} to {ends}").format(
            where=where, begins=minute_text(row.begins), ends=minute_text(row.ends)
        )
    ]
    if row.until:
        parts.append(_("later deadline {time}").format(time=minute_text(row.until)))
    if row.later:
        hours = f"{row.later.total_seconds() / 3600:g}"
        said = _("1 hour later") if hours == "1" else _("{hours} hours later")
        parts.append(said.format(hours=hours))
    if row.waived:
        parts.append(_("nothing is deducted"))
    return listed(parts)


def _list(repository: Repository, *, as_json: bool) -> None:
    """The rules of each name that are in force today, and the shop's windows and senders."""
    today = repository.today
    policy = repository.policy
    own: tuple[OwnRow, ...] = (*policy.reliefs, *policy.senders)
    rules_named = dict.fromkeys((one.platform, one.name) for one in policy.rules)
    rules = [rule for one in sorted(rules_named) for rule in policy.tiers(*one, today)]
    if as_json:
        for one in rules:
            say_json(row_json(one))
        for row in own:
            say_json(row_json(row))
        say_json({"causes": list(causes_offered(policy))})
        return
    print_table(
        [_("Platform"), _("Rule"), _("Value"), _("Since"), _("Mark"), _("Source")],
        [
            [
                label(one.platform),
                one.name,
                _value(one),
                one.valid_from.isoformat(),
                _mark(one),
                one.told_source,
            ]
            for one in rules
        ],
    )
    for row in own:
        say(named(f"{label(row.platform)}  {_named(row)}", _says(row)))
    say(_("causes: {causes}").format(causes=listed(map(label, causes_offered(policy)))))
    _say_unannounced(repository)


def _say_unannounced(repository: Repository) -> None:
    """From November on, whether the holidays of the next year are known here."""
    today = repository.now.astimezone(SHOP_TIME)
    year = min(today.year + (today.month >= NOVEMBER), MAXYEAR)
    if not repository.policy.calendar.published(year):
        said = _(
            "The holidays of {year} are not known here: working days of that year are reckoned"
            " without them until calendar.toml in the store's folder, or a newer release, says"
            " them."
        )
        say(said.format(year=year))


def _mark(rule: PolicyRule) -> str:
    told = _("{mark}, only to be read")
    return told.format(mark=label(rule.mark)) if rule.told_only else label(rule.mark)


def _value(rule: PolicyRule) -> str:
    said = f"{rule.value:g} {label(rule.unit)}"
    if rule.least is not None and rule.most is not None:
        bounds = _("{value} ({least} to {most} yuan)")
        said = bounds.format(value=said, least=f"{rule.least:g}", most=f"{rule.most:g}")
    elif rule.least is not None:
        said = _("{value} (at least {least} yuan)").format(value=said, least=f"{rule.least:g}")
    elif rule.most is not None:
        said = _("{value} (at most {most} yuan)").format(value=said, most=f"{rule.most:g}")
    if rule.paid_from is not None:
        said = _("{value}, paid from {yuan} yuan on").format(value=said, yuan=f"{rule.paid_from:g}")
    if rule.paid_below is not None:
        said = _("{value}, paid below {yuan} yuan").format(value=said, yuan=f"{rule.paid_below:g}")
    if rule.valid_to is not None:
        said = _("{value}, until {day}").format(value=said, day=rule.valid_to)
    return said


def _when(moment: datetime | None) -> str:
    return minute_text(moment) if moment else ""

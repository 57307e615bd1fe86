"""What `shouhou policy` says to scripts: rows, deadlines and costs as objects."""

from collections.abc import Iterator

from store.comparing import Comparison
from store.models.moved_deadline import MovedDeadline
from store.rules.timing.policy import OwnRow, PolicyRule
from store.rules.timing.relief import Relief

Said = dict[str, object]


def row_json(row: OwnRow) -> Said:
    """A rule, a relief window or a sender."""
    if isinstance(row, PolicyRule):
        return _rule(row)
    if isinstance(row, Relief):
        return _relief(row)
    return {"sender": row.province, "platform": row.platform, "shop": row.shop}


def _rule(rule: PolicyRule) -> Said:
    return {
        "platform": rule.platform,
        "name": rule.name,
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "value": rule.value,
        "least": rule.least,
        "most": rule.most,
        "paid_from": rule.paid_from,
        "paid_below": rule.paid_below,
        "unit": rule.unit,
        "source": rule.source,
        "mark": rule.mark,
        "told_only": rule.told_only,
        "own": rule.own,
    }


def _relief(relief: Relief) -> Said:
    return {
        "relief": relief.name,
        "platform": relief.platform,
        "begins": relief.begins,
        "ends": relief.ends,
        "regions": list(relief.regions),
        "clocks": list(relief.families),
        "until": relief.until,
        "later_seconds": relief.later.total_seconds() if relief.later else None,
        "waived": relief.waived,
        "source": relief.source,
        "mark": relief.mark,
    }


def moved_json(moved: MovedDeadline) -> Said:
    """A deadline that moves."""
    return {
        "order_no": moved.row.order_no,
        "key": moved.row.of_key,
        "kind": moved.kind,
        "about": moved.about,
        "rule": moved.rule,
        "before": moved.before,
        "after": moved.after,
    }


def comparison_json(found: Comparison) -> Iterator[Said]:
    """Each row that differs, each deadline that moves, each kind that costs another amount."""
    for change in found.rows:
        yield {
            "changes": "rule",
            "before": row_json(change.before) if change.before else None,
            "after": row_json(change.after) if change.after else None,
        }
    if found.causes_before != found.causes_after:
        lists = {"before": list(found.causes_before), "after": list(found.causes_after)}
        yield {"changes": "causes", **lists}
    for one in found.moved:
        yield {"changes": "deadline", **moved_json(one)}
    for cost in found.costs:
        yield {
            "changes": "cost",
            "kind": cost.kind,
            "count": cost.count,
            "before_fen": cost.before_fen,
            "after_fen": cost.after_fen,
        }

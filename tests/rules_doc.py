"""docs/rules.md, written from what actions say (`python -m tests.rules_doc`; `--check` looks)."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from store.exchange.incoming.case_meaning import CaseMeaning, Code
from store.exchange.incoming.douyin import cases as douyin_cases
from store.exchange.incoming.douyin import codes as douyin_codes
from store.exchange.incoming.pinduoduo import cases as pinduoduo_cases
from store.exchange.incoming.pinduoduo import codes as pinduoduo_codes
from store.models.after_sales_case import CaseKind
from store.models.axes import Platform
from store.models.case_state import CaseState
from store.policy import load_policy
from store.rules.action.base import Action, is_undoable
from store.rules.action.catalogue import all_actions, all_tells
from store.rules.action.telling import Tells
from store.rules.cases.case_machine import WAITS_FOR, Move
from store.rules.timing.policy import PolicyRule
from store.words import listed
from store.words.labels import label
from tests.case_table import case_moves

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
INTRODUCTION = """\
# After-sales cases and actions

Written by `python -m tests.rules_doc` from the actions (`store/rules/*/actions/`), the policy files
and the maps of the platforms' words in `store/exchange/`; CI checks that it is current. First the
state machine of a case, then [every action](#actions) and
[what the platform is told](#what-the-platform-is-told).

One table a kind: the columns are where a case may stand and whose turn it is there, the rows what
can be done. A cell says where the case stands afterwards; an empty one, that it cannot be done
there. A word in brackets is what decides where one action leads to several places.
An import goes past it: the platform's newer word is the truth about where a case stands
(`docs/imports.md`), and what was done here stays beside it. `open` is a platform's word that the
desk does not know.
"""
MOVES = tuple(case_moves())
CLOCKS = {
    CaseState.SELLER_TO_ANSWER: "answer_case",
    CaseState.BUYER_TO_ANSWER: "buyer_answer",
    CaseState.BUYER_TO_RETURN: "buyer_return",
    CaseState.PARCEL_TO_COME_BACK: "come_back",
    CaseState.SELLER_TO_RECEIVE: "receive_return",
    CaseState.SELLER_TO_REFUND: "refund_case",
    CaseState.SELLER_TO_SEND: "send_for_case",
    CaseState.BUYER_TO_CONFIRM: "confirm_receipt",
    CaseState.PLATFORM_TO_RULE: "evidence_hours",
}
"""The policy row behind the clock of each turn, where the platform names no deadline."""
STATUS_MAPS: Mapping[str, Mapping[int, Code]] = {
    "Pinduoduo, `after_sales_status` of the open platform": pinduoduo_codes.AFTER_SALES_STATUS,
    "Pinduoduo, the same field as a support tool reads it": pinduoduo_codes.SUPPORT_TOOL_STATUS,
    "Pinduoduo, the merchant's page": pinduoduo_codes.MERCHANT_PAGE_STATUS,
    "Doudian, `standard_aftersale_status`": douyin_codes.STANDARD_AFTERSALE_STATUS,
    "Doudian, `arbitrate_status` as a filter": douyin_codes.ARBITRATE_STATUS_FILTER,
    "Doudian, `arbitrate_status` in the answer": douyin_codes.ARBITRATE_STATUS_ANSWER,
}
KIND_MAPS: Mapping[str, Mapping[int, CaseKind]] = {
    "`pdd.refund.list.increment.get`": pinduoduo_codes.TYPES_OF_REFUND_LIST,
    "`pdd.refund.information.get`": pinduoduo_codes.TYPES_OF_REFUND_INFORMATION,
    "Doudian `aftersale_type`": douyin_codes.AFTERSALE_TYPE,
}
WORD_MAPS: Mapping[str, Mapping[str, CaseMeaning]] = {
    "Pinduoduo, 售后状态": pinduoduo_cases.STATES,
    "Doudian, 售后状态": douyin_cases.STATES,
    "Doudian, 仲裁状态": douyin_cases.ARBITRATION,
}


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    parts += [_kind(kind) for kind in CaseKind]
    parts.append(_clocks())
    parts.append(_words())
    parts.append(_numbers())
    parts.append(_actions())
    parts.append(_tells())
    return "\n".join(parts)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = tuple(head)
    lines = [_row(names), _row("---" for _name in names), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _kind(kind: CaseKind) -> str:
    reached = _reached(kind)
    moves = [
        (action, move)
        for action, move in MOVES
        if kind in move.kinds and not reached.isdisjoint(move.before)
    ]
    before = {state for _action, move in moves for state in move.before}
    states = [state for state in CaseState if state in reached & before]
    turns = (label(WAITS_FOR[state]) if state in WAITS_FOR else "–" for state in states)
    rows = (
        (f"`{action}`", *(_cell(moves, action, state) for state in states))
        for action in dict.fromkeys(action for action, _move in moves)
    )
    title = f"## {label(kind).capitalize()} (`{kind}`)\n\n"
    head = ("", *map(label, states))
    return title + _table(head, (("*whose turn*", *turns), *rows))


def _reached(kind: CaseKind) -> set[CaseState]:
    """Where actions lead from a case that was just opened, and from a word nobody knows."""
    found: set[CaseState] = set()
    todo = {CaseState.SELLER_TO_ANSWER, CaseState.OPEN}
    while todo:
        found |= todo
        rows = (move for _action, move in MOVES if kind in move.kinds and found & {*move.before})
        todo = {move.after for move in rows} - found
    return found


def _cell(moves: Iterable[tuple[str, Move]], action: str, state: CaseState) -> str:
    """Where this action leads a case that stands there; empty where it cannot be done."""
    fitting = (move for name, move in moves if name == action and state in move.before)
    return "<br>".join(_after(move, state) for move in fitting)


def _after(move: Move, before: CaseState) -> str:
    place = "stays" if move.after is before else label(move.after)
    outcome = f": {label(move.outcome)}" if move.outcome else ""
    variant = f" ({move.variant.replace('_', ' ')})" if move.variant else ""
    return f"{place}{outcome}{variant}"


def _clocks() -> str:
    rows = (
        (label(state), label(WAITS_FOR[state]), *(_clock(platform, name) for platform in Platform))
        for state, name in CLOCKS.items()
    )
    said = (
        "## Clocks\n\nThe platform's own deadline (自动处理截止时间, expire_time) always comes"
        " first. Without one the turn is counted from when it began; evidence is what runs out"
        " while the platform rules. A refund of unshipped goods is due at the promised ship time at"
        " the latest.\n\n"
    )
    return said + _table(("stands at", "whose turn", *map(label, Platform)), rows)


def _clock(platform: Platform, name: str) -> str:
    found = [one for one in load_policy().rules if (one.platform, one.name) == (platform, name)]
    return "; ".join(map(_rule, sorted(found, key=lambda one: one.valid_from))) or "–"


def _rule(rule: PolicyRule) -> str:
    return f"{rule.value:g} {rule.unit} ({rule.mark})"


def _words() -> str:
    tables = (
        f"### {title}\n\n" + _table(("word", "means"), _meanings(words))
        for title, words in WORD_MAPS.items()
    )
    said = (
        "## Words of the exports\n\nA word that is in no table leaves a case open with nobody's"
        " turn; it is kept and shown.\n\n"
    )
    return said + "\n".join(tables)


def _meanings(words: Mapping[str, CaseMeaning]) -> Iterator[tuple[str, str]]:
    return ((word, _said(meaning)) for word, meaning in words.items())


def _numbers() -> str:
    kinds = sorted({code for codes in KIND_MAPS.values() for code in codes})
    rows = (
        (str(code), *(_kind_of(codes.get(code)) for codes in KIND_MAPS.values())) for code in kinds
    )
    states = (
        f"### {title}\n\n"
        + _table(
            ("number", "text", "means"),
            ((str(number), code.text, _said(code.meaning)) for number, code in codes.items()),
        )
        for title, codes in STATUS_MAPS.items()
    )
    said = (
        "## Numbers of the open platforms\n\nOne map per endpoint: the same number means different"
        " things at different doors, and none is kept.\n\n### Kinds\n\n"
    )
    return said + _table(("number", *KIND_MAPS), rows) + "\n" + "\n".join(states)


def _kind_of(kind: CaseKind | None) -> str:
    return label(kind or CaseKind.OTHER)


def _said(meaning: CaseMeaning | None) -> str:
    if meaning is None:
        return "–"
    if meaning.outcome:
        return f"{label(meaning.state)}: {label(meaning.outcome)}"
    turn = label(meaning.waits_for) if meaning.waits_for else "nobody knows"
    return f"{label(meaning.state)} ({turn})"


def _actions() -> str:
    said = (
        "## Actions\n\nWhat is typed again cannot be taken back, or takes back what money hangs on;"
        " what can be undone changed nothing but what was decided here. An action without a key is"
        " in the menu.\n\n"
    )
    head = ("action", "what it does", "key", "typed again", "undone", "platform tasks")
    in_order = sorted(all_actions().values(), key=lambda one: one.place)
    return said + _table(head, map(_action, in_order))


def _action(action: type[Action[Any]]) -> tuple[str, ...]:
    meaning = (action.__doc__ or "").partition("\n")[0]
    keys = " ".join(f"`{key}`" for key in action.key.split(",") if key)
    kinds = " ".join(f"`{kind}`" for kind in dict.fromkeys(one.kind for one in action.tells))
    return (
        f"`{action.name}`",
        f"{action.title}: {meaning}",
        keys or "–",
        f"`{action.typed_again}`" if action.typed_again else "–",
        "yes" if is_undoable(action) else "–",
        kinds or "–",
    )


def _tells() -> str:
    said = (
        "## What the platform is told\n\nA task stays open until somebody completes it"
        " (`complete-task`), an import shows that the platform knows, or it is moot.\n\n"
    )
    head = ("task", "what", "how", "the case then stands at", "moot when")
    return said + _table(head, (_told(one) for told in all_tells().values() for one in told))


def _told(tells: Tells) -> tuple[str, ...]:
    how = tells.how.replace("{press}", tells.press)
    if tells.elsewhere:
        how += f" ({listed(map(label, tells.platforms))}; elsewhere: {tells.elsewhere})"
    states = ", ".join(map(label, tells.shown_at))
    moot = tells.moot.when if tells.moot else "–"
    return f"`{tells.kind}`", tells.label, how, states or "–", moot


def main() -> int:
    """Write the page, or with `--check` only say whether it is current."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(), "utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text("utf-8") == page():
        return 0
    sys.stderr.write("docs/rules.md is not current; run python -m tests.rules_doc.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""Policy: dated numbers with their sources, the shop's own first."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from store.errors import BadInput, StoreTrouble
from store.models.axes import Platform
from store.policy import load_policy
from store.policy.own_rules import SPECIAL, read_policy
from store.policy.shop import ShopPolicy
from store.reading.rates import Rate
from store.rules.parcels.trace_judgements import ABNORMAL
from store.rules.review.rates import Mean
from store.rules.timing.policy import MARKS, PROMISE_CLASSES, Policy, PolicyRule
from store.words.labels import LABELS

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
PDD, DOUYIN = Platform.PINDUODUO, Platform.DOUYIN


def rule(**changes: Any) -> PolicyRule:
    """48 hours to ship, since 2026."""
    given: dict[str, Any] = {
        "platform": PDD,
        "name": "ship_by",
        "valid_from": date(2026, 1, 1),
        "value": 48,
        "unit": "hours",
        "source": "seen somewhere",
        "mark": "seen",
    }
    return PolicyRule(**(given | changes))


OLD = rule(valid_from=date(2020, 1, 1), value=72)
NEW = rule()
LATER = rule(valid_from=date(2027, 1, 1), value=24)
OWN = rule(valid_from=date(2026, 6, 1), value=36, mark="own", own=True)


@pytest.mark.parametrize(
    ("on", "value"),
    [
        pytest.param(date(2019, 12, 31), None, id="nothing had begun"),
        pytest.param(date(2025, 12, 31), 72, id="the old one"),
        pytest.param(date(2026, 1, 1), 48, id="on its first day"),
        pytest.param(date(2026, 6, 1), 36, id="the shop's own stands before"),
        pytest.param(date(2027, 6, 1), 36, id="and before what is newer"),
    ],
)
def test_the_rule_in_force_is_the_latest_that_had_begun(on: date, value: float | None) -> None:
    found = Policy((NEW, LATER, OWN, OLD)).rule(PDD, "ship_by", on)

    assert (found.value if found else None) == value


ENDED = rule(valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 31), value=12)
SMALL, LARGE = rule(name="late", paid_below=300), rule(name="late", paid_from=300, value=1)


@pytest.mark.parametrize(
    ("on", "value"),
    [
        pytest.param(date(2026, 2, 28), 48, id="before it"),
        pytest.param(date(2026, 3, 31), 12, id="on its last day"),
        pytest.param(date(2026, 4, 1), 48, id="the older one holds again"),
    ],
)
def test_a_rule_ends_with_its_last_day(on: date, value: float) -> None:
    found = Policy((NEW, ENDED)).rule(PDD, "ship_by", on)

    assert found
    assert found.value == value


@pytest.mark.parametrize(
    ("paid_fen", "found"), [(0, SMALL), (29999, SMALL), (30000, LARGE), (None, SMALL)]
)
def test_a_tier_is_about_orders_of_its_amounts(paid_fen: int | None, found: PolicyRule) -> None:
    policy = Policy((SMALL, LARGE))

    assert policy.rule(PDD, "late", TODAY, paid_fen) == found
    assert (SMALL.ref, LARGE.ref) == ("late@2026-01-01<300", "late@2026-01-01>=300")
    assert policy.by_ref(PDD, LARGE.ref) == LARGE


def test_every_tier_in_force_is_told_and_nothing_that_is_never_reached() -> None:
    older = rule(name="late", valid_from=date(2020, 1, 1))
    small = rule(name="late", valid_from=date(2026, 8, 1), paid_below=10)

    assert Policy((SMALL, LARGE)).tiers(PDD, "late", TODAY) == (SMALL, LARGE)
    assert Policy((older, rule(name="late"), small)).tiers(PDD, "late", TODAY) == (
        small,
        rule(name="late"),
    )


FRAUD = "fraudulent_shipment"


@pytest.mark.parametrize(
    ("asked", "paid_fen", "ref", "mark"),
    [
        ((DOUYIN, "late_medium", "2026-05-12"), None, None, None),
        ((DOUYIN, "late_medium", "2026-05-13"), None, "late_medium@2026-05-13", "official"),
        ((DOUYIN, FRAUD, "2026-08-02"), 500, f"{FRAUD}@2026-06-22", "official"),
        ((DOUYIN, FRAUD, "2026-08-03"), 500, f"{FRAUD}@2026-08-03<10", "official"),
        ((DOUYIN, FRAUD, "2026-08-03"), 1000, f"{FRAUD}@2026-06-22", "official"),
        ((DOUYIN, "transit_remote", "2026-07-08"), None, "transit_remote@2025-05-13", "official"),
        ((DOUYIN, "transit_remote", "2026-07-09"), None, "transit_remote@2026-07-09", "seen"),
        ((DOUYIN, "trace_abnormal", "2026-06-24"), None, None, None),
        ((DOUYIN, "trace_abnormal", "2026-06-25"), None, "trace_abnormal@2026-06-25", "official"),
        ((DOUYIN, "refusal", "2026-05-29"), None, "refusal@2026-05-29", "official"),
        ((DOUYIN, "evidence_hours", "2026-06-12"), None, "evidence_hours@2015-01-01", "seen"),
        ((DOUYIN, "stock_out_verdict_most", "2026-11-22"), None, None, None),
        ((PDD, "late", "2025-12-31"), 30000, "late@2015-01-01", "seen"),
        ((PDD, "late", "2026-01-01"), 29999, "late@2026-01-01<300", "seen"),
        ((PDD, "late", "2026-01-01"), 30000, "late@2026-01-01>=300", "seen"),
        (
            (PDD, "law_refund_after_return", "2026-11-22"),
            None,
            "law_refund_after_return@2014-03-15",
            "official",
        ),
    ],
)
def test_which_rule_was_in_force_when(
    asked: tuple[Platform, str, str], paid_fen: int | None, ref: str | None, mark: str | None
) -> None:
    platform, name, on = asked
    found = load_policy().rule(platform, name, date.fromisoformat(on), paid_fen)

    assert (found.ref if found else None, found.mark if found else None) == (ref, mark)


def test_the_special_rule_stands_before_the_general_one() -> None:
    special = rule(name="answer_case_exchange", value=24)
    policy = Policy((special, rule(name="answer_case")))

    assert policy.first(PDD, ("answer_case_exchange", "answer_case"), TODAY) == special
    assert policy.first(PDD, ("answer_case_repair", "answer_case"), TODAY) == rule(
        name="answer_case"
    )
    assert policy.first(DOUYIN, ("answer_case",), TODAY) is None


@pytest.mark.parametrize(
    ("rules", "value"),
    [
        pytest.param((rule(name="late"), rule(name="late_short", value=1)), 1, id="both official"),
        pytest.param(
            (replace(OWN, name="late"), rule(name="late_short", value=1)),
            36,
            id="the shop's own general one",
        ),
        pytest.param(
            (replace(OWN, name="late"), replace(OWN, name="late_short", value=2)),
            2,
            id="of the shop's own the special one",
        ),
    ],
)
def test_the_shops_own_rule_is_beaten_by_no_other(
    rules: tuple[PolicyRule, ...], value: float
) -> None:
    found = Policy(rules).first(PDD, ("late_short", "late"), TODAY)

    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(Policy((NEW, OWN)), True, id="the same rules"),
        pytest.param(Policy((replace(NEW, source="said anew"), OWN)), True, id="another source"),
        pytest.param(Policy((NEW, OWN, rule(platform=DOUYIN))), True, id="of another platform"),
        pytest.param(Policy((NEW, replace(OWN, value=37))), False, id="another value"),
        pytest.param(Policy((replace(NEW, mark="official"), OWN)), False, id="another mark"),
        pytest.param(Policy((replace(NEW, unit="days"), OWN)), False, id="another unit"),
        pytest.param(Policy((NEW,)), False, id="one less"),
    ],
)
def test_rules_that_say_something_else_have_another_digest(other: Policy, *, same: bool) -> None:
    assert (Policy((NEW, OWN)).digest(PDD) == other.digest(PDD)) is same


def test_every_rule_of_the_desk_is_read_somewhere() -> None:
    code = "".join(one.read_text("utf-8") for one in (ROOT / "store").rglob("*.py"))
    general = {special: name for special, name in SPECIAL.items() if special not in code}
    promised = {f"promise_{length}": "promise_" for length in PROMISE_CLASSES}
    abnormal = {one: one for one in ABNORMAL.values()}

    used = [one.name for one in load_policy().rules if not one.told_only]
    named = {(general | promised | abnormal).get(one, one) for one in used}

    assert [one for one in sorted(named) if one not in code] == []


def test_a_rule_is_found_again_by_its_ref() -> None:
    policy = Policy((OLD, NEW, OWN))

    assert [policy.by_ref(PDD, one.ref) for one in (OLD, NEW, OWN)] == [OLD, NEW, OWN]
    assert (NEW.ref, OWN.ref) == ("ship_by@2026-01-01", "ship_by@2026-06-01!")
    assert Policy((NEW,)).by_ref(PDD, OWN.ref) is None


def test_new_rules_of_the_shop_take_the_place_of_its_old_ones() -> None:
    newer = replace(OWN, value=30)

    policy = Policy((NEW, OWN)).with_own((newer,))

    assert policy.rules == (NEW, newer)


@pytest.mark.parametrize(
    ("unit", "span"), [("hours", timedelta(hours=48)), ("days", timedelta(days=48))]
)
def test_a_span_is_in_the_units_of_the_rule(unit: str, span: timedelta) -> None:
    assert rule(unit=unit).span == span


@pytest.mark.parametrize("one", load_policy().rules, ids=lambda one: f"{one.platform}:{one.ref}")
def test_every_rule_of_the_desk_says_what_it_rests_on(one: PolicyRule) -> None:
    assert one.source
    assert one.mark in MARKS
    assert one.mark != "own"
    assert one.unit in LABELS
    assert one.least is None or one.most is not None


def test_no_rule_stands_twice() -> None:
    refs = [(one.platform, one.ref) for one in load_policy().rules]

    assert len(refs) == len(set(refs))


ROW = """
[[rule]]
name = "answer_case"
valid_from = 2026-01-01
value = 24
source = "house rule"
"""


def rules_in(text: str) -> list[PolicyRule]:
    return [one for one in read_policy(text.encode(), "own.toml") if isinstance(one, PolicyRule)]


def test_a_row_without_a_platform_is_about_every_platform() -> None:
    found = rules_in(ROW)

    assert [(one.platform, one.value, one.unit, one.mark, one.own) for one in found] == [
        (PDD, 24, "hours", "own", True),
        (DOUYIN, 24, "hours", "own", True),
    ]


def test_a_row_may_say_everything_that_the_desks_own_files_say() -> None:
    text = """
[[rule]]
name = "late_short"
platform = "pinduoduo"
valid_from = 2026-01-01
value = 1
least = 2
most = 50
unit = "percent"
source = "notice of 2026-10-09"
mark = "official"
"""

    (found,) = rules_in(text)

    assert (found.least, found.most, found.unit, found.mark) == (2, 50, "percent", "official")


def test_what_the_desk_was_told_of_a_rate_is_no_threshold_and_what_the_shop_says_is_one() -> None:
    text = ROW.replace("answer_case", "hours_to_refund_returned")
    told = load_policy().rule(PDD, "hours_to_refund_returned", date(2026, 11, 22))
    own, _other = rules_in(text)
    rates = [Rate(PDD, "hours_to_refund_returned", Mean(1, 1), one) for one in (told, own)]

    assert told
    assert (told.value, told.unit, told.mark) == (0.67, "hours", "seen")
    assert [one.threshold for one in rates] == [None, own]
    with pytest.raises(BadInput) as caught:
        rules_in(text + 'unit = "days"')
    assert caught.value.sentence == "own.toml, rule 1, unit: one of hours is expected."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("[[rule", "own.toml is no TOML file: ", id="no TOML"),
        pytest.param(
            "x = 1",
            "own.toml holds something else than [[rule]], [[relief]], [[sender]] and [[cause]]"
            " rows.",
            id="no rules",
        ),
        pytest.param(
            "rule = [1]", "own.toml, rule 1, rule: a row is expected.", id="a row is no row"
        ),
        pytest.param(
            ROW + ROW.replace("answer_case", "anser_case"),
            "own.toml, rule 2, name: there is no rule anser_case.",
            id="an unknown rule",
        ),
        pytest.param(
            ROW.replace("source", "sauce"),
            "own.toml, rule 1, sauce: there is no such field.",
            id="an unknown field",
        ),
        pytest.param(
            ROW.replace('source = "house rule"', ""),
            "own.toml, rule 1, source: a value is needed here.",
            id="no source",
        ),
        pytest.param(
            ROW + 'platform = "taobao"',
            "own.toml, rule 1, platform: there is no platform taobao.",
            id="an unknown platform",
        ),
        pytest.param(
            ROW.replace("2026-01-01", '"soon"'),
            "own.toml, rule 1, valid_from: a day such as 2026-10-09 is expected.",
            id="no day",
        ),
        pytest.param(
            ROW.replace("24", '"24"'),
            "own.toml, rule 1, value: a number is expected.",
            id="no number",
        ),
        pytest.param(
            ROW.replace("24", "-24"),
            "own.toml, rule 1, value: a number from 0 to 87600 is expected.",
            id="a number below zero",
        ),
        pytest.param(
            ROW.replace("24", "1e300"),
            "own.toml, rule 1, value: a number from 0 to 87600 is expected.",
            id="more hours than time has",
        ),
        pytest.param(
            ROW.replace("24", "nan"),
            "own.toml, rule 1, value: a number from 0 to 87600 is expected.",
            id="not a number",
        ),
        pytest.param(
            ROW.replace("24", "9" * 400),
            "own.toml, rule 1, value: a number from 0 to 87600 is expected.",
            id="a whole number longer than any other",
        ),
        pytest.param(
            ROW.replace("24", "1e9") + 'unit = "days"',
            "own.toml, rule 1, value: a number from 0 to 3650 is expected.",
            id="more days than time has",
        ),
        pytest.param(
            ROW.replace("answer_case", "penalty_rounding").replace("24", "0"),
            "own.toml, rule 1, value: a number from 0.01 to 1000000 is expected.",
            id="rounded to steps of nothing",
        ),
        pytest.param(
            ROW.replace("answer_case", "penalty_rounding") + 'unit = "percent"',
            "own.toml, rule 1, unit: one of yuan is expected.",
            id="rounded to a share",
        ),
        pytest.param(
            ROW.replace("answer_case", "shipped_with_scan").replace("24", "0"),
            "own.toml, rule 1, value: a number from 1 to 1000000 is expected.",
            id="shipped with no scan at all",
        ),
        pytest.param(
            ROW.replace("answer_case", "late").replace("24", "3") + "most = inf",
            "own.toml, rule 1, most: a number from 0 to 1000000 is expected.",
            id="a bound that bounds nothing",
        ),
        pytest.param(
            ROW + 'unit = "yuan"',
            "own.toml, rule 1, unit: one of days, hours is expected.",
            id="another unit",
        ),
        pytest.param(
            ROW + "paid_below = 300",
            "own.toml, rule 1, paid_below: only what costs something has tiers by amount.",
            id="hours by amount",
        ),
        pytest.param(
            ROW + "valid_to = 2025-12-31",
            "own.toml, rule 1, valid_to: it lies before the beginning.",
            id="it ends before it begins",
        ),
        pytest.param(
            ROW + 'mark = "true"',
            "own.toml, rule 1, mark: one of official, seen, unverified, own, own bill is expected.",
            id="an unknown mark",
        ),
    ],
)
def test_a_file_that_cannot_be_understood_names_file_row_and_field(
    text: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as raised:
        read_policy(text.encode(), "own.toml")

    assert raised.value.sentence.startswith(sentence)


def test_a_store_without_rules_of_its_own_has_those_of_the_desk(tmp_path: Path) -> None:
    assert ShopPolicy(tmp_path / "policy.toml").current == load_policy()


@pytest.mark.parametrize("own", ["", ROW])
def test_rules_that_nobody_read_have_the_same_digests(tmp_path: Path, own: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(own)
    found = ShopPolicy(file)

    assert {one.own for one in found.written.rules} == ({True} if own else set())
    for platform in Platform:
        assert found.written.digest(platform) == found.current.digest(platform)
        assert (found.written.digest(platform) == load_policy().digest(platform)) is (not own)


def test_another_file_of_a_platform_changes_its_digest_alone() -> None:
    policy = load_policy()
    released = replace(policy, files={**policy.files, PDD: policy.files[PDD] + 1})

    assert released.digest(PDD) != policy.digest(PDD)
    assert released.digest(DOUYIN) == policy.digest(DOUYIN)


def test_a_change_of_the_shops_file_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    found = ShopPolicy(file)
    file.write_text(ROW)

    changed = found.current.rule(PDD, "answer_case", TODAY)
    file.unlink()

    assert (changed.value if changed else None) == 24
    assert found.current == load_policy()


def test_a_damaged_file_in_the_store_is_trouble_with_the_store(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(ROW.replace("24", '"24"'))

    with pytest.raises(StoreTrouble) as raised:
        ShopPolicy(file)

    assert raised.value.sentence == (
        f"{file}, rule 1, value: a number is expected. Correct the file, or move it elsewhere and"
        " adopt the rules anew; the orders are whole."
    )


def test_a_calendar_that_makes_no_sense_is_not_used_and_said_until_it_is_mended(
    tmp_path: Path,
) -> None:
    calendar = tmp_path / "calendar.toml"
    calendar.write_text('[[year]]\nyear = 2031\noff = ["soon"]\nworked = []\n', "utf-8")

    found = ShopPolicy(tmp_path / "policy.toml")

    assert found.current == load_policy()
    assert found.unused == (
        f"{calendar}, year 1, off: a day such as 2026-10-09 is expected. This file is not used"
        " until it is corrected; working days are counted without it."
    )
    calendar.write_text("[[year]]\nyear = 2031\noff = []\nworked = []\n", "utf-8")
    assert found.current.calendar.published(2031)
    assert found.unused == ""

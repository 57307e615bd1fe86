"""The numbers of both open platforms: one map per endpoint, every conflict settled at the door."""

from collections.abc import Mapping

import pytest

from store.exchange.incoming.case_meaning import CaseMeaning, Code
from store.exchange.incoming.douyin import codes as douyin_codes
from store.exchange.incoming.pinduoduo import codes as pinduoduo_codes
from store.models.after_sales_case import CaseKind
from store.models.axes import Party
from store.models.case_state import CaseOutcome, CaseState
from store.rules.cases.case_machine import WAITS_FOR

STATUSES = {
    "pinduoduo open platform": pinduoduo_codes.AFTER_SALES_STATUS,
    "pinduoduo support tool": pinduoduo_codes.SUPPORT_TOOL_STATUS,
    "pinduoduo merchant page": pinduoduo_codes.MERCHANT_PAGE_STATUS,
    "douyin": douyin_codes.STANDARD_AFTERSALE_STATUS,
    "douyin arbitration filter": douyin_codes.ARBITRATE_STATUS_FILTER,
    "douyin arbitration answer": douyin_codes.ARBITRATE_STATUS_ANSWER,
}


@pytest.mark.parametrize("statuses", STATUSES.values(), ids=STATUSES)
def test_every_number_has_a_text_and_a_meaning_that_can_be_kept(
    statuses: Mapping[int, Code],
) -> None:
    for code in statuses.values():
        assert code.text
        if code.meaning:
            closed = code.meaning.state is CaseState.CLOSED
            assert closed == (code.meaning.outcome is not None)
            assert not (closed and code.meaning.waits_for)


def test_pinduoduo_numbers_its_types_differently_in_two_calls() -> None:
    in_list, in_information = (
        pinduoduo_codes.TYPES_OF_REFUND_LIST,
        pinduoduo_codes.TYPES_OF_REFUND_INFORMATION,
    )

    assert {code - 1: kind for code, kind in in_list.items()} == in_information


@pytest.mark.parametrize(
    ("code", "open_platform", "support_tool", "merchant_page"),
    [
        (5, CaseState.SELLER_TO_REFUND, CaseState.CLOSED, CaseState.CLOSED),
        (6, CaseState.BUYER_TO_ANSWER, None, CaseState.CLOSED),
        (10, CaseState.CLOSED, CaseState.CLOSED, CaseState.BUYER_TO_RETURN),
        (11, CaseState.CLOSED, None, CaseState.SELLER_TO_RECEIVE),
        (14, CaseState.SELLER_TO_ANSWER, CaseState.BUYER_TO_ANSWER, None),
        (15, CaseState.BUYER_TO_ANSWER, CaseState.SELLER_TO_REFUND, None),
    ],
)
def test_the_same_number_means_something_else_at_another_door(
    code: int,
    open_platform: CaseState,
    support_tool: CaseState | None,
    merchant_page: CaseState | None,
) -> None:
    def state(statuses: Mapping[int, Code]) -> CaseState | None:
        known = statuses.get(code)
        return known.meaning.state if known and known.meaning else None

    assert state(pinduoduo_codes.AFTER_SALES_STATUS) is open_platform
    assert state(pinduoduo_codes.SUPPORT_TOOL_STATUS) is support_tool
    assert state(pinduoduo_codes.MERCHANT_PAGE_STATUS) is merchant_page


@pytest.mark.parametrize(
    ("codes", "party"),
    [
        ((2, 3, 14, 21, 32, 33), Party.US),
        ((6, 7, 15, 18, 22, 27, 31), Party.BUYER),
        ((4, 5, 8), Party.PLATFORM),
        ((9, 10, 11, 12, 13, 16, 17, 24, 25), None),
    ],
)
def test_whose_turn_pinduoduos_numbers_say(codes: tuple[int, ...], party: Party | None) -> None:
    statuses = pinduoduo_codes.AFTER_SALES_STATUS
    found = [statuses[code].meaning for code in codes]

    assert [one.waits_for for one in found if one] == [party] * len(codes)


def test_no_case_at_all_is_no_meaning() -> None:
    assert pinduoduo_codes.AFTER_SALES_STATUS[0].meaning is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0, CaseKind.RETURN_AND_REFUND),
        (1, CaseKind.REFUND_ONLY),
        (2, CaseKind.REFUND_ONLY),
        (3, CaseKind.EXCHANGE),
        (4, None),
        (6, None),
        (7, CaseKind.SUPPLEMENTARY),
        (8, CaseKind.REPAIR),
    ],
)
def test_the_kinds_of_doudian(code: int, kind: CaseKind | None) -> None:
    assert douyin_codes.AFTERSALE_TYPE.get(code) is kind


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (6, (CaseState.SELLER_TO_ANSWER, Party.US, None)),
        (11, (CaseState.SELLER_TO_RECEIVE, Party.US, None)),
        (12, (CaseState.CLOSED, None, CaseOutcome.REFUNDED)),
        (27, (CaseState.BUYER_TO_ANSWER, Party.BUYER, None)),
    ],
)
def test_the_states_of_doudian(status: int, meaning: CaseMeaning) -> None:
    assert douyin_codes.STANDARD_AFTERSALE_STATUS[status].meaning == meaning


@pytest.mark.parametrize(
    ("code", "in_filter", "in_answer"),
    [
        (1, "客服处理中", "仲裁中"),
        (2, "仲裁结束-支持买家", "客服同意"),
        (5, "待与买家协商", "协商期"),
    ],
)
def test_arbitration_is_numbered_twice(code: int, in_filter: str, in_answer: str) -> None:
    assert douyin_codes.ARBITRATE_STATUS_FILTER[code].text == in_filter
    assert douyin_codes.ARBITRATE_STATUS_ANSWER[code].text == in_answer


def test_whose_turn_a_number_says_is_whose_turn_the_table_says() -> None:
    """But for the buyer who has not refused the parcel yet, money that the platform pays, and
    evidence that we owe while the platform rules.
    """
    exceptions = {
        (CaseState.PARCEL_TO_COME_BACK, Party.BUYER),
        (CaseState.SELLER_TO_REFUND, Party.PLATFORM),
        (CaseState.PLATFORM_TO_RULE, Party.US),
        (CaseState.OPEN, Party.US),
    }
    said = {
        (code.meaning.state, code.meaning.waits_for)
        for statuses in STATUSES.values()
        for code in statuses.values()
        if code.meaning
    }

    assert {one for one in said if WAITS_FOR.get(one[0]) != one[1]} == exceptions

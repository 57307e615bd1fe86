"""Carriers: their codes, their platforms' words, and how their numbers look."""

import pytest

from store.rules.parcels.carriers import CARRIERS, carrier_named, code_of, guess_carrier


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("SF1234567890123", "SF"),
        ("SF123456789012", "SF"),
        ("YT1234567890123", "YTO"),
        ("78123456789012", "ZTO"),
        ("771234567890123", "STO"),
        ("312345678901234", "YUNDA"),
        ("431234567890123", "YUNDA"),
        ("JT1234567890123", "JTSD"),
        ("JDVA12345678901", "JD"),
        ("9812345678901", "YZXB"),
        ("EA123456789CN", "EMS"),
        ("E1234567890CS", "EMS"),
        ("DPK123456789012", "DB"),
    ],
)
def test_a_number_tells_its_carrier(number: str, code: str) -> None:
    guessed = guess_carrier(number)

    assert guessed is not None
    assert guessed.code == code


@pytest.mark.parametrize(
    "number",
    ["", "YT123", "123456789012", "JD123456789CN"],
    ids=["empty", "too short", "digits of nobody", "of two carriers"],
)
def test_a_number_that_tells_nothing_is_not_guessed(number: str) -> None:
    assert guess_carrier(number) is None


@pytest.mark.parametrize("word", ["YTO", "yto", " 圆通 ", "圆通速递", "yuantong", "圆通快递"])
def test_every_spelling_means_the_same_carrier(word: str) -> None:
    assert code_of(word) == "YTO"


def test_a_carrier_nobody_knows_keeps_its_word() -> None:
    assert code_of(" 某某物流 ") == "某某物流"
    assert carrier_named("某某物流") is None


def test_no_word_means_two_carriers() -> None:
    words = [word for one in CARRIERS for word in {one.code.lower(), one.name.lower(), *one.words}]

    assert len(words) == len(set(words))

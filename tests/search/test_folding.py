"""Folding: what is stored to be found, and a sought word, made alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search.folding import PARTS, folded, phone_words, sought_digits


@pytest.mark.parametrize(
    ("text", "as_found"),
    [
        ("iPhone", "iphone"),
        ("ＩＰｈｏｎｅ　壳", "iphone 壳"),
        ("Straße", "strasse"),
        ("大米，10kg", "大米,10kg"),
        ("a \t\n  b", "a b"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("零\u200b宽\ufeff", "零宽"),
        ("\ud800a", "a"),
        ("①㎏", "1kg"),
        ("👨\u200d👩", "👨👩"),
        ("", ""),
    ],
)
def test_what_does_not_matter_goes(text: str, as_found: str) -> None:
    assert folded(text) == as_found


@given(st.text())
def test_a_folded_text_has_no_divider_and_can_be_stored(text: str) -> None:
    found = folded(text)

    assert PARTS not in found
    assert "\x00" not in found
    assert "  " not in found
    found.encode()


@given(st.text(alphabet="aB壳Ａ ＢçÇ①\x1f\t", max_size=12))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("phone", "word"),
    [
        ("13812345600", "00654321831"),
        ("１３８12345600", "00654321831"),
        ("138-1234-5600", "00654321831"),
        ("13812345600转1234", "00654321831"),
        ("138****5600", "0065"),
        ("138******00", "00"),
        ("******", ""),
        ("##5600##", ""),
        ("", ""),
    ],
)
def test_a_phone_is_found_by_what_can_be_seen_of_its_end(phone: str, word: str) -> None:
    assert phone_words(phone) == ((("phone", word),) if word else ())


@pytest.mark.parametrize(
    ("sought", "digits"),
    [
        ("5600", "0065"),
        ("138-1234 5600", "00654321831"),
        ("138****5600", "0065"),
        ("138******00", "00"),
        ("x5600", ""),
        ("", ""),
        ("*5600", ""),
    ],
)
def test_a_sought_phone_is_digits(sought: str, digits: str) -> None:
    assert sought_digits(sought) == digits

"""Masks: how personal data is shown to somebody who did not ask to see it."""

import pytest

from store.words.masks import fuller, is_ciphered, is_masked, mask_name, mask_phone, phone_tail

NAMES = [
    ("张三丰", "张**"),
    ("张", "张**"),
    ("张**", "张**"),
    ("", ""),
    ("##aGVsbG8=##", "**"),
    ("$$aGVsbG8=", "**"),
    ("**", "**"),
]
PHONES = [
    ("13812345600", "138******00"),
    ("138****5600", "138******00"),
    ("138******00", "138******00"),
    ("13812345600转1234", "138******00"),
    ("138-1234-5600", "138******00"),
    ("12345", "******"),
    ("5600", "******00"),
    ("******", "******"),
    ("##12345678901##", "******"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "mask"), NAMES)
def test_a_name_is_masked_but_for_its_first_character(name: str, mask: str) -> None:
    assert mask_name(name) == mask
    assert mask_name(mask) == mask


@pytest.mark.parametrize(("phone", "mask"), PHONES)
def test_a_phone_is_masked_in_the_middle(phone: str, mask: str) -> None:
    assert mask_phone(phone) == mask
    assert mask_phone(mask) == mask


@pytest.mark.parametrize(
    ("phone", "tail"),
    [
        ("13812345600", "5600"),
        ("138****5600", "5600"),
        ("13812345600 转 1234", "5600"),
        ("138******00", ""),
        ("##abc##", ""),
        ("", ""),
    ],
)
def test_an_order_is_found_by_the_last_four_digits(phone: str, tail: str) -> None:
    assert phone_tail(phone) == tail


def test_a_cipher_and_a_mask_are_told_from_a_value() -> None:
    assert is_ciphered("##x##")
    assert is_ciphered("$$x")
    assert not is_ciphered("文三路 #5")
    assert is_masked("张**")
    assert not is_masked("张三")


@pytest.mark.parametrize(
    ("new", "old", "kept"),
    [
        ("新", "旧", "新"),
        ("", "旧", "旧"),
        ("张**", "张三", "张三"),
        ("##x##", "张**", "张**"),
        ("张三", "##x##", "张三"),
        ("", "##x##", "##x##"),
    ],
)
def test_the_new_spelling_stays_unless_it_says_less(new: str, old: str, kept: str) -> None:
    assert fuller(new, old) == kept

"""Phones in free text: hidden however somebody writes them, and nothing else with them."""

import pytest

from store.words.masks import hide_phones


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678", "电话138******78"),
        ("138 1234 5678", "138******78"),
        ("138-1234-5678", "138******78"),
        ("138.1234.5678", "138******78"),
        ("138—1234—5678", "138******78"),
        ("138\u200b1234\u200b5678", "138******78"),
        ("138 123 45678", "138******78"),
        ("1381 234 5678", "138******78"),
        ("+86 138 1234 5678", "138******78"),
        ("008613812345678", "138******78"),
        ("86-13812345678", "138******78"),
        ("013812345678", "138******78"),
        ("１３８１２３４５６７８", "138******78"),
        ("座机010-62345678转8", "座机010******78转8"),
        ("(0571)8765 4321", "057******21"),
        ("0755 2345678", "075******78"),
    ],
)
def test_a_phone_is_hidden_however_it_is_written(text: str, shown: str) -> None:
    assert hide_phones(text) == shown
    assert hide_phones(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "261119-000000000000001",
        "6900000000000000001",
        "YT1381234567890",
        "SF1234567890123",
        "2026-11-22 13:14:15",
        "100, 200, 300",
        "138******78",
    ],
)
def test_what_is_no_phone_stays(text: str) -> None:
    assert hide_phones(text) == text

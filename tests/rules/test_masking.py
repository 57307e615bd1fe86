"""Masking: what says who the buyer is is hidden, what names something of ours is not."""

import pytest

from store.models.platform_task import PlatformTask
from store.rules.order.masking import masked
from tests.build import HOME, NOW, order


@pytest.mark.parametrize("name", ["parcel", "reissue", "case", "application", "sku"])
def test_an_id_in_which_a_word_of_the_buyers_stands_is_still_that_id(name: str) -> None:
    about = {name: "ab5010"}
    told = PlatformTask.model_validate(
        {"id": "501", "kind": "batch-ship", "created_at": NOW, "copy_text": "501 室"} | about
    )

    given = order(receiver=HOME.model_copy(update={"detail": "501"}), tasks=(told,))

    (shown,) = masked(given).tasks
    assert (shown.id, getattr(shown, name), shown.copy_text) == ("501", "ab5010", "** 室")

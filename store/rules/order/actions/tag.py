"""Tag (标签): a word of ours on the order, by which it can be found again."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from store.errors import Problem
from store.models.order import Order
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.fields import YesNo, unread
from store.words import N_, _, listed


def _one_word(text: str) -> str:
    # `tag:A,B` searches for either: a comma, or a blank, would end the word.
    if re.search(r"[\s,;:，；：、\"]", text):
        raise unread(_("{text} is not one word without blanks and commas."), text)
    return text


TagWord = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20),
    AfterValidator(_one_word),
]


class Tag(Action[Order]):
    """Put a tag on the order, or take it away."""

    title = N_("Tag the order")
    place = 230
    key = "T"

    tag: TagWord = Field(title=N_("Tag"), description=N_("one word of at most 20 characters"))
    remove: YesNo = Field(default="no", title=N_("Take it away"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        there = self.tag in subject.tags
        if there and self.remove == "no":
            yield Problem("tag", _("This order has the tag {tag} already.").format(tag=self.tag))
        if not there and self.remove == "yes":
            yield Problem(
                "tag",
                _("This order has no tag {tag}; it has: {tags}.").format(
                    tag=self.tag,
                    tags=listed(subject.tags) or _("none"),
                ),
            )

    def undone_by(self, before: Order, after: Order) -> Undo:
        return Undo("tag", {"tag": self.tag, "remove": "no" if self.remove == "yes" else "yes"})

    def apply(self, subject: Order, context: Context) -> Outcome:
        others = tuple(one for one in subject.tags if one != self.tag)
        tags = others if self.remove == "yes" else (*others, self.tag)
        return Outcome((subject.model_copy(update={"tags": tags}),))

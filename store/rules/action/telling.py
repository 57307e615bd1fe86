"""Telling (告知平台): the platform tasks that actions make, as the actions declare them.

The desk does not talk to a platform: a person does, by a file or by a button of its page, and then
completes the task, or an import shows that the platform knows.
"""

from typing import NamedTuple, Self

from store.models.axes import Platform
from store.models.case_state import CaseState
from store.models.platform_task import PlatformTask
from store.rules.action.context import Context
from store.rules.platform.cases.answers import ANSWER_CASE, REJECT
from store.rules.platform.moot import DECIDED, NOT_CLOSED_HERE, NOTHING_TO_UPLOAD, Moot
from store.rules.timing.clocks import NO_CLOCK, Clock
from store.words import N_, _

IN_THE_CASE = N_("Tell the platform too: open case {case} there and press {press}.")


class Tells(NamedTuple):
    """One kind of platform task (平台待办) that an action makes."""

    kind: str
    """The stable word for it: files and scripts use it, and stored tasks hold it."""
    label: str
    """What is to be done, as a list of tasks says it."""
    how: str
    """The whole sentence: where on the platform, and what to press; it may name {order}, {case},
    {number}, {sku} and {press}."""
    press: str = ""
    """The button there, in the platform's own words; empty where none is known."""
    platforms: tuple[Platform, ...] = tuple(Platform)
    """Those of whose page the button, or the menu that `how` names, is known."""
    elsewhere: str = ""
    """The sentence `how` for the others, without menu and button; empty where it names none."""
    shown_at: tuple[CaseState, ...] = ()
    """Where a case stands once its platform shows that it knows."""
    moot: Moot | None = None
    """When there is nothing left to tell; none where only somebody who looked can say so."""

    def on(self, platform: Platform) -> Self:
        """The same as it is told there, where the pages of the platforms differ: without a button
        and a menu that are known of others alone.
        """
        if platform in self.platforms:
            return self
        return self._replace(press="", how=self.elsewhere or self.how)

    def said(self, **about: object) -> str:
        """The sentence `how`, about this order, case, number or SKU."""
        # A case without a number is a note in brackets, which have a blank of their own.
        return _(self.how).format(press=self.press, **about).replace(" （", "（")

    def task(
        self, context: Context, copy_text: str, due: Clock = NO_CLOCK, **about: str
    ) -> PlatformTask:
        """A new task, to be done before the platform's own deadline where it has one."""
        return PlatformTask(
            id=context.new_id(),
            kind=self.kind,
            created_at=context.now,
            copy_text=copy_text,
            press=self.press,
            due_at=due.at,
            due_rule=due.rule.ref if due.rule and due.estimated else "",
            **about,
        )


UPLOAD_TRACKING = Tells(
    "upload-tracking",
    N_("upload the tracking number"),
    N_("Look order {order} up there and enter the tracking number."),
    moot=NOTHING_TO_UPLOAD,
)
DELIST_PRODUCT = Tells(
    "delist-product",
    N_("take off sale on the platform"),
    N_("Look {sku} up there and press {press}."),
    press="下架",
)
RELIST_PRODUCT = Tells(
    "relist-product",
    N_("put on sale on the platform"),
    N_("Look {sku} up there and press {press}."),
    press="上架",
)

CLOSE_THERE = Tells(
    "close-case",
    N_("close the case on the platform"),
    N_(
        "Case {case} still waits for our answer there: open it there and press {press}, or have"
        " the buyer withdraw it."
    ),
    press=REJECT,
    moot=NOT_CLOSED_HERE,
)

WITHDRAWN_THERE = Tells(
    "have-withdrawn",
    N_("have the buyer withdraw the case"),
    N_(
        "Case {case} was agreed to and still waits for its goods there, and they would bring its"
        " money once more: have the buyer withdraw it."
    ),
    moot=NOT_CLOSED_HERE,
)


def answer_case(press: str, *shown_at: CaseState, moot: Moot = DECIDED) -> Tells:
    """The answer to a case: which button gives it, and where the case stands then."""
    return Tells(
        ANSWER_CASE,
        N_("answer the case on the platform"),
        IN_THE_CASE,
        press=press,
        shown_at=shown_at,
        moot=moot,
    )

"""An order to which everything has happened, and what its screen says of it."""

from store.models.contact import Contact, Note
from store.models.order import Order
from store.models.reissue import Reissue
from tests.build import HOUR, NOW, OIL, case, line, refund, shipped, units
from tests.tui.driver import Desk
from tui.widgets.section_panel import SectionPanel


def full() -> Order:
    """An order to which everything has happened."""
    said = {"channel": "platform_chat", "direction": "in", "by": "li"}
    return shipped(
        line(),
        OIL,
        buyer_note="张三丰收\n[2] Money",
        refunds=(refund(),),
        cases=(case(),),
        contacts=(Contact(id="c1", at=NOW - HOUR, text="打 13812345600 找张三丰", **said),),
        notes=(Note(id="n1", at=NOW, text="换礼盒", by="li"),),
        reissues=(
            Reissue(
                id="b1",
                number=1,
                origin="missing_goods",
                reason="少一袋",
                lines=units((1, 1)),
                created_at=NOW,
            ),
        ),
    )


def panel(desk: Desk, name: str) -> SectionPanel:
    """The panel of a section."""
    return desk.screen.query_one(f"#{name}", SectionPanel)


def shown_sections(desk: Desk) -> dict[str, str]:
    """The sections that are there by their titles, blanks taken together."""
    panels = desk.screen.query(SectionPanel)
    return {
        one.section.title: " ".join(one.text.split()) for one in panels if one.section is not None
    }

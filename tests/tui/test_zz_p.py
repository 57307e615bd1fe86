from tests.build import *
from tests.tui.driver import *
from tui.text import width_of


async def test_p5(repository, drafts):
    keep(repository, *(order(order_no=f"261120-00000000000{n:04}") for n in range(100)))
    async with desk_on(repository, drafts) as desk:
        t = desk.table
        print(
            t.size,
            t.scrollable_content_region,
            desk.screen.size,
            t.show_vertical_scrollbar,
            t.styles.scrollbar_size_vertical,
        )
        lines = desk.text().split("\n")
        for l in lines[4:6]:
            for w in ("Amount", "50.00"):
                if w in l:
                    print(width_of(l[: l.index(w)]) + len(w))

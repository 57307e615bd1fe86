"""No goods (非实物链接): listings for a price difference or postage, with nothing to count or pack.

Shops sell them by the hundred at one yuan (补差价专拍; docs/domain.md §1.1). Only a name that
begins so says it: 买贵补差价 within a name is a promise about goods. What is not certainly none is
goods.
"""

import re

_BEGINS = re.compile(
    r"\W*(?:补[收拍]?(?:差价|差额|运费|邮费)|(?:差价|差额|运费|邮费)(?:补差|补拍|专拍|专用|链接))"
)


def is_no_goods(name: str) -> bool:
    """Does the listing's name say that nothing is sent for it?"""
    return bool(_BEGINS.match(name))

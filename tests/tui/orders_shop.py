"""Four orders for the tests of the list: one is late, one has left."""

from store.repository import Repository
from tests.build import DAY, HOUR, NOW, keep, line, order, parcel, shipped

RICE, OIL, TEA, LATE = (f"261120-00000000000000{number}" for number in range(1, 5))
EARLIEST_FIRST = [LATE, RICE, OIL, TEA]


def fill(repository: Repository) -> None:
    """Put them into a store."""
    keep(
        repository,
        order(order_no=RICE, ship_by_deadline=NOW + HOUR),
        order(line(name="菜籽油", sku="OIL-5"), order_no=OIL, ship_by_deadline=NOW + DAY),
        shipped(
            line(name="普洱茶", sku="TEA", amount_fen=38800),
            order_no=TEA,
            parcels=(parcel(shipped_at=NOW - HOUR),),
        ),
        order(order_no=LATE, ship_by_deadline=NOW - HOUR),
    )

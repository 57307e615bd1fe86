"""A store in PostgreSQL several times over, made inside the database: hours of import are saved.

Each copy of an order is another order. In every text of it, of its events and rows, each number of
eight digits or more (its own, phone, parcel, case, product) has the copy's number put in twice, the
first and last four digits staying what they were. Names, streets, notes and times come again as
they are. Events are chained and everything is sealed anew, so that `verify --full` finds nothing.
"""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from store.engines.rows import lists_of
from store.search.table import ListTable

KIND = "orders"
MOST = 10
"""A copy's number is one digit."""
OTHER = r"""
create or replace function pg_temp.other(given text, copy text) returns text immutable language sql
return regexp_replace(
    given, '(?<![0-9])(?<!":)(?<![\[,])([0-9]{4})([0-9]*)([0-9]{4})(?![0-9])',
    '\1' || copy || '\2' || copy || '\3', 'g'
)
"""
"""A number that JSON does not write as a text is a time or an amount and stays."""
EVENTS = """
insert into event (of_shop, id, subject, number, at, action, key, body, hash)
select '', pg_temp.other(fresh, '{copy}'), other_subject, number, at, action, null, text,
    encode(sha256(convert_to(text, 'UTF8')), 'hex')
from (
    select made.*, case when made.number = 1 then made.body else
        replace(made.body, pg_temp.other(before.hash, '{copy}'), after.hash) end as text
    from (
        select e.id, e.subject, e.number, e.at, e.action, fresh,
            pg_temp.other(e.subject, '{copy}') as other_subject,
            pg_temp.other(replace(e.body, e.id, fresh), '{copy}') as body
        from document d join event e on e.of_shop = '' and e.subject = 'orders/' || d.key,
            lateral (select left(e.id, 24) || left(md5(e.id || '{copy}'), 12) as fresh) f
        where d.of_shop = '' and d.kind = 'orders' and d.id <= {top} and e.number = {number}
    ) made
    left join event before on before.of_shop = '' and before.subject = made.subject
        and before.number = made.number - 1
    left join event after on after.of_shop = '' and after.subject = made.other_subject
        and after.number = made.number - 1
) chained
"""
DOCUMENTS = """
insert into document (of_shop, kind, id, key, version, head, body, crc)
select '', 'orders', id, key, version, head, body, crc32(convert_to(
    '{{"body":' || body || ',"head":"' || head || '","key":"' || key || '","kind":"orders"'
    || ',"version":' || version || '}}', 'UTF8'))
from (
    select d.id + {top} * {copy} as id, o.key, d.version, o.body,
        (select hash from event e where e.of_shop = '' and e.subject = 'orders/' || o.key
         order by number desc limit 1) as head
    from document d, lateral (
        select pg_temp.other(d.key, '{copy}') as key, pg_temp.other(d.body, '{copy}') as body
    ) o
    where d.of_shop = '' and d.kind = 'orders' and d.id <= {top}
) sealed
order by id
"""
BODIES = """
insert into {name}_body (of_shop, id, row, words, crc)
select '', b.id + {shift}, o.row, o.words,
    crc32(convert_to(o.row || o.words, 'UTF8'))
from {name}_row r join {name}_body b on b.of_shop = '' and b.id = r.id, lateral (
    select pg_temp.other(b.row, '{copy}') as row, pg_temp.other(b.words, '{copy}') as words
) o
where r.of_shop = '' and {ours}
order by b.id
"""
ROWS = """
insert into {name}_row (of_shop, id, {columns})
select '', r.id + {shift}, {values} from {name}_row r
where r.of_shop = '' and {ours} order by r.id
"""
FINDS = """
insert into {name}_find (of_shop, id, text)
select '', id + {shift}, pg_temp.other(text, '{copy}') from {name}_find
where of_shop = '' and id <= {top} order by id
"""
WORDS = """
insert into {name}_word (of_shop, field, word, id)
select '', field, pg_temp.other(word, '{copy}'), id + {shift} from {name}_word
where of_shop = '' and id <= {top}
"""


def grow(connection: Connection[Any], times: int) -> None:
    """Make the orders of the shop without a name so many times as many, 2 to 10."""
    assert 2 <= times <= MOST
    connection.execute(OTHER.encode())
    for copy in range(1, times):
        with connection.transaction():
            for statement in _statements(connection, copy):
                connection.execute(statement.encode())
    more = f"update next_id set id = (id - 1) * {times} + 1 where of_shop = '' and kind = 'orders'"
    connection.execute(more.encode())
    connection.execute(b"vacuum analyze")


def _statements(connection: Connection[Any], copy: int) -> Iterator[str]:
    """What makes one copy of what was there before the first."""
    following = _one(connection, "select id from next_id where of_shop = '' and kind = 'orders'")
    top = following - 1
    chains = "select max(number) from event where of_shop = '' and subject like 'orders/%'"
    for number in range(1, _one(connection, chains) + 1):
        yield EVENTS.format(copy=copy, top=top, number=number)
    yield DOCUMENTS.format(copy=copy, top=top)
    for table in lists_of(KIND):
        yield from _of_list(connection, table, copy, top)


def _one(connection: Connection[Any], sql: str) -> int:
    ((number,),) = connection.execute(sql.encode()).fetchall()
    return int(number)


def _of_list(connection: Connection[Any], table: ListTable, copy: int, top: int) -> Iterator[str]:
    values = {
        column.name: f"pg_temp.other(r.{column.name}, '{copy}')"
        if column.type == "text"
        else f"r.{column.name}"
        for column in table.columns
    }
    parts: dict[str, Any] = {"name": table.name, "copy": copy}
    if table.parent is None:
        parts |= {"top": top, "shift": top * copy, "ours": f"r.id <= {top}"}
        yield FINDS.format(**parts)
        yield WORDS.format(**parts)
    else:
        values["of"] = f"r.of + {top * copy}"
        highest = f"select coalesce(max(id), 0) from {table.name}_row where of_shop = ''"
        parts |= {"shift": _one(connection, highest), "ours": f"r.of <= {top}"}
        if table.is_mixed:
            parts["ours"] += " and r.of_kind = 'orders'"
    yield BODIES.format(**parts)
    yield ROWS.format(columns=", ".join(values), values=", ".join(values.values()), **parts)

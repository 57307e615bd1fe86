"""Workbook (xlsx): its rows as text, parsed in a child process that a bomb may kill."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.errors import BadInput
from store.exchange import workbook_child
from store.exchange.text_file import Record
from store.words import N_, _

WALL_SECONDS = 30
REFUSALS = {
    "bomb": N_(
        "{file}: refused, it unpacks into far more than a workbook of orders holds "
        "(at most 100 parts, 200 MB, and 100 times its packed size)."
    ),
    "doctype": N_("{file}: refused, it declares a document type (DOCTYPE), which no export does."),
    "cells": N_("{file}: refused, it has cells beyond 100,000 rows or 200 columns."),
    "large": N_("{file}: too large to read as a workbook; save it as CSV and import that."),
    "locked": N_("{file}: it is protected by a password; save it without one and import that."),
    "broken": N_("{file}: it is not a workbook that can be read."),
}
"""What the child may answer, as the sentence for it."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(data: bytes) -> bool:
    """Is it a zip archive, as every xlsx is? The name of a file says nothing."""
    return data.startswith(_ZIP)


def refuse_old_workbook(data: bytes, name: str) -> None:
    """An .xls of before 2007 and a workbook with a password are the same kind of container."""
    if data.startswith(_OLE):
        raise BadInput(
            _(
                "{file}: an old Excel file (.xls) or one with a password; "
                "save it as .xlsx or CSV without a password and import that."
            ).format(file=name)
        )


def sheets(data: bytes, name: str) -> Iterator[list[Record]]:
    """The rows of each sheet. Raises `BadInput` for anything that is no workbook of orders."""
    lines, why = _ask_child(data)
    if why:
        raise BadInput(_(REFUSALS[why]).format(file=name))
    records: list[Record] = []
    for line in lines:
        answer = json.loads(line)
        if isinstance(answer, list):
            records.append(Record(answer[0], answer[1:]))
        elif records:
            yield records
            records = []


def _ask_child(data: bytes) -> tuple[list[bytes], str]:
    """The lines the child wrote, and why it refused."""
    script = Path(workbook_child.__file__)
    # -P: the script's folder holds modules whose names are others' as well.
    command = [sys.executable, "-P", str(script)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [], "large"
    lines = done.stdout.splitlines()
    end: Any = json.loads(lines[-1]) if lines and lines[-1].endswith(b"}") else {}
    if isinstance(end, dict) and end.get("end"):
        return lines, ""
    return [], end.get("refused", "large") if isinstance(end, dict) else "large"

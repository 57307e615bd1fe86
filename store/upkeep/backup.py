"""Backup (备份): a consistent copy of a whole store in one file."""

import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from store.acting import Store
from store.errors import BadInput, StoreTrouble
from store.files.durable import aside_of
from store.files.handed_out import ensure_free, hand_out
from store.files.places import DATABASE
from store.models.evidence import StoredFile
from store.upkeep.attached import missing_files, names_of
from store.words import _


def backup(store: Store, path: Path, *, replaces: bool = False) -> None:
    """A consistent copy of the whole store in one file, while others go on writing."""
    aside = aside_of(path)

    def write(copy: BinaryIO) -> None:
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(aside, DATABASE)
            # A file is there before the commit that names it, so none of this copy's is missing.
            store.files.write_into(archive)
            for name, content in store.shop_policy.own_files().items():
                archive.writestr(name, content)

    is_another = path.exists()
    ensure_free(path, replaces=replaces)
    _ensure_folder(path)
    missing = missing_files(store.engine)
    if missing and is_another:
        raise _without(
            missing,
            store,
            _(
                "Attached files are missing from {folder} or damaged there: {names}. {path} was"
                " left as it is; make the backup under another name."
            ),
            path,
        )
    try:
        store.engine.copy_to(aside)
        hand_out(path, write, replaces=replaces)
    finally:
        with suppress(OSError):
            aside.unlink()
    if missing:
        raise _without(
            missing,
            store,
            _(
                "{path} has everything but attached files that are missing from {folder} or"
                " damaged there: {names}."
            ),
            path,
        )


def _without(
    missing: Sequence[StoredFile], store: Store, sentence: str, path: Path
) -> StoreTrouble:
    said = sentence.format(
        path=path,
        folder=store.files.folder,
        names=names_of(missing),
    )
    return StoreTrouble(said, code="missing_file")


def _ensure_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise BadInput(
            _("The folder {folder} does not exist.").format(folder=path.parent), field="to"
        )

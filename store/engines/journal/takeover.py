"""Taking over: what has to be true before the first line of one's own may be written.

All of it under the store's lock, which proves that no other writer lives: an unfinished line is a
dead writer's, a finished one that nobody acknowledged is made durable, and so is a manifest whose
name somebody changed and died.
"""

from pathlib import Path

from store.engines.journal import journal, manifest, places
from store.engines.journal.disk import Disk
from store.engines.journal.head import HeadFile
from store.engines.journal.loading import Opened, refuse_cut
from store.engines.journal.manifest import Manifest, Segment
from store.engines.journal.trouble import unwritten


def make(disk: Disk, folder: Path, user: str) -> None:
    """An empty store; raises StoreTrouble where there once was one, or nothing can be written."""
    places.refuse_remains(disk, folder)
    first = Segment(places.FIRST_JOURNAL, 1, 0, 0)
    try:
        journal.create(disk, folder, first, user)
        manifest.replace(disk, folder, Manifest([first]))
    except OSError as error:
        raise unwritten(folder, error) from error


def take_over(disk: Disk, folder: Path, opened: Opened, note: HeadFile) -> str | None:
    """Make whole and durable what others left, all of which was read; what was mended, if any."""
    head = note.read()
    refuse_cut(folder, opened.journal, head)
    mended = opened.journal.mend()
    if not opened.certain:
        try:
            disk.sync_folder(folder)
        except OSError as error:
            raise unwritten(folder, error) from error
        opened.certain = True
    if head != opened.journal.head:
        opened.journal.settle(head)
        note.write(opened.journal.head)
    return mended

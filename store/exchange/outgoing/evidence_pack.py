"""Evidence pack (证据包): what proves our side of one order, for a dispute.

| file | what |
|---|---|
| `index.txt` | everything at a glance, in the language of the desk |
| `index.json` | the same for programs: amounts in fen, times with +08:00 |
| `chat.csv` | what was said to the buyer and by them, the oldest first |
| `traces.csv` | every scan of every parcel |
| `files/` | the attached files, under names of ours |
| `SHA256SUMS` | their hashes, as `sha256sum -c` reads them |

Nothing in it is of another order, and none of our own notes. Masked unless it was revealed: text
files too; what a picture shows cannot be masked, and the index says so.
"""

from collections.abc import Iterator
from datetime import datetime

from store.exchange.outgoing import pack_text
from store.exchange.outgoing.pack_place import Aside, Part
from store.exchange.outgoing.pack_text import About, Packed
from store.files.kept import Files
from store.files.media import TEXT, suffix_of, text_of
from store.files.paths import path_of
from store.models.order import Order
from store.rules.action.base import Pack
from store.rules.cases.evidence import evidence_for
from store.rules.order.masking import masked
from store.rules.order.veil import veil_of
from store.words import _


class WrittenPack:
    """A pack that lies complete beside the place it was asked for."""

    def __init__(
        self, wanted: Pack, order: Order, files: Files, made_at: datetime, made_by: str
    ) -> None:
        """Write it; raises BadInput or StoreTrouble, and then nothing is left."""
        path = path_of(wanted.to, "to")
        packed = list(_packed(wanted, order, files))
        about = About(_shown(wanted, order), wanted, packed, made_at, made_by)
        self._aside = Aside(path, _parts(about), made_at)
        self.told = {"to": path.name, "files": str(len(packed)), "sha256": self._aside.digest}
        """What the event says: the name without its folder, and the hash of `SHA256SUMS`."""
        said = _("{name} is written; attached files: {count}.")
        self.said = (
            said.format(name=path.name, count=len(packed)),
            *pack_text.warnings(about),
        )

    def hand_over(self) -> None:
        """Give it the name that was asked for."""
        self._aside.hand_over()

    def discard(self) -> None:
        """Leave nothing of it, unless it was handed over."""
        self._aside.discard()


def _shown(wanted: Pack, order: Order) -> Order:
    """The order as it is shown, with no other case than the one it is about."""
    shown = order if wanted.reveal_reason else masked(order)
    if wanted.case is None:
        return shown
    cases = tuple(one for one in shown.cases if one.id == wanted.case)
    return shown.model_copy(update={"cases": cases})


def _packed(wanted: Pack, order: Order, files: Files) -> Iterator[Packed]:
    veil = None if wanted.reveal_reason else veil_of(order)
    shown = {one.id: one for one in _shown(wanted, order).evidence}
    for number, one in enumerate(evidence_for(order, wanted.case), 1):
        content = files.content(one.file)
        path = f"files/{number:02d}-{one.file.sha256[:8]}{suffix_of(one.file.media_type)}"
        text = text_of(content) if veil and one.file.media_type == TEXT.media_type else None
        if veil and text is not None and (hidden := veil.within(text)) != text:
            yield Packed(shown[one.id], path, hidden.encode(), masked=True)
        else:
            yield Packed(shown[one.id], path, content)


def _parts(about: About) -> Iterator[Part]:
    yield Part("index.txt", pack_text.index(about))
    yield Part("index.json", pack_text.index_json(about))
    yield Part("chat.csv", pack_text.chat(about))
    yield Part("traces.csv", pack_text.traces(about))
    for one in about.packed:
        yield Part(one.path, one.content)

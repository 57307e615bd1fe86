"""Sealing (校验): the checksum of a document, and canonical JSON, the same for every engine.

What is sealed is the canonical JSON of the whole envelope, so that the checksum means the same
where an engine keeps the body in another way than as this text.
"""

import json
import zlib
from json.encoder import encode_basestring
from typing import Any

from store.engines.protocol import Kept
from store.engines.trouble import DamageError
from store.words import _


def canonical(value: Any) -> str:
    """JSON with sorted keys and nothing that another reader would read differently.

    Raises TypeError and ValueError for what is no JSON.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def sealed(kind: str, kept: Kept) -> Kept:
    """The document with its checksum."""
    return kept._replace(crc=_checksum(kind, kept))


def ensure_whole(kind: str, kept: Kept) -> Kept:
    """The document; raises StoreTrouble when it is not what was sealed."""
    if kept.crc != _checksum(kind, kept):
        raise DamageError(
            _("{document} is damaged in the store; restore a backup into a new folder.").format(
                document=f"{kind}/{kept.key if kept.key is not None else kept.id}"
            )
        )
    return kept


def _checksum(kind: str, kept: Kept) -> int:
    key = "null" if kept.key is None else encode_basestring(kept.key)
    envelope = (
        f'{{"body":{kept.body},"head":{encode_basestring(kept.head)},"key":{key},'
        f'"kind":{encode_basestring(kind)},"version":{kept.version}}}'
    )
    return zlib.crc32(envelope.encode("utf-8", "surrogatepass"))

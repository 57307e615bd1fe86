"""Evidence (凭证): a file that proves something, kept by the hash of its content."""

from store.models.base import Instant, Record


class StoredFile(Record):
    """A file copied into the store; its name is the buyer's or the agent's, its content is ours."""

    sha256: str
    name: str
    size: int
    media_type: str


class Evidence(Record):
    """A file that belongs to an order or to one of its cases."""

    id: str
    file: StoredFile
    at: Instant
    by: str
    note: str = ""
    case: str | None = None

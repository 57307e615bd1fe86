"""What every document shares: frozen fields, aware instants in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""An aware time, kept in UTC; a naive one is refused."""


class Record(BaseModel):
    """A frozen part of a document; an unknown field is a fault, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Record):
    """Something that is stored by itself, under its key, with a version that counts its changes."""

    version: int = 0

    @property
    def key(self) -> str:
        """The name under which the store keeps it."""
        raise NotImplementedError  # pragma: no cover

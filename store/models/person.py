"""Person (人员): an operating-system user with the names they gave themselves at the desk."""

from store.models.base import Document
from store.models.event import Actor
from store.models.people import called


class Person(Document):
    """Whoever did something here, or may be given something to do; one for each login."""

    login: str
    names: tuple[str, ...] = ()
    """Those given with `--as`, the newest last; none for somebody who only ever had a login."""

    @property
    def key(self) -> str:
        return self.login

    @property
    def name(self) -> str:
        """The newest name; empty where there is none."""
        return self.names[-1] if self.names else ""

    @property
    def actor(self) -> Actor:
        """The person as documents name them."""
        return Actor(user=self.login, name=self.name)

    def __str__(self) -> str:
        return called(self.login, self.name)

    def acting(self, actor: Actor) -> "Person":
        """The same person, known by the name that they act under now as well."""
        if actor.name in {"", self.login, *self.names}:
            return self
        return self.model_copy(update={"names": (*self.names, actor.name)})

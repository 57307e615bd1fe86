"""The platforms' rules as dated data, one TOML file a platform."""

from functools import cache
from pathlib import Path
from zlib import crc32

from msgspec.structs import replace

from store.models.axes import Platform
from store.rules.timing.policy import Policy, PolicyRule


@cache
def unread_policy() -> Policy:
    """The rules that come with the desk, told apart by their files alone: none of them is there."""
    return Policy(files={platform: crc32(_file(platform)) for platform in Platform})


@cache
def load_policy() -> Policy:
    """Every rule that comes with the desk."""
    # A list asks only whether they are others by now.
    import tomllib

    found: list[PolicyRule] = []
    for platform in Platform:
        text = _file(platform).decode()
        found += [PolicyRule(platform=platform, **rule) for rule in tomllib.loads(text)["rule"]]
    return replace(unread_policy(), rules=tuple(found))


def _file(platform: Platform) -> bytes:
    return Path(__file__).with_name(f"{platform}.toml").read_bytes()

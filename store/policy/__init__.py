"""The platforms' rules as dated data: one TOML file a platform, and what is loaded of it.

People write the TOML. `python -m tests.action_tables` makes a JSON file of each, in which a command
reads the same rules in a thirtieth of the time.
"""

from functools import cache
from pathlib import Path
from zlib import crc32

from msgspec.json import decode
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
    read = (decode(_file(platform), type=tuple[PolicyRule, ...]) for platform in Platform)
    return replace(unread_policy(), rules=tuple(rule for rules in read for rule in rules))


def _file(platform: Platform) -> bytes:
    return Path(__file__).with_name(f"{platform}.json").read_bytes()

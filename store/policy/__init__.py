"""The platforms' rules as dated data, one TOML file a platform."""

import tomllib
from functools import cache
from importlib import resources

from store.models.axes import Platform
from store.rules.timing.policy import Policy, PolicyRule


@cache
def load_policy() -> Policy:
    """Every rule that comes with the desk."""
    found: list[PolicyRule] = []
    for platform in Platform:
        text = resources.files(__name__).joinpath(f"{platform}.toml").read_text("utf-8")
        found += [PolicyRule(platform=platform, **rule) for rule in tomllib.loads(text)["rule"]]
    return Policy(tuple(found))

"""Senses (说法): how a day, or a part of one, is meant that somebody says a time by."""

from typing import Literal

Sense = Literal["ahead", "behind", "begins"]
AHEAD: Sense = "ahead"
"""A day or a part of one is meant as the time until which something is promised or due."""
BEHIND: Sense = "behind"
"""It is told of the past."""
BEGINS: Sense = "begins"
"""It is meant as the time from which on something is to be there."""

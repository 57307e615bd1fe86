"""Review (复盘): what went wrong in groups, rates beside thresholds, and what was done about it."""

from store.words import N_, _
from tui.place_text.groups import groups_section
from tui.place_text.improving import improvements_section, reviews_section
from tui.place_text.reviewed import Reviewed
from tui.place_text.tables import counting
from tui.place_text.thresholds import rates_section, weeks_section
from tui.said import Section, plain

NAMES = ("causes", "improvements", "reviews", "rates", "weeks")
"""The panels in reading order."""
LEFT = 3
"""The first so many stand at the left of a wide screen."""
TITLES = {
    "causes": N_("After-sales by group"),
    "improvements": N_("Improvements"),
    "reviews": N_("Open reviews"),
    "rates": N_("Rates against the platform's thresholds"),
    "weeks": N_("Cases a week, per 100 orders"),
}
"""As they are called while they are counted."""


def review_sections(
    told: Reviewed | None, widths: tuple[int, int], unclear: str = ""
) -> list[Section]:
    """The panels of the place, in lines of so many cells at the left and at the right, with why
    nothing could be found.
    """
    left, right = widths
    if told is None:
        return [counting(name, _(title)) for name, title in TITLES.items()]
    return [
        _unclear(unclear) if unclear else groups_section(told, left),
        improvements_section(told, left),
        reviews_section(told, left),
        rates_section(told, right),
        weeks_section(told, right),
    ]


def _unclear(sentence: str) -> Section:
    return Section("causes", _("After-sales by group"), (plain(f"! {sentence}", "soon"),))

"""What the code cites stands in the repository: sections, facts and source articles in docs/."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CITING = sorted(
    file
    for top in ("store", "tui")
    for file in (ROOT / top).rglob("*")
    if file.suffix in {".py", ".toml"}
)
PAGES = ("domain", "reliability")


def citing_text(file: Path) -> str:
    """A file's text with its lines joined, as a citation may go over the end of one."""
    return re.sub(r"\s*\n\s*(#\s*)?", " ", file.read_text("utf-8"))


def cited_sections(page: str) -> Iterator[tuple[str, str]]:
    """Each section of a page that is cited, with the file that cites it."""
    citation = re.compile(rf"\b{page}\.md`?((?:[, ]+(?:and )?§[\d.]*\d(?:,? fact \d+)?)+)")
    for file in CITING:
        for found in citation.finditer(citing_text(file)):
            for section in re.findall(r"§([\d.]*\d)", found[1]):
                yield section, file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES)
def test_a_cited_section_has_its_heading(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    headings = re.findall(r"^#+ ([\d.]*\d)\.? ", text, re.MULTILINE)
    cited = tuple(cited_sections(page))

    assert cited
    assert len(headings) == len({*headings})
    assert [(section, file) for section, file in cited if section not in headings] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_cited_with_its_section(page: str) -> None:
    citing = {file for _section, file in cited_sections(page)}
    naming = {
        file.relative_to(ROOT).as_posix()
        for file in CITING
        if re.search(rf"\b{page}\.md", citing_text(file))
    }

    assert naming == citing


def test_only_pages_of_the_repository_are_cited() -> None:
    pages = {page.name for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))}
    cited = {page for file in CITING for page in re.findall(r"[\w-]+\.md\b", citing_text(file))}

    assert cited
    assert cited <= pages


@pytest.mark.parametrize(
    ("citation", "row"),
    [
        pytest.param(r"§0,? fact (\d+)", r"^\| (\d+) \|", id="facts of the design"),
        pytest.param(r"source article (\d+)", r"^\| (\d+) \|", id="source articles"),
    ],
)
def test_a_cited_fact_or_article_has_its_row(citation: str, row: str) -> None:
    rows = set(re.findall(row, (ROOT / "docs" / "domain.md").read_text("utf-8"), re.MULTILINE))
    cited = {number for file in CITING for number in re.findall(citation, citing_text(file))}

    assert cited
    assert cited <= rows

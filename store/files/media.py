"""Media: which kinds of file may be evidence, told by their content and never by their name."""

from typing import NamedTuple

from store.words import counts

TEXT_SUFFIXES = (".txt", ".csv", ".log")
"""Text has no mark of its own, so its name has to say that it is meant as such."""
CONTROLS = {*range(0x20), 0x7F} - {*b"\t\n\r\f"}
"""Bytes that no chat log holds."""


class Medium(NamedTuple):
    """One kind of file."""

    media_type: str
    suffix: str
    """The ending a file of this kind gets when it is handed out."""
    most_bytes: int
    """The desk's own limit; a platform takes a picture of a few megabytes."""


JPEG = Medium("image/jpeg", ".jpg", 10 * counts.MEGABYTE)
PNG = Medium("image/png", ".png", 10 * counts.MEGABYTE)
GIF = Medium("image/gif", ".gif", 10 * counts.MEGABYTE)
WEBP = Medium("image/webp", ".webp", 10 * counts.MEGABYTE)
PDF = Medium("application/pdf", ".pdf", 10 * counts.MEGABYTE)
MP4 = Medium("video/mp4", ".mp4", 50 * counts.MEGABYTE)
TEXT = Medium("text/plain", ".txt", 10 * counts.MEGABYTE)
MEDIA = (JPEG, PNG, GIF, WEBP, PDF, MP4, TEXT)
MOST_BYTES = max(medium.most_bytes for medium in MEDIA)

_MARKS = (
    (JPEG, 0, (b"\xff\xd8\xff",)),
    (PNG, 0, (b"\x89PNG\r\n\x1a\n",)),
    (GIF, 0, (b"GIF87a", b"GIF89a")),
    (WEBP, 8, (b"WEBP",)),
    (PDF, 0, (b"%PDF-",)),
    (MP4, 4, tuple(b"ftyp" + brand for brand in (b"isom", b"iso2", b"mp4", b"avc1", b"M4V"))),
)
"""Where in a file of each kind its mark stands, and what it may be."""


def medium_of(content: bytes, name: str) -> Medium | None:
    """The kind of file this content is; the name only decides what may count as text."""
    for medium, offset, marks in _MARKS:
        if content.startswith(marks, offset):
            return medium
    if name.lower().endswith(TEXT_SUFFIXES) and text_of(content) is not None:
        return TEXT
    return None


def text_of(content: bytes) -> str | None:
    """The content as text (UTF-8, else GB18030); None where it is none."""
    if not CONTROLS.isdisjoint(content):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def suffix_of(media_type: str) -> str:
    """The ending of a file of this type."""
    return next((one.suffix for one in MEDIA if one.media_type == media_type), ".bin")


def is_image(media_type: str) -> bool:
    """Does the platform count it as a picture?"""
    return media_type.startswith("image/")

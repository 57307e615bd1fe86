"""Attached files: taken by their content, whole or not at all, and never through a link."""

import errno
import hashlib
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from store.errors import BadInput, Refused, ShouhouError, StoreTrouble
from store.files.kept import Files
from store.models.evidence import StoredFile
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.cases.actions.attach_evidence import AttachEvidence
from store.rules.cases.actions.evidence_pack import EvidencePack
from store.upkeep.backup import backup
from store.upkeep.daily_copies import daily_copy
from store.upkeep.restoring import restore
from store.upkeep.verifying import Verdict, verify
from tests.build import ACTOR, NOW, keep, order, told
from tui.cli import main

PNG = b"\x89PNG\r\n\x1a\n and more"
JPEG = b"\xff\xd8\xff\xe0 and more"
MP4 = b"\x00\x00\x00\x18ftypisom"
DIGEST = hashlib.sha256(PNG).hexdigest()


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A picture as an agent has it."""
    file = tmp_path / "外箱.png"
    file.write_bytes(PNG)
    return file


@pytest.fixture
def kept(repository: Repository) -> Repository:
    """A store with one order."""
    keep(repository, order())
    return repository


def attach(repository: Repository, given: object, **values: str) -> Order:
    """The order with what was attached."""
    subject = repository.order(order().key)
    repository.run(AttachEvidence, subject, {"file": str(given), **values})
    return repository.order(order().key)


def said(repository: Repository, given: object) -> tuple[type[ShouhouError], str]:
    """How attaching is refused; nothing was changed and nothing copied."""
    before = told(repository)
    with pytest.raises(ShouhouError) as caught:
        attach(repository, given)
    assert caught.value.field == "file"
    assert told(repository) == before
    assert list(repository.files.orphans(())) == []
    return type(caught.value), caught.value.sentence


def test_a_file_lies_under_its_hash_for_its_owner_alone(
    kept: Repository, store: Path, box: Path
) -> None:
    before = os.umask(0)
    try:
        after = attach(kept, box)
    finally:
        os.umask(before)

    path = store / "files" / DIGEST[:2] / DIGEST
    assert path.read_bytes() == PNG
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, *path.parents[:2])]
    assert modes == [0o600, 0o700, 0o700]
    assert after.evidence[0].file == StoredFile(
        sha256=DIGEST, name="外箱.png", size=len(PNG), media_type="image/png"
    )


def test_the_event_holds_name_and_hash_and_no_folder_of_the_agent(
    kept: Repository, box: Path
) -> None:
    event = kept.events(attach(kept, box))[-1]

    assert event.values == {"file": f"外箱.png (SHA-256 {DIGEST})"}
    assert str(box.parent) not in event.model_dump_json()


def test_the_same_content_is_kept_once_whatever_it_is_called(
    kept: Repository, store: Path, box: Path, tmp_path: Path
) -> None:
    other = keep_also(kept, tmp_path, "另一张.png", PNG)
    attach(kept, box)
    kept.run(AttachEvidence, other, {"file": str(tmp_path / "另一张.png")})

    files = [one for one in (store / "files").rglob("*") if one.is_file()]
    assert files == [store / "files" / DIGEST[:2] / DIGEST]
    assert verify(kept).files == 1


def keep_also(repository: Repository, folder: Path, name: str, content: bytes) -> Order:
    """Another order, and a file."""
    (folder / name).write_bytes(content)
    other = order(order_no="261120-000000000000002")
    keep(repository, other)
    return repository.order(other.key)


def test_several_files_stand_with_commas_between_and_one_with_a_comma_alone(
    kept: Repository, box: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "面单, 正面；反面.jpg"
    odd.write_bytes(JPEG)
    (tmp_path / "开箱.mp4").write_bytes(MP4)

    attach(kept, odd)
    after = attach(kept, f"{box}，{tmp_path / '开箱.mp4'}")

    assert [one.file.name for one in after.evidence] == [odd.name, "外箱.png", "开箱.mp4"]


def test_a_relative_path_and_the_home_folder_are_understood(
    kept: Repository, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(box.parent))

    assert attach(kept, "~/外箱.png").evidence


def test_a_link_is_not_followed(kept: Repository, box: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.png"
    link.symlink_to(box)

    assert said(kept, link) == (
        BadInput,
        f"{link} is a symbolic link and is not followed; name the file itself.",
    )


def test_a_link_that_takes_a_file_s_place_meanwhile_is_not_followed_either(
    kept: Repository, box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link.png"
    link.symlink_to(box)
    seen = box.lstat()
    monkeypatch.setattr(Path, "lstat", lambda _path: seen)

    assert said(kept, link)[0] is BadInput


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (Path.mkdir, "{file} is a folder; name the files in it."),
        (os.mkfifo, "{file} is a device, pipe or socket, not a file."),
        (lambda _path: None, "{file}: there is no such file."),
    ],
    ids=["a folder", "a pipe, which would wait for ever", "nothing"],
)
def test_only_an_ordinary_file_is_taken(
    kept: Repository, tmp_path: Path, make: Callable[[Path], None], sentence: str
) -> None:
    path = tmp_path / "a.png"
    make(path)

    assert said(kept, path) == (BadInput, sentence.format(file=path))


def test_a_device_is_not_opened(kept: Repository) -> None:
    assert said(kept, "/dev/zero")[1] == "/dev/zero is a device, pipe or socket, not a file."


def test_a_name_that_no_file_can_have_is_said(kept: Repository) -> None:
    assert said(kept, "a\0b.png")[0] is BadInput


KINDS = ".jpg, .png, .gif, .webp, .pdf, .mp4, .txt"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.png", PNG, "image/png"),
        ("a.png", JPEG, "image/jpeg"),
        ("a", b"GIF89a..", "image/gif"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.mp4", MP4, "video/mp4"),
        ("a.txt", "买家：少了一包".encode(), "text/plain"),
        ("a.csv", "买家：少了一包".encode("gb18030"), "text/plain"),
        ("a.png", b"MZ\x90\0", None),
        ("a.png", b"<html>not found</html>", None),
        ("a.txt", b"\x7fELF\x02\x01", None),
        ("a.heic", b"\0\0\0\x18ftypheic", None),
        ("a.txt", b"\xff\xfe\xff", None),
    ],
)
def test_the_content_says_what_a_file_is_and_not_its_name(
    kept: Repository, tmp_path: Path, name: str, content: bytes, media_type: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    if media_type:
        assert attach(kept, path).evidence[0].file.media_type == media_type
    else:
        assert said(kept, path) == (
            Refused,
            f"{path} is, judged by its content, none of: {KINDS}.",
        )


@pytest.mark.parametrize(
    ("content", "size", "sentence"),
    [
        (b"", 0, "{file} is empty."),
        (PNG, 10_000_001, "{file} has 10.1 MB; at most 10.0 MB of such a file are kept."),
        (MP4, 50_000_001, "{file} has 50.1 MB; at most 50.0 MB of such a file are kept."),
        (b"", 5_000_000_000, "{file} has 5000.0 MB; at most 50.0 MB of such a file are kept."),
    ],
    ids=["empty", "a picture over 10 MB", "a video over 50 MB", "never read at all"],
)
def test_a_file_is_neither_empty_nor_too_large(
    kept: Repository, tmp_path: Path, content: bytes, size: int, sentence: str
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    os.truncate(path, size)

    assert said(kept, path) == (Refused, sentence.format(file=path))


def test_a_name_is_kept_as_one_printable_line(kept: Repository, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/a\x1b[2J\n\xff.png"
    given = Path(os.fsdecode(path))
    given.write_bytes(PNG)

    assert attach(kept, given).evidence[0].file.name == "a_[2J_?.png"


def test_a_form_that_looks_copies_nothing(kept: Repository, store: Path, box: Path) -> None:
    kept.check(AttachEvidence, kept.order(order().key), {"file": str(box)})

    assert not (store / "files").exists()


def test_a_repeated_key_knows_a_file_by_its_content(
    kept: Repository, box: Path, tmp_path: Path
) -> None:
    subject = kept.order(order().key)
    kept.run(AttachEvidence, subject, {"file": str(box)}, "k1")
    elsewhere = tmp_path / "elsewhere" / box.name
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(PNG)

    assert kept.run(AttachEvidence, subject, {"file": str(elsewhere)}, "k1").repeated
    elsewhere.write_bytes(JPEG)
    for given in (elsewhere, tmp_path / "never there.png"):
        with pytest.raises(Refused) as refused:
            kept.run(AttachEvidence, subject, {"file": str(given)}, "k1")
        assert refused.value.code == "key_in_use"
    assert told(kept) == 1


def test_a_repeated_key_makes_no_second_pack(kept: Repository, tmp_path: Path) -> None:
    values = {"to": str(tmp_path / "pack.zip")}
    first = kept.run(EvidencePack, kept.order(order().key), values, "k1")

    again = kept.run(EvidencePack, kept.order(order().key), values, "k1")

    assert (again.repeated, again.event) == (True, first.event)
    with pytest.raises(Refused):
        kept.run(EvidencePack, kept.order(order().key), {"to": str(tmp_path / "b.zip")}, "k1")


def test_a_repeated_key_needs_the_file_no_more(kept: Repository, box: Path) -> None:
    subject = kept.order(order().key)
    first = kept.run(AttachEvidence, subject, {"file": str(box)}, "k1")
    box.unlink()

    again = kept.run(AttachEvidence, subject, {"file": str(box)}, "k1")

    assert again.repeated
    assert again.said == first.said


def test_a_process_that_dies_before_its_commit_leaves_a_file_that_verify_names(
    kept: Repository, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(kept.engine, "writing", die)
        with pytest.raises(KeyboardInterrupt):
            attach(kept, box)

    orphan = f"files/{DIGEST[:2]}/{DIGEST}"
    assert verify(kept) == Verdict(commits=1, orders=1, events=0, files=0, orphans=(orphan,))
    attach(kept, box)
    assert verify(kept) == Verdict(commits=2, orders=1, events=1, files=1)


def test_verify_says_which_file_nothing_names_and_that_the_store_is_whole(
    kept: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.files.keep(PNG)
    kept.close()

    assert main(["--lang", "en", "--store", str(store), "verify"]) == 0
    assert capsys.readouterr().out == (
        "The store is whole: 1 order, 0 events, 1 commit.\n"
        f"files/{DIGEST[:2]}/{DIGEST} belongs to no order; it does no harm.\n"
    )


def test_a_full_disk_changes_nothing_and_leaves_nothing(
    kept: Repository, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreTrouble):
            attach(kept, box)

    assert kept.order(order().key).evidence == ()
    assert verify(kept).orphans == ()


def test_a_file_system_that_cannot_sync_a_folder_is_good_enough(
    kept: Repository, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    with monkeypatch.context() as patched:
        patched.setattr("store.files.durable.os.fsync", only_files)
        assert kept.files.keep(box.read_bytes()) == DIGEST


def test_verify_says_what_stands_in_the_way_of_all_files(
    kept: Repository, store: Path, box: Path
) -> None:
    attach(kept, box)
    (store / "files").rename(store / "away")
    (store / "files").symlink_to("away")
    with pytest.raises(StoreTrouble) as broken:
        verify(kept)
    assert broken.value.code == "unreadable"


@pytest.mark.parametrize("change", ["missing", "changed"])
def test_a_missing_or_changed_file_is_found_and_mended_by_giving_it_again(
    kept: Repository, store: Path, box: Path, change: str
) -> None:
    attach(kept, box)
    path = store / "files" / DIGEST[:2] / DIGEST
    path.unlink()
    if change == "changed":
        path.write_bytes(b"forged")

    with pytest.raises(StoreTrouble) as broken:
        verify(kept)
    told = "is missing from the store" if change == "missing" else "is not what was attached"
    assert broken.value.sentence == f"外箱.png {told} ({path}); restore a backup."
    kept.files.keep(PNG)
    assert verify(kept).files == 1


def test_a_backup_carries_the_files_into_a_new_store(
    kept: Repository, box: Path, tmp_path: Path
) -> None:
    attach(kept, box)
    backup(kept, tmp_path / "copy.zip")
    restore(tmp_path / "copy.zip", tmp_path / "new", ACTOR)

    assert verify(open_store(str(tmp_path / "new"), ACTOR)) == Verdict(2, 1, 1, 1)
    assert (tmp_path / "copy.zip").stat().st_mode & 0o777 == 0o600


def test_a_backup_cannot_write_elsewhere(kept: Repository, tmp_path: Path) -> None:
    backup(kept, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip", "a") as archive:
        archive.writestr("files/../../evil", PNG)

    restore(tmp_path / "copy.zip", tmp_path / "new", ACTOR)

    assert not (tmp_path / "evil").exists()
    assert list(Files(tmp_path / "new").orphans(())) == []


def test_a_backup_with_a_file_under_the_hash_of_another_founds_no_store(
    kept: Repository, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.zip"
    backup(kept, copy)
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr(f"files/00/{'0' * 64}", PNG)
    with pytest.raises(BadInput) as caught:
        restore(copy, tmp_path / "new", ACTOR)
    assert caught.value.sentence == (f"{copy} is damaged or was cut off; take another copy of it.")
    assert not (tmp_path / "new").exists()


def test_a_daily_copy_finds_its_files_in_the_store_beside_it(
    kept: Repository, store: Path, box: Path, tmp_path: Path
) -> None:
    attach(kept, box)
    copy = daily_copy(kept.engine, NOW + timedelta(days=1))
    assert copy
    assert copy.parent == store / "copies"

    restore(copy, tmp_path / "new", ACTOR)

    assert verify(open_store(str(tmp_path / "new"), ACTOR)).files == 1

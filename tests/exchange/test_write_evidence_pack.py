"""An evidence pack: one order's proof, private, masked unless revealed, easily checked."""

import csv
import errno
import hashlib
import io
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from store.errors import BadInput, StoreTrouble
from store.exchange.outgoing.pack_place import Aside, Part
from store.models.contact import Contact, Note
from store.models.order import Order
from store.models.parcel import Interception, Trace
from store.models.reissue import Reissue
from store.repository import Repository
from store.rules.cases.actions.attach_evidence import AttachEvidence
from store.rules.cases.actions.evidence_pack import EvidencePack
from tests.build import DAY, HOUR, NOW, TRACKING_NO, case, keep, order, parcel, refund, told, units

PNG = b"\x89PNG\r\n\x1a\n the outer box"
CHAT = "张三丰 13812345600：少了一包".encode()
NAMES = {
    "index.txt",
    "index.json",
    "chat.csv",
    "traces.csv",
    "files/01-{png}.png",
    "files/02-{txt}.txt",
    "SHA256SUMS",
}
STOPPED = Interception(asked_at=NOW, reason="内部：怕是同行")
NOT_SENT = Reissue(
    id="i1",
    number=1,
    origin="lost_parcel",
    reason="丢件",
    lines=units((1, 1)),
    created_at=NOW,
    state="cancelled",
    cancelled_at=NOW,
    cancel_reason="内部：不想补了",
)
OTHER = order(
    order_no="261120-000000000000002", notes=(Note(id="n9", at=NOW, text="别家", by="li"),)
)


def disputed() -> Order:
    """An order with everything that a pack may hold, and things that it must not."""
    scans = (Trace(at=NOW - DAY, state="picked_up", text="【义乌】已揽收\x1b[2J"),)
    said = (
        Contact(id="c2", at=NOW, channel="phone", direction="out", text="明天补发", by="li"),
        Contact(
            id="c1",
            at=NOW - HOUR,
            channel="platform_chat",
            direction="in",
            text="=HYPERLINK(1)\n打 13812345600 找张三丰",
            by="li",
        ),
    )
    return order(
        parcels=(parcel(traces=scans, interception=STOPPED),),
        refunds=(refund(cause="内部：没货", settled_note="内部：客服催的"),),
        reissues=(NOT_SENT,),
        contacts=said,
        cases=(case(), case(id="B2", explanation="另一件")),
        notes=(Note(id="n1", at=NOW, text="内部：难缠", by="li"),),
    )


@pytest.fixture
def kept(repository: Repository, tmp_path: Path) -> Repository:
    """A store with the order, its files, and another order."""
    keep(repository, disputed(), OTHER)
    (tmp_path / "张三丰的外箱.png").write_bytes(PNG)
    (tmp_path / "聊天.txt").write_bytes(CHAT)
    for name, about in (("张三丰的外箱.png", "A1"), ("聊天.txt", "")):
        subject = repository.order(order().key)
        repository.run(AttachEvidence, subject, {"file": str(tmp_path / name), "case": about})
    return repository


def pack(repository: Repository, to: Path, **values: str) -> dict[str, bytes]:
    """The files of a pack, by name."""
    repository.run(EvidencePack, repository.order(order().key), {"to": str(to), **values})
    if to.is_dir():
        return {str(one.relative_to(to)): one.read_bytes() for one in to.rglob("*.*")} | {
            "SHA256SUMS": (to / "SHA256SUMS").read_bytes()
        }
    with zipfile.ZipFile(to) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def refused(repository: Repository, to: Path | str, **values: str) -> str:
    before = told(repository)
    with pytest.raises(BadInput) as caught:
        repository.run(EvidencePack, repository.order(order().key), {"to": str(to), **values})
    assert told(repository) == before
    return caught.value.sentence


@pytest.mark.parametrize("name", ["p.zip", "pack"])
def test_a_pack_is_whole_as_a_zip_file_and_as_a_folder(
    kept: Repository, tmp_path: Path, name: str
) -> None:
    parts = pack(kept, tmp_path / name)

    short = {
        "png": hashlib.sha256(PNG).hexdigest()[:8],
        "txt": hashlib.sha256(CHAT).hexdigest()[:8],
    }
    assert parts.keys() == {one.format(**short) for one in NAMES}
    sums = parts.pop("SHA256SUMS").decode().splitlines()
    assert set(sums) == {
        f"{hashlib.sha256(content).hexdigest()}  {one}" for one, content in parts.items()
    }


def test_everything_is_for_its_owner_alone(kept: Repository, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        pack(kept, tmp_path / "p.zip")
        pack(kept, tmp_path / "pack")
    finally:
        os.umask(before)

    for one in (tmp_path / "p.zip", tmp_path / "pack", *(tmp_path / "pack").rglob("*")):
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600)


def test_the_buyer_is_masked_everywhere_text_files_too(kept: Repository, tmp_path: Path) -> None:
    parts = pack(kept, tmp_path / "p.zip")

    everything = b"\n".join(parts.values()).decode("utf-8", "replace")
    for word in ("张三丰", "13812345600", "文三路", "77 号 501"):
        assert word not in everything
    assert "张**" in everything
    (chat,) = (content for name, content in parts.items() if name.endswith(".txt") and "/" in name)
    assert chat.decode() == "张** 138******00：少了一包"
    index = parts["index.txt"].decode()
    assert "The buyer's name, phone and address are masked.\n" in index
    assert (
        "What pictures, PDFs and videos show is not masked: look before you give it away.\n"
        in index
    )
    assert f"SHA-256 {hashlib.sha256(CHAT).hexdigest()}" in index
    assert "a masked copy; the attached file itself has the hash above" in index


def test_revealed_it_holds_the_files_as_they_are_and_the_reveal_is_recorded(
    kept: Repository, tmp_path: Path
) -> None:
    parts = pack(kept, tmp_path / "p.zip", reveal="yes", reason="投诉")

    assert CHAT in parts.values()
    assert "receiver: 张三丰 13812345600" in parts["index.txt"].decode()
    reveal, packed = kept.events(order())[-2:]
    assert (reveal.action, reveal.values) == ("reveal", {"reason": "投诉"})
    assert packed.values == {
        "to": "p.zip",
        "reveal": "yes",
        "reason": "投诉",
        "files": "2",
        "sha256": hashlib.sha256(parts["SHA256SUMS"]).hexdigest(),
    }


def test_masked_no_reveal_is_recorded(kept: Repository, tmp_path: Path) -> None:
    pack(kept, tmp_path / "p.zip")

    assert "reveal" not in [event.action for event in kept.events(order())]


def test_nothing_of_another_order_and_none_of_our_own_notes_is_in_it(
    kept: Repository, tmp_path: Path
) -> None:
    everything = b"".join(pack(kept, tmp_path / "p.zip").values()).decode("utf-8", "replace")

    assert OTHER.order_no not in everything
    assert "别家" not in everything
    assert "内部" not in everything
    assert "少件" in everything
    assert str(tmp_path) not in everything


def test_about_one_case_it_holds_that_case_and_no_file_of_another(
    kept: Repository, tmp_path: Path
) -> None:
    parts = pack(kept, tmp_path / "p.zip", case="B2")

    told: dict[str, Any] = json.loads(parts["index.json"])
    assert [one["id"] for one in told["cases"]] == ["B2"]
    assert [one["file"]["name"] for one in told["evidence"]] == ["聊天.txt"]
    assert PNG not in parts.values()


def test_the_chat_log_is_by_time_and_no_spreadsheet_runs_it(
    kept: Repository, tmp_path: Path
) -> None:
    parts = pack(kept, tmp_path / "p.zip")

    assert rows(parts["chat.csv"]) == [
        ["Time", "Direction", "Channel", "Purpose", "Text", "Recorded by"],
        [
            "2026-11-22 08:00",
            "from the buyer",
            "platform chat",
            "other",
            "'=HYPERLINK(1)\n打 138******00 找张**",
            "li",
        ],
        ["2026-11-22 09:00", "to the buyer", "phone", "other", "明天补发", "li"],
    ]


def test_every_scan_is_there_without_a_control_character(kept: Repository, tmp_path: Path) -> None:
    parts = pack(kept, tmp_path / "p.zip")

    assert rows(parts["traces.csv"])[1] == [
        "YTO",
        TRACKING_NO,
        "2026-11-21 09:00",
        "picked up",
        "【义乌】已揽收\\u001b[2J",
        "",
    ]
    assert all(b"\x1b" not in content for content in parts.values())


def test_a_text_of_several_lines_forges_no_line_of_the_index(
    kept: Repository, tmp_path: Path
) -> None:
    index = pack(kept, tmp_path / "p.zip")["index.txt"].decode().splitlines()

    said = "=HYPERLINK(1) / 打 138******00 找张**"
    assert f"2026-11-22 08:00  from the buyer, platform chat: {said} (li)" in index


def test_the_index_for_programs_has_times_of_the_shop_and_both_hashes(
    kept: Repository, tmp_path: Path
) -> None:
    told: dict[str, Any] = json.loads(pack(kept, tmp_path / "p.zip")["index.json"])

    assert told["pack"] == {
        "made_at": "2026-11-22T09:00:00+08:00",
        "made_by": "小李 (li)",
        "case": None,
        "masked": True,
    }
    chat = told["evidence"][1]
    assert chat["file"]["sha256"] == hashlib.sha256(CHAT).hexdigest()
    assert (chat["masked"], chat["packed_sha256"] == chat["file"]["sha256"]) == (True, False)


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch], ids=["a folder", "a file"])
@pytest.mark.parametrize("name", ["p.zip", "pack"])
def test_nothing_is_written_over(kept: Repository, tmp_path: Path, make: Any, name: str) -> None:
    make(tmp_path / name)

    assert refused(kept, tmp_path / name) == (
        f"{tmp_path}/{name} is there already and is not written over; name a new file or folder."
    )


def test_a_link_is_not_written_through(kept: Repository, tmp_path: Path) -> None:
    (tmp_path / "p.zip").symlink_to(tmp_path / "nowhere.zip")

    assert "is there already" in refused(kept, tmp_path / "p.zip")
    assert not (tmp_path / "nowhere.zip").exists()


def test_a_folder_that_is_not_there_is_said(kept: Repository, tmp_path: Path) -> None:
    assert refused(kept, tmp_path / "no" / "p.zip") == f"The folder {tmp_path}/no does not exist."


def test_nothing_is_left_aside(kept: Repository, tmp_path: Path) -> None:
    pack(kept, tmp_path / "p.zip")
    pack(kept, tmp_path / "pack")

    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_file_that_the_store_has_lost_makes_no_pack(
    kept: Repository, store: Path, tmp_path: Path
) -> None:
    digest = hashlib.sha256(PNG).hexdigest()
    (store / "files" / digest[:2] / digest).unlink()
    before = told(kept)

    with pytest.raises(StoreTrouble):
        pack(kept, tmp_path / "p.zip")
    assert not (tmp_path / "p.zip").exists()
    assert told(kept) == before


@pytest.mark.parametrize("name", ["p.zip", "pack"])
def test_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreTrouble) as caught:
        Aside(tmp_path / name, [Part("a.txt", b"a")], NOW)

    assert caught.value.sentence == f"The disk is full: {tmp_path}/{name} was not written."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["p.zip", "pack"])
def test_a_name_that_somebody_takes_meanwhile_stays_theirs(tmp_path: Path, name: str) -> None:
    aside = Aside(tmp_path / name, [Part("a.txt", b"a")], NOW)
    (tmp_path / name).write_bytes(b"theirs")

    with pytest.raises(BadInput):
        aside.hand_over()
    assert (tmp_path / name).read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == [name]

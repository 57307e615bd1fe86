"""The forms of evidence: a path is typed, what is handed in is counted twice, a pack is written."""

from pathlib import Path

from store.models.intervention import Intervention
from store.repository import Repository
from tests.build import HOUR, NOW, ORDER_NO, case, evidence, keep, order
from tests.tui.driver import Ledger, desk_on

ASKED = Intervention(id="i1", asked_by="buyer", requested_at=NOW - HOUR)
DISPUTED = order(
    cases=(case(state="platform_to_rule", interventions=(ASKED,)),),
    evidence=(evidence(), evidence("面单.jpg", id="e2")),
)


async def test_a_file_is_typed_as_a_path_and_a_wrong_one_is_told_under_its_field(
    repository: Repository, drafts: Path, ledger: Ledger, tmp_path: Path
) -> None:
    keep(repository, order())
    (tmp_path / "box.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "link.png").symlink_to(tmp_path / "box.png")
    async with desk_on(repository, drafts) as desk:
        await desk.press("attach-evidence")
        await desk.fill(file=str(tmp_path / "link.png"))
        await desk.save()
        assert "is a symbolic link" in desk.under("file")

        await desk.fill(file=str(tmp_path / "box.png"))
        await desk.save()

        (kept,) = ledger.order(ORDER_NO).evidence
        assert kept.file.name == "box.png"


async def test_evidence_is_handed_in_only_when_the_number_is_typed_again(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, DISPUTED)
    async with desk_on(repository, drafts) as desk:
        desk.orders.action_press("submit-evidence")
        await desk.opened()
        assert desk.values["count"] == "2"
        await desk.fill(again="1")
        await desk.save()
        assert desk.under("again") == "! This is not the same as above."
        assert ledger.order(ORDER_NO).cases[0].interventions == (ASKED,)

        await desk.fill(again="2")
        await desk.save()

        (handed_in,) = ledger.order(ORDER_NO).cases[0].interventions
        assert handed_in.submitted == ("e1", "e2")


async def test_a_pack_is_written_from_the_form_and_never_over_a_file(
    repository: Repository, drafts: Path, ledger: Ledger, tmp_path: Path
) -> None:
    keep(repository, order())
    (tmp_path / "old.zip").touch()
    async with desk_on(repository, drafts) as desk:
        await desk.press("evidence-pack")
        await desk.fill(to=str(tmp_path / "old.zip"))
        await desk.save()
        assert "is there already and is not written over" in desk.under("to")

        await desk.fill(to=str(tmp_path / "new.zip"))
        await desk.save()

        assert (tmp_path / "new.zip").stat().st_size
        assert [event.action for event in ledger.events(ORDER_NO)] == ["evidence-pack"]

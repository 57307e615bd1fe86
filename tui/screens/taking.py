"""Taking (领取与交接): the next in turn for whoever asks, and all that is theirs for another."""

from functools import partial
from typing import TYPE_CHECKING

from store.models.subject import Part, Subject, Target
from store.rules.action.frame import AskedField
from store.rules.action.references import Choice
from store.words import N_, _
from store.words.labels import label
from tui.header import shop_name
from tui.order_text.handover import claims_of, given_lines, handover_lines
from tui.places.board_columns import called
from tui.screens.asking import Asking, Values
from tui.screens.form import FormScreen
from tui.screens.what_was_done import for_good
from tui.text import left_said
from tui.undo import Done

if TYPE_CHECKING:
    from store.reading.owed import OwedFor
    from store.repository import Repository
    from store.work.undoing import Undoing
    from tui.drafts import Drafts
    from tui.screens.answering import Answering

MORE = N_("and {count} more in {groups} groups")
DRAFT = "", "hand-all-over"
"""Of whom a draft of it is kept, and the key that opens it again."""


async def take_next(screen: "Answering") -> Target | None:
    """Claim what is the most urgent of all that is nobody's, and say what of it is to be begun
    with; none where all is somebody's, or where the key is held down: it takes one.
    """
    if screen.desk.is_repeated:
        return None
    repository = screen.desk.repository
    given = await screen.write(repository.give_next)
    if given is None:
        screen.refuse_key(_("Nothing is owed that nobody has taken on."))
        return None
    row, duty = given.first
    screen.desk.done_here.add(_given(repository, called(row), given.undoing))
    said = _("{order} is yours now; it is nobody's again when nothing is done for 30 minutes.")
    if given.undoing:
        said = _(
            "{order} is yours now; {key} gives it back, and so does half an hour in which nothing"
            " is done."
        )
    clock = left_said(duty.due_at, repository.now, estimated=duty.estimated)
    said = said.format(order=called(row), key=screen.desk.key("undo").shown)
    screen.notify(said, title=f"{label(duty.kind)} {clock}".rstrip())
    return Target(Subject(row.of_kind, row.of_key), Part(duty.kind, duty.about))


def _given(repository: "Repository", order: str, undoing: "Undoing | None") -> Done:
    """It was given out, and may be given back as long as nobody took it over."""
    title = _("{order}, next in turn").format(order=order)
    if undoing is None:
        return for_good(title)

    def give_back() -> str:
        repository.undo(undoing)
        return _("{order} is nobody's again.").format(order=order)

    return Done(title, give_back)


async def hand_over(screen: "Answering") -> None:
    """Ask to whom all that is mine goes, with the list of it."""
    repository, drafts = screen.desk.repository, screen.desk.drafts
    asked = await screen.desk.threads.read(partial(_asking, repository, drafts))
    if asked is None:
        said = _("You have taken on nothing that something is owed for.")
        if repository.shop:
            said = _("You have taken on nothing of {shop} that something is owed for.")
            said = said.format(shop=shop_name(repository.shop))
        screen.refuse_key(said)
    else:
        draft = await screen.desk.threads.keep(partial(drafts.open, *DRAFT))
        asked = asked.with_draft(draft, repository.now)
        screen.desk.push_screen(FormScreen(asked), partial(_handed_over, screen))


def _handed_over(screen: "Answering", said: str | None) -> None:
    if said:
        screen.desk.done_here.add(for_good(_("Hand over all that is mine")))
    screen.done(said)


def _asking(repository: "Repository", drafts: "Drafts") -> Asking | None:
    duties = repository.own_duties()
    if not duties:
        return None
    me = repository.actor.user
    people = [one for one in repository.people() if one.login != me]
    known = tuple(Choice(one.login, str(one)) for one in people)
    fields = (
        AskedField("to", _("Hand over to"), _("who sees to it from now on"), True, known, str),
        AskedField("note", _("Note"), _("what they should know"), False, (), str),
    )
    given = claims_of(duties)
    title = _("Hand over {claims}").format(claims=given)
    if repository.shop:
        title = _("Hand over {claims} of {shop}")
        title = title.format(claims=given, shop=shop_name(repository.shop))
    return Asking(
        title=title,
        fields=fields,
        suggested={},
        save=partial(_save, repository, duties),
        context=tuple(handover_lines(repository.groups_of(duties), _(MORE))),
        keep=lambda values: drafts.keep(*DRAFT, values, repository.now),
        close=drafts.close,
    )


def _save(repository: "Repository", duties: "list[OwedFor]", values: Values) -> str:
    to = values["to"].strip()
    done = repository.hand_over(duties, to, values.get("note", ""))
    return "\n".join(given_lines(done, repository.person(to)))

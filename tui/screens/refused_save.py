"""RefusedSave (未能保存): what is typed behind a save that was refused is for what comes later."""

from store.words import _
from tui.forms.field_box import FieldBox
from tui.screens.asking import Asking
from tui.screens.form_fields import FormFields


class RefusedSave(FormFields):
    """It comes into no field, and how many keys that were is said."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._why_not = ""
        """Why saving was refused, as far as that stands under no field."""
        self._untaken: list[FieldBox] = []
        """Where something was typed and not taken when it was to be saved last."""

    def shows_untaken(self) -> bool:
        """Show the first of these, and say that nothing was saved; False where there is none."""
        if self._untaken:
            self._untaken[0].take_focus()
            said = _("Nothing was saved yet; ctrl+s saves it as it stands here.")
            self.say(said)
            self.refuse_keys(said)
        return bool(self._untaken)

    def refuse_keys(self, why_not: str = "") -> None:
        """Drop them; how many they were is said behind why it was refused, which else stands under
        its field.
        """
        self._why_not = why_not
        self._desk.drop_behind(why_not, self._asking.title)

    def say_forgotten(self, said: str) -> None:
        self.say("   ".join(filter(None, (self._why_not, said))))

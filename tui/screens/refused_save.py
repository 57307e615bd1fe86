"""RefusedSave (未能保存): what is typed behind a save that was refused is for what comes later."""

from tui.screens.asking import Asking
from tui.screens.form_fields import FormFields


class RefusedSave(FormFields):
    """It comes into no field, and how many keys that were is said."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._why_not = ""
        """Why saving was refused, as far as that stands under no field."""

    def refuse_keys(self, why_not: str = "") -> None:
        """Drop them; how many they were is said behind why it was refused, which else stands under
        its field.
        """
        self._why_not = why_not
        self._desk.drop_behind(why_not, self._asking.title)

    def say_forgotten(self, said: str) -> None:
        self.say("   ".join(filter(None, (self._why_not, said))))

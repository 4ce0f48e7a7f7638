"""The first page of each role."""

from bot import powers
from bot.powers import Duty
from handlers.console.door import ConsoleDoor
from handlers.console.places import PLACES


class HomeDoor(ConsoleDoor):
    """Leads to the first entry of the menu that is theirs."""

    duty = Duty.OWN

    def get(self) -> None:
        """Lead on."""
        first = next(each for each in PLACES if powers.has(self.member, each.duty))
        self.redirect(first.path, status=303)

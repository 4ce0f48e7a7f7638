"""What ways outside WeChat look like to the courier: one method, one kind of failure."""

from typing import Protocol

from models.notice import Notice
from models.ticket import Ticket


class NotSentError(Exception):
    """A notice did not go out; ``final`` says that trying again is useless."""

    def __init__(self, reason: str, *, final: bool) -> None:
        super().__init__(reason)
        self.final = final


class Sender(Protocol):
    """Sends notices by a way where repeating one does no harm."""

    async def send(self, notice: Notice, ticket: Ticket) -> None:
        """Send a notice. Raises NotSentError."""

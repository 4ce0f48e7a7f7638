"""What every page of the console needs, composed once by the application and handed in."""

from dataclasses import dataclass

from bot.office.sign_in import SignIn
from bot.services import Services


@dataclass(frozen=True, slots=True)
class Office:
    """The services, and what only an office has."""

    services: Services
    sign_in: SignIn

"""What every page of the console needs, composed once by the application and handed in."""

from dataclasses import dataclass

from bot.office.counting import Counting
from bot.office.setup import Setup
from bot.office.sign_in import SignIn
from bot.office.teaching import Teaching
from bot.office.watch import Watch
from bot.services import Services
from bot.wechat.client import WeChatClient


@dataclass(frozen=True, slots=True)
class Office:
    """The services, and what only an office has."""

    services: Services
    sign_in: SignIn
    watch: Watch
    teaching: Teaching
    counting: Counting
    wechat: WeChatClient
    setup: Setup

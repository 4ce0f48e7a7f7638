"""网页 and 停用网页: a link to a page with large letters, for whom the chat is too small."""

from bot.commands import Command
from bot.context import Turn

PATH = "/e"


async def give(turn: Turn, command: Command) -> str:
    """网页: a new link, which ends the one before."""
    token = await turn.services.store.page_links.give(turn.person, turn.now)
    return turn.say("page.link", url=f"{turn.services.public_url}{PATH}/{token}")


async def end(turn: Turn, command: Command) -> str:
    """停用网页: nobody gets in by the link any more."""
    had = await turn.services.store.page_links.end(turn.person)
    return turn.say("page.ended" if had else "page.none")

"""Photos and audio are copied from WeChat, which forgets them after three days."""

import logging
from datetime import timedelta

from bot.services import Services
from bot.wechat.client import WeChatClient
from bot.wechat.errors import ApiError
from bot.wechat.reactions import Reaction
from models.ticket import Attachment, Ticket

log = logging.getLogger(__name__)

RETRY = timedelta(seconds=30)
# Source: WeChat 获取临时素材 docs: media sent by users is kept for three days.
KEPT_BY_WECHAT = timedelta(days=3)


async def fetch_media(services: Services, client: WeChatClient) -> int:
    """Fetch what is still at WeChat; how many tickets had something."""
    due = await services.store.tickets.due_to_fetch(services.clock())
    for ticket in due:
        waiting = [each for each in ticket.attachments if each.state == "owed"]
        settled = [await _fetch(services, client, ticket, each) for each in waiting]
        next_try = None if all(settled) else services.clock() + RETRY
        await services.store.tickets.fetch_next(ticket, next_try)
    return len(due)


async def _fetch(
    services: Services, client: WeChatClient, ticket: Ticket, attachment: Attachment
) -> bool:
    """Copy one file; whether it is settled, as kept or as lost for good."""
    file = f"{ticket.id}/{attachment.media_id}"
    try:
        media = await client.download_media(attachment.media_id)
    except ApiError as error:
        is_over = services.clock() - attachment.at > KEPT_BY_WECHAT
        if error.reaction is not Reaction.DATA and not is_over:
            return False
        log.warning("attachment lost", extra={"ticket": ticket.number, "error": str(error)})
        await services.store.tickets.fetched(ticket.id, attachment.media_id, None)
        return True
    await services.store.media.put(file, media.content, media.content_type)
    await services.store.tickets.fetched(ticket.id, attachment.media_id, file)
    return True

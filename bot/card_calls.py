"""Asking on behalf of whoever lives behind a door: what a help card makes of a ticket.

The same for the chat and for the page. The ticket belongs to the elder, the helper follows it, and
the elder and their family hear that somebody asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.alarms import KEPT_FROM
from bot.family import followers_of
from bot.manners import BY_CARD
from bot.services import Services
from models.alarm import FAMILY
from models.area import Level
from models.help_cards import Card
from models.notice import Notice
from models.people import VISIT, Resident, has_wechat
from models.ticket import Ticket

SOURCE = "card"
PAGE = "/h/"


def page_of(services: Services, card: Card) -> str:
    """The address of a card's own page, for phones without WeChat."""
    return f"{services.public_url.rstrip('/')}{PAGE}{card.code}"


def printed(services: Services, card: Card) -> str:
    """What the code on the sheet says: WeChat's address where there is one, else our page."""
    return card.url or page_of(services, card)


def community_of(services: Services, area: str | None) -> str:
    """What the community of an area is called."""
    community = services.areas.above(area, Level.COMMUNITY)
    return community.name if community else services.phrases("menu.community")


async def on_behalf(
    services: Services, ticket: Ticket, card: Card, phone: str | None = None
) -> Ticket:
    """A new ticket of a helper, made that of the elder; ``phone`` is where to call the helper.

    Whoever scans their own card simply asks, and nobody else is told.
    """
    helper = ticket.asker
    elder = await services.store.residents.get(card.resident) if card.resident else None
    asker = elder.id if elder else helper
    family = await _family(services, ticket, elder) if elder else ()
    told = [elder.id, *family] if elder and elder.follows and has_wechat(elder.id) else family
    following = (helper, *family) if not helper.startswith(VISIT) else family
    return replace(
        ticket,
        asker=asker,
        followers=tuple(each for each in dict.fromkeys(following) if each != asker),
        source=SOURCE,
        place=card.place or ticket.place,
        phone=phone or (elder.phone if elder else None) or ticket.phone,
        notices=(*ticket.notices, *_notices([each for each in told if each != helper], ticket)),
        owed_at=ticket.created if told else ticket.owed_at,
    )


async def _family(services: Services, ticket: Ticket, elder: Resident) -> Sequence[str]:
    """The elder's children, unless it is something that stays from families."""
    is_kept = FAMILY in KEPT_FROM.get(ticket.danger or "", ())
    return () if is_kept else await followers_of(services, elder)


def _notices(people: Sequence[str], ticket: Ticket) -> tuple[Notice, ...]:
    return tuple(
        Notice(f"0-{position}", person, BY_CARD, ticket.created)
        for position, person in enumerate(people)
    )

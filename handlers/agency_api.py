"""The door for agencies' own programs: signed events about the cases they have.

Whoever is refused learns no more than that; whoever is let in learns what was wrong and what is
possible. Source: Standard Webhooks specification 1.0.0 (signature, 2xx for a repeat).
"""

import logging
from typing import Any

from bot.agencies import signing
from bot.agencies.deeds import (
    ConflictError,
    NoLawyerError,
    RuleError,
    StaleError,
    do,
    possible,
)
from bot.agencies.events import AgencyEvent, FieldError, read_event
from bot.services import Services
from handlers.base import Door
from models.database import StoreUnavailableError
from models.links import is_with
from models.steps import AGENCY, IllegalMoveError, MissingError
from models.ticket import Ticket
from models.tickets import CrowdedError

log = logging.getLogger(__name__)

BODY_LIMIT = 64 * 1024  # bytes


class AgencyEventsDoor(Door):
    """POST takes one event; the same ``id`` again answers 200 and changes nothing."""

    def initialize(self, services: Services) -> None:
        """Take what the door needs."""
        self._services = services

    async def post(self, name: str) -> None:
        """Take an event: 404, 413 and 403 for strangers, 422 and 409 with what is wrong."""
        settings = self._services.timetable.agencies.get(name)
        if settings is None or settings.webhook is None:
            return self._refuse(404)
        if len(self.request.body) > BODY_LIMIT:
            return self._refuse(413)
        secret, now = settings.webhook.secret.get_secret_value(), self._services.clock()
        try:
            signing.check(secret, self.request.headers, self.request.body, now.timestamp())
        except signing.WrongSignatureError:
            return self._refuse(403)
        try:
            return await self._take(name, read_event(self.request.body))
        except FieldError as error:
            return self._explain(422, fields=error.fields)
        except (StoreUnavailableError, CrowdedError):
            return self._explain(503, error="busy; send it again")

    async def _take(self, name: str, event: AgencyEvent) -> None:
        key = f"{AGENCY}{name}:{event.id}"
        ticket = await self._services.store.tickets.numbered(event.ticket)
        if ticket is None or not (ticket.heard(key) or is_with(ticket, name)):
            return self._refuse(404)
        try:
            after = await do(self._services, ticket, event.deed(), AGENCY + name, key)
        except RuleError as error:
            raise FieldError({"rule": f"one of {', '.join(error.rules)}"}) from error
        except NoLawyerError as error:
            raise FieldError({"lawyer": "needed as a name with letters"}) from error
        except MissingError as error:
            raise FieldError({"words": f"needed as a {error.need} that tells something"}) from error
        except ConflictError as error:
            told = f"conflict of interest: the lawyer is on the other side in {error.number}"
            return self._not_now(ticket, told)
        except (IllegalMoveError, StaleError) as error:
            return self._not_now(error.ticket, "not possible now")
        return self._explain(200, ticket=after.number, state=after.state)

    def _not_now(self, ticket: Ticket, why: str) -> None:
        moves = possible(self._services, ticket)
        self._explain(409, error=why, state=ticket.state, possible=moves)

    def _explain(self, status: int, **told: Any) -> None:
        self.set_status(status)
        self.finish(told)

    def _refuse(self, status: int) -> None:
        log.warning("agency event refused", extra={"status": status})
        self.set_status(status)
        self.write_error(status)

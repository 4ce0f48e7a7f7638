"""The door for sensors in the homes of elders: a signed event is a sign of life.

Whoever is refused learns no more than that: a device nobody knows, a wrong signature and an old
one look alike. Source: Standard Webhooks specification 1.0.0 (signature, 2xx for a repeat).
"""

import logging

import orjson
from pydantic import BaseModel, Field, ValidationError

from bot.agencies import signing
from bot.check_ins import sensed
from bot.services import Services
from handlers.base import Door
from models.database import StoreUnavailableError

log = logging.getLogger(__name__)

BODY_LIMIT = 4 * 1024  # bytes
_NOBODYS = "a secret that signs nothing"  # so that an unknown device costs as much as a known one


class DeviceEvent(BaseModel):
    """What a sensor tells: who it is, and what it noticed, such as ``door``."""

    device: str = Field(min_length=1, max_length=60)
    type: str = Field(min_length=1, max_length=40)


class DeviceEventsDoor(Door):
    """POST takes one event; the same or an older one again answers 200 and changes nothing."""

    def initialize(self, services: Services) -> None:
        """Take what the door needs."""
        self._services = services

    async def post(self) -> None:
        """Take an event: 413 for too much, 403 for strangers, 503 while the store is away."""
        if len(self.request.body) > BODY_LIMIT:
            return self._refuse(413)
        try:
            event = DeviceEvent.model_validate(orjson.loads(self.request.body))
        except (orjson.JSONDecodeError, ValidationError):
            return self._refuse(403)
        try:
            return await self._take(event)
        except signing.WrongSignatureError:
            return self._refuse(403)
        except StoreUnavailableError:
            return self._refuse(503)

    async def _take(self, event: DeviceEvent) -> None:
        devices, headers = self._services.store.devices, self.request.headers
        device = await devices.get(event.device)
        secret, now = device.secret if device else _NOBODYS, self._services.clock()
        signing.check(secret, headers, self.request.body, now.timestamp())
        if device is None:
            raise signing.WrongSignatureError
        if await devices.hear(device, int(headers["webhook-timestamp"])):
            await sensed(self._services, device.person)
        self.finish({"device": device.id})

    def _refuse(self, status: int) -> None:
        log.warning("sensor event refused", extra={"status": status})
        self.set_status(status)
        self.write_error(status)

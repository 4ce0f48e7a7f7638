"""The door for sensors: a signed event is a sign of life; all else is refused alike."""

import json
from dataclasses import replace
from datetime import timedelta

from tornado.httpclient import HTTPResponse

from bot.agencies.signing import signed
from bot.check_ins import set_up
from jobs.check_in import check_in
from models.check_ins import Ending, How, today
from models.devices import Device, new_device
from tests.handlers.doors import Doors, play
from tests.support.house import LI, ZHOU

PATH = "/api/v1/devices/events"


async def tell(doors: Doors, device: Device, late: int = 0, pad: int = 0) -> HTTPResponse:
    """Send an event as the sensor does."""
    body = json.dumps({"device": device.id, "type": "door", "pad": "x" * pad}).encode()
    stamp = int(doors.street.clock().timestamp()) + late
    return await doors.post(PATH, body, signed(device.secret, f"e-{stamp}", stamp, body))


async def waited_for(doors: Doors) -> Device:
    """李大爷, of whom we want to hear by 13:00, with a sensor at the door."""
    services, now = doors.street.services, doors.street.clock()
    await set_up(services, LI, "13:00", LI)
    await check_in(services)
    device = new_device(LI, ZHOU, now)
    await services.store.devices.put(device)
    return device


async def state(doors: Doors) -> tuple[Ending, How | None]:
    store = doors.street.services.store.check_ins
    day = await store.day(f"{LI}|{today(doors.street.clock())}")
    assert day is not None
    return day.state, day.how


def test_an_opened_door_is_a_sign_of_life(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        device = await waited_for(doors)
        assert (await tell(doors, device)).code == 200
        assert await state(doors) == (Ending.SAFE, How.SENSOR)

    play(store_uri, story)


def test_strangers_and_forgeries_are_refused_alike(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        device = await waited_for(doors)
        answers = [
            await tell(doors, replace(device, id="d-unknown")),
            await tell(doors, replace(device, secret="another secret of 24 ch.")),
            await tell(doors, device, late=-301),
            await doors.post(PATH, b"no json", {}),
        ]
        assert {(each.code, each.body) for each in answers} == {(403, b"refused")}
        assert (await tell(doors, device, pad=5000)).code == 413
        assert (await state(doors))[0] is Ending.WAITING

    play(store_uri, story)


def test_an_event_played_back_is_no_second_sign(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        device = await waited_for(doors)
        store = doors.street.services.store.devices
        assert await store.hear(device, int(doors.street.clock().timestamp()))
        assert (await tell(doors, device)).code == 200
        assert (await state(doors))[0] is Ending.WAITING
        doors.street.clock.now += timedelta(seconds=1)
        assert (await tell(doors, device)).code == 200
        assert (await state(doors))[0] is Ending.SAFE

    play(store_uri, story)

"""Sending over HTTP: template messages, customer-service messages, the typing hint."""

import asyncio

from simulator.api.call import OK, Answer, Request
from simulator.world import World


async def send_template(world: World, request: Request) -> Answer:
    """POST /cgi-bin/message/template/send: the result follows as an event."""
    message = request.json()
    msgid, is_new = world.notices.send(message)
    manner = world.faults.faults.finish_event
    if is_new and manner == "early":
        await _report(world, message["touser"], msgid)
    elif is_new and manner == "normal":
        world.spawn(_report_later(world, message["touser"], msgid))
    return {**OK, "msgid": msgid}


async def _report_later(world: World, openid: str, msgid: int) -> None:
    await asyncio.sleep(world.account.delivery.finish_event_seconds)
    await _report(world, openid, msgid)


async def _report(world: World, openid: str, msgid: int) -> None:
    """Push the result. Source: WeChat 服务号 docs, template message events page."""
    status = world.faults.faults.template_status
    fields = {"MsgID": msgid, "Status": status}
    await world.push_event(openid, "TEMPLATESENDJOBFINISH", fields)


def send_custom(world: World, request: Request) -> Answer:
    """POST /cgi-bin/message/custom/send."""
    world.customer.send(request.json())
    return OK


def show_typing(world: World, request: Request) -> Answer:
    """POST /cgi-bin/message/custom/typing."""
    world.customer.hint(request.json())
    return OK

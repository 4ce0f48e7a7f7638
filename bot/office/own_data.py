"""All that is kept of a resident, in the words of the file that is given to them on request."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.links import without_links
from bot.messages import Text
from bot.parse import parse
from bot.services import Services
from models.check_ins import Day, Plan
from models.help_cards import Card
from models.kin import Bond
from models.people import Resident
from models.receipt import Receipt
from models.store import Store
from models.ticket import Ticket

MOST = 2000
LONGEST_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def everything_of(services: Services, resident: Resident) -> dict[str, Any]:
    """Every document that names them."""
    store, person = services.store, resident.id
    tickets = await store.tickets.asked_by(person, limit=MOST)
    plan = await store.check_ins.plan(person)
    return {
        "姓名": resident.name,
        "电话": resident.phone,
        "片区": services.areas.name(resident.area),
        "关注时间": resident.since,
        "出生年份": resident.born,
        "老人模式": resident.simple,
        "发语音": resident.listens,
        "单子": [_ticket(services, each) for each in tickets],
        "家人": [_bond(each) for each in await _bonds(store, person)],
        "报平安": _plan(plan) if plan else None,
        "报平安记录": [_day(each) for each in await store.check_ins.days_of(person)],
        "求助卡": [_card(each) for each in await store.help_cards.of_resident(person)],
        "聊天": [_spoken(each) for each in await store.receipts.lately(person, LONGEST_AGO, MOST)],
    }


def _ticket(services: Services, ticket: Ticket) -> dict[str, Any]:
    say = services.phrases
    return {
        "编号": ticket.number,
        "类别": say(f"queue.{ticket.queue}"),
        "状态": say(f"state.{ticket.state}"),
        "时间": ticket.created,
        "原话": ticket.text,
        "地点": ticket.place,
        "电话": ticket.phone,
    }


async def _bonds(store: Store, person: str) -> Sequence[Bond]:
    return [*await store.kin.of_elder(person), *await store.kin.of_child(person)]


def _bond(bond: Bond) -> dict[str, Any]:
    return {"老人": bond.elder_name, "家人": bond.child_name, "同意": bond.since}


def _plan(plan: Plan) -> dict[str, Any]:
    away = (plan.away_from, plan.away_until)
    return {"每天": plan.by, "开始": plan.since, "在做": plan.runs, "不在家": away}


def _day(day: Day) -> dict[str, Any]:
    return {"日期": day.date, "结果": day.state, "怎么报的": day.how, "时间": day.at}


def _card(card: Card) -> dict[str, Any]:
    return {"卡号": card.id, "挂在": card.place, "做卡": card.since, "停用": card.revoked_at}


def _spoken(receipt: Receipt) -> dict[str, Any]:
    message = parse(receipt.message.encode()) if receipt.message else None
    said = message.content if isinstance(message, Text) else ""
    reply = (receipt.reply or {}).get("content", "")
    return {"时间": receipt.at, "居民说": said or "（不是文字）", "回答": without_links(reply)}

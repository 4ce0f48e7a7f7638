"""The audit trail as people read it: who did what when, in plain words."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.office.accounts import COMMAND_LINE
from bot.office.deeds import DeedRefusedError
from bot.services import Services
from models.audit import BrokenChainError, Entry, Wanted
from models.clock import CHINA
from models.people import StaffMember

PAGE = 50

# What each deed is called; a test finds every deed the code notes.
DEEDS: Mapping[str, str] = {
    "sign_in": "登录",
    "sign_out": "退出",
    "change_password": "改了自己的密码",
    "begin_code": "打开了动态码",
    "end_code": "关掉了动态码",
    "open_account": "开了账号",
    "reset_password": "重设了密码",
    "enable_account": "启用了账号",
    "disable_account": "停用了账号",
    "end_sign_in": "让一处登录退出",
    "add_staff": "添了工作人员",
    "change_staff": "改了工作人员的岗位或片区",
    "reveal_resident": "看了居民的姓名和电话",
    "move_resident": "改了居民的片区",
    "bind_family": "记下了老人当面同意家人代办",
    "end_family": "解除了和家人的绑定",
    "talk_to_resident": "改了怎么跟居民说话",
    "make_help_card": "做了求助卡",
    "print_help_card": "印了求助卡",
    "revoke_help_card": "停用了求助卡",
    "forget_resident": "按要求删除了居民的资料",
    "export_resident": "导出了居民的资料",
    "approve_volunteer": "同意了志愿者报名",
    "refuse_volunteer": "没同意志愿者报名",
    "edit_volunteer": "改了志愿者的资料",
    "pause_volunteer": "让志愿者先休息",
    "resume_volunteer": "让志愿者重新接单",
    "add_area": "添了片区",
    "change_area": "改了片区的名称或电话",
    "remove_area": "删了片区",
    "draw_areas": "导入了片区的图形",
    "reveal": "看了单子上的电话",
    "chat": "看了单子里的聊天",
    "export": "导出了数字或单子",
    "keep_reply": "存了常用答复",
    "remove_reply": "删了常用答复",
    "teach_live": "让新学的词用起来",
    "teach_restore": "退回到以前的词",
    "verify_audit": "验了操作记录",
    "publish_menu": "发布了聊天菜单",
    "bulk": "一次办了多张单子",
    "reach_resident": "报平安没等到，联系上了居民",
    "keep_check_in_of_resident": "替居民开了报平安",
    "propose_check_in_to_resident": "问了居民要不要报平安",
    "stop_check_in_of_resident": "替居民停了报平安",
    "add_device_of_resident": "登记了居民家的传感器",
    "remove_device_of_resident": "去掉了居民家的传感器",
}
_PAGES = {"resident": "residents", "volunteer": "volunteers", "staff": "staff"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody asked to see, as they typed it."""

    by: str = ""
    deed: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words; ``page`` leads to whom it is about."""

    entry: Entry
    who: str
    deed: str
    page: str | None


@dataclass(frozen=True, slots=True)
class Trail:
    """The audit trail of a member's subtree."""

    services: Services
    member: StaffMember

    async def page(self, filters: Filters, before: int | None = None) -> Sequence[Line]:
        """Some entries, newest first, those before number ``before``. Raises DeedRefusedError."""
        since = _day(filters.day)
        wanted = Wanted(
            by=filters.by or None,
            deed=filters.deed or None,
            area=self.member.area,
            since=since,
            until=since + timedelta(days=1) if since else None,
        )
        found = await self.services.store.audit.latest(wanted, before, PAGE)
        names = await self._names({each.by for each in found})
        return [
            Line(each, names[each.by], DEEDS.get(each.deed, each.deed), _page(each))
            for each in found
        ]

    async def verify(self) -> str:
        """Walk the whole trail and say what was found."""
        audit, now = self.services.store.audit, self.services.clock()
        await audit.note(now, self.member.id, "verify_audit", area_path=self.member.area_path)
        try:
            last = await audit.verify()
        except BrokenChainError as broken:
            return f"第 {broken.id} 条对不上：有人动过记录。请马上告诉上级，并保存好现在的数据。"
        return f"验过了，从第 1 条到第 {last.id if last else 0} 条都对得上，没有人动过。"

    async def _names(self, people: set[str]) -> Mapping[str, str]:
        staff = self.services.store.staff
        found = await asyncio.gather(*(staff.get(each) for each in people))
        names = {each.id: each.name for each in found if each}
        return {each: names.get(each, "已经不在的人") for each in people} | {COMMAND_LINE: "命令行"}


def _page(entry: Entry) -> str | None:
    kind = _PAGES.get(entry.deed.rpartition("_")[2])
    return f"/console/{kind}/" if kind and entry.about else None


def _day(said: str) -> datetime | None:
    """The beginning of a day in China."""
    if not said:
        return None
    try:
        return datetime.combine(date.fromisoformat(said), time(), CHINA)
    except ValueError:
        raise DeedRefusedError("日期请这样填：2026-11-22。") from None

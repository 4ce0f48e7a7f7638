"""The console's menu: what stands in it, in which order, and for which duty."""

from dataclasses import dataclass

from bot.powers import Duty


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the menu."""

    name: str
    title: str
    path: str
    duty: Duty


PLACES = (
    Place("board", "调度台", "/console/board", Duty.BOARD),
    Place("tickets", "单子", "/console/tickets", Duty.TICKETS),
    Place("cases", "转来的事", "/console/cases", Duty.CASES),
    Place("listen", "听一听", "/console/listen", Duty.LISTEN),
    Place("intake", "代登记", "/console/intake", Duty.INTAKE),
    Place("check_ins", "报平安", "/console/check-ins", Duty.RESIDENTS),
    Place("residents", "居民", "/console/residents", Duty.RESIDENTS),
    Place("volunteers", "志愿者", "/console/volunteers", Duty.VOLUNTEERS),
    Place("staff", "工作人员", "/console/staff", Duty.STAFF),
    Place("areas", "片区", "/console/areas", Duty.AREAS),
    Place("figures", "数字", "/console/figures", Duty.FIGURES),
    Place("teach", "教它听懂", "/console/teach", Duty.TEACH),
    Place("audit", "操作记录", "/console/audit", Duty.AUDIT),
    Place("help", "帮助", "/console/help", Duty.OWN),
    Place("own", "我的账号", "/console/own", Duty.OWN),
)

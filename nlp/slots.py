"""Picks out where, how to call back and when, so that nobody has to ask for it again."""

import re

from .model import Slots

_NUMBER = "[0-9零〇一二两三四五六七八九十百]"

_SAID_DIGIT = "[0-9零〇洞幺一二两三四五六七八九]"
_AS_DIGIT = str.maketrans("零〇洞幺一二两三四五六七八九", "00011223456789")
_DIGIT_RUN = re.compile(
    rf"(?<![0-9A-Za-z])\+?{_SAID_DIGIT}(?:[ \-]?{_SAID_DIGIT}){{6,14}}(?![0-9])"
)
_PHONE = re.compile(r"(?:86)?(1[3-9]\d{9}|0[1-9]\d{1,2}[2-9]\d{6,7}|[2-9]\d{6,7})")

# 一户, 一组, 一层 … count things; only with a bigger number do they name a place.
_UNIT = (
    rf"(?:[A-Za-z]|{_NUMBER}{{1,5}})(?:号楼|号院|栋|幢|单元|弄|楼|室)"
    rf"|[2-9二三四五六七八九十]{_NUMBER}*[层座户组]"
)
_ROOM = r"[ \-]?[0-9]{3,4}(?![0-9元块年月天分])"
_HOUSE_NUMBER = r"(?<=[路街巷里村弄道])[0-9]{1,5}号(?![楼院])"
_NUMBERED = re.compile(rf"(?:(?:{_HOUSE_NUMBER}|{_UNIT})[ ,，]?(?:{_ROOM})?)+")
_NAME_BEFORE = re.compile(r"[一-鿿]{2,12}$")
_ESTATE = re.compile(r"[一-鿿]{2,8}?(?:小区|花园|家园|新村|公寓|大厦|家属院|社区)")
_NEAR_ME = re.compile(
    r"(?:我家|俺家|咱家|我们|咱们|小区|单元|大门|后门|隔壁|对门|楼上|楼下|楼栋|家里|村口|地下)"
    r"(?:楼下|楼上|门口|隔壁|对门|对面|后面|前面|旁边|院子里|车库|车棚|电梯|楼道|大门|门前|屋后|屋里)+"
)
# What people say before an address; the name starts after the last of these.
_LEAD_IN = re.compile(
    r".*(?:我们|我家|咱们|咱家|俺家|本人|家住|地址|位于|住|在|是|到|去|从|的|那|这|我|咱|俺|你|您|请|和|有|给|来|了)"
)

_PART = "凌晨|清早|一早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|晚饭后"
_CLOCK = rf"{_NUMBER}{{1,3}}(?:点(?:半|钟|一刻|三刻|{_NUMBER}{{1,3}}分?)?|:[0-5][0-9])"
_DAY = (
    "大后天|今天|明天|后天|今儿|明儿|后儿|今晚|明晚|明早|今早|每天|天天|周末|工作日"
    "|(?:这|本|下下|下|每)?个?(?:周|星期|礼拜)[一二三四五六日天]"
    rf"|{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}[日号]?"
    r"|(?<![0-9])(?:[12]?[0-9]|3[01])[日号](?![楼院线门店])"
)
_TIME = re.compile(
    rf"(?:(?:{_DAY})的?(?:{_PART})?(?:{_CLOCK})?|(?:{_PART})(?:{_CLOCK})?|{_CLOCK})(?:以?[前后]|左右)?"
)


def find_slots(text: str) -> Slots:
    """Place, phone and time of a normalized message."""
    return Slots(place=find_place(text), phone=find_phone(text), time=find_time(text))


def find_phone(text: str) -> str | None:
    """A mainland mobile or landline number as digits; Chinese digits and gaps are understood."""
    for run in _DIGIT_RUN.finditer(text):
        match = _PHONE.fullmatch(re.sub(r"[ +\-]", "", run.group()).translate(_AS_DIGIT))
        if match:
            return match.group(1)
    return None


def find_place(text: str) -> str | None:
    """An address or a part of one (幸福里3栋2单元501), else a place near the speaker (我家楼下)."""
    numbered = max(_NUMBERED.finditer(text), key=lambda m: m.end() - m.start(), default=None)
    if numbered:
        before = _NAME_BEFORE.search(text[max(0, numbered.start() - 12) : numbered.start()])
        name = _LEAD_IN.sub("", before.group()) if before else ""
        return (name + numbered.group()).strip(" ,，")
    estate = _ESTATE.search(text)
    if estate and len(name := _LEAD_IN.sub("", estate.group())) > 2:
        return name
    near = _NEAR_ME.search(text)
    return near.group() if near else None


def find_time(text: str) -> str | None:
    """When something should happen or happened, in the speaker's words (明天下午三点)."""
    return max((match.group() for match in _TIME.finditer(text)), key=len, default=None)

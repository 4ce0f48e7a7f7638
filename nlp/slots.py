"""Picks out where, how to call back and when, so that nobody has to ask for it again."""

import re

from .model import Slots

_NUMBER = "[0-9零〇一二两三四五六七八九十百]"
_SPOKEN_FROM, _SPOKEN_TO = "零〇洞幺一二两三四五六七八九", "00011223456789"
_SPOKEN = str.maketrans(_SPOKEN_FROM, _SPOKEN_TO)

_SAID_DIGIT = rf"[0-9{_SPOKEN_FROM}]"
_PHONE_RUN = re.compile(rf"(?<![0-9A-Za-z])\+?{_SAID_DIGIT}(?:[ \-]?{_SAID_DIGIT}){{6,14}}(?![0-9])")
_PHONE = re.compile(r"(?:86)?(1[3-9]\d{9})|(0[1-9]\d{1,2}[2-9]\d{6,7})|([2-9]\d{6,7})")

_AREA = (
    "小区|花园|家园|新村|公寓|大厦|社区|广场|庄园|华庭|名苑|宿舍|大院|家属院|安置房|"
    "苑|府|庭|村|弄|路|街|巷|胡同|里"
)
_UNIT = "号楼|号院|单元|栋|幢|座|号|楼|层|室|户|门|组|排|期|弄"
_NUMBERED = rf"(?:(?:[A-Za-z]|{_NUMBER}{{1,5}})(?:{_UNIT})(?:[ ,，]?{_NUMBER}{{3,4}}(?![0-9元块年月天]))?)"
_NAMED = rf"(?:[一-鿿]{{2,8}}?(?:{_AREA}))"
_PLACE = re.compile(rf"{_NAMED}*?{_NUMBERED}(?:[ ,，]?{_NUMBERED})*(?:门口|楼道|电梯|旁边|对面)?|{_NAMED}")
_LEAD_IN = re.compile(
    r".*(?:我们|我家|咱们|咱家|俺家|本人|家住|住在|地址是|地址|位于|就在|人在|来自|住|在|是|到|去|从|的|那|这|我|咱|俺|你|您|请|和|有|给|[ ,，])"
)
_RELATIVE = re.compile(
    r"(?:我家|俺家|咱家|我们|咱们|小区|单元|楼|村|社区|大门|后门|隔壁|对门|楼上|楼下|家里|地下)"
    r"(?:楼下|楼上|门口|隔壁|对门|对面|后面|前面|旁边|屋里|院子里|车库|车棚|电梯|楼道|大门|门前|屋后)+"
)
_FLOOR = re.compile(rf"{_NUMBER}{{1,3}}(?:楼|层)")

_DAY = "今天|明天|后天|大后天|今儿|明儿|后儿|今晚|明晚|明早|今早|每天|天天|周末|工作日"
_WEEK = "(?:这|本|下|下下|每)?个?(?:周|星期|礼拜)[一二三四五六日天]"
_DATE = rf"(?:{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}[日号]?|(?<!{_NUMBER})(?:[12]?[0-9]|3[01])[日号](?!楼|院|线|门|店|路))"
_PART = "凌晨|清早|一早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|晚饭后"
_CLOCK = rf"{_NUMBER}{{1,3}}(?:点(?:半|钟|{_NUMBER}{{1,3}}分?|一刻|三刻)?|:[0-5][0-9])"
_TIME = re.compile(
    rf"(?:{_DAY}|{_WEEK}|{_DATE})的?(?:{_PART})?(?:{_CLOCK})?(?:以?[前后]|左右)?"
    rf"|(?:{_PART})(?:{_CLOCK})?(?:以?[前后]|左右)?|{_CLOCK}(?:以?[前后]|左右)?"
)


def find_slots(text: str) -> Slots:
    """Place, phone and time of a normalized message; the first of each that was said."""
    return Slots(place=find_place(text), phone=find_phone(text), time=find_time(text))


def find_phone(text: str) -> str | None:
    """A mainland mobile or landline number as digits; Chinese digits and gaps are understood."""
    for run in _PHONE_RUN.finditer(text):
        digits = re.sub(r"[ +\-]", "", run.group()).translate(_SPOKEN)
        match = _PHONE.fullmatch(digits)
        if match:
            return match.group(1) or match.group(2) or match.group(3)
    return None


def find_place(text: str) -> str | None:
    """An address or part of one (幸福里3栋2单元501), else a place near the speaker (我家楼下)."""
    named = [_without_lead_in(match.group()) for match in _PLACE.finditer(text)]
    found = [place for place in named if place]
    if found:
        return max(found, key=len)
    match = _RELATIVE.search(text) or _FLOOR.search(text)
    return match.group() if match else None


def find_time(text: str) -> str | None:
    """When something should happen or happened, in the speaker's words (明天下午三点)."""
    matches = [match.group() for match in _TIME.finditer(text)]
    return max(matches, key=len, default=None)


def _without_lead_in(place: str) -> str | None:
    rest = _LEAD_IN.sub("", place)
    return rest if re.search(rf"{_NUMBER}|.(?:{_AREA})", rest) and len(rest) > 1 else None

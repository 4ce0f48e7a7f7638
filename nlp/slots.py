"""Picks out where, how to call back, when, for how many and how soon, so that nobody asks again."""

import re

from .addresses import find_place
from .model import Slots
from .times import find_time

_SAID_DIGIT = "[0-9零〇洞幺一二两三四五六七八九]"
_AS_DIGIT = str.maketrans("零〇洞幺一二两三四五六七八九", "00011223456789")
_GAP = r"[ \-.,，、·]?"
_ANY_PHONE = re.compile(rf"{_SAID_DIGIT}(?:{_GAP}[()（）]?{_SAID_DIGIT}){{6}}")
_NO_PHONE_BEFORE = re.compile(
    "(?:订单|单号|快递|编号|身份证|[卡账户工学案票证件]号|卡|QQ|邮编|条码|合同)[号码是为:： ]*$",
    re.I,
)
_NO_PHONE_AFTER = r"(?![0-9A-Za-z]| ?(?:元|块|万|平|米|斤|人|次|户|度|年|[.][0-9]))"
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?:\+|00)?86{_GAP})?(1[3-9](?:{_GAP}[0-9]){{9}}){_NO_PHONE_AFTER}"
)
_LOCAL = r"[2-9][0-9]{2,3}[ \-]?[0-9]{4}"
_DATE = r"(?:19|20)[0-9]{2}(?:[ \-]|[01][0-9][0-3][0-9])"
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][ \-.])(?:(?:\+|00)?86[ \-]?)?"
    rf"([(（]?0[1-9][0-9]{{1,2}}[)）]?[ \-]?{_LOCAL}"
    rf"|[48]00(?:[ \-]?[0-9]){{7}}|(?!{_DATE}){_LOCAL})"
    rf"{_NO_PHONE_AFTER}(?![ \-][0-9])"
)

_PERSONS = "(?:[0-9]{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_WE = (
    "(?:我们|咱们?|俺们?|[我俺咱]?[家屋]里?|全家|一家子?|夫妻|夫妇|[母父祖]子|[母父]女|[祖爷]孙"
    "|兄弟|姐妹|总共|一共)"
)
_KIN = "(?:老伴|老公|老婆|爱人|妈|爸|儿子|女儿|妻子|丈夫|老头子?|奶奶|爷爷|孙子|孙女|婆婆|公公)"
_PAIR = (
    "[老小]?两口子?(?!人)|老俩口"
    "|(?:我们|咱|俺|夫妻|母子|母女|父子|父女|[祖爷]孙|姐妹|兄弟|娘儿?|爷儿?)俩"
    rf"|[我俺][和跟同与]我?{_KIN}"
)
_FIRST = "[0-9一二两三四五六七八九十我俺咱全夫母父祖兄姐总老小娘爷家屋就独]"
_COUNTED_PERSONS = re.compile(
    rf"(?={_FIRST})(?:{_WE}[一就都总共]*(?P<we>{_PERSONS})"
    "(?:个人|口人?|位|名|人|个?(?:工友|老人|业主|同事))"
    rf"|(?<![来找派要请叫喊招几十第])(?P<who>(?!一){_PERSONS})"
    "[个位名](?:工友|工人|老人|老太太?|业主|农民工)"
    "|(?P<alone>[我就俺]自?己?一个?人|独自一?人?|一个人(?:住|在家))"
    rf"|(?P<pair>{_PAIR})|(?P<three>(?:[我咱]们?|母子|祖孙|姐妹|兄弟)仨))"
)
_CHINESE = "零一二三四五六七八九"

_URGENCY = re.compile(
    "不(?:是|算)?(?:很|太|怎么|特别)?着?急(?!诊)|不赶时间|慢慢来|有空再[来弄修]"
    "|什么时候都[行可]以?|不忙|越[快早]越好|[尽赶]快|[赶抓]紧|马上(?!就?[要到过开入满退])"
    "|立[刻马即]|火速|一刻也等不了|等不[了及]|刻不容缓|快[点些来]|早[点些]来|尽早|十万火急"
    "|(?:很|挺|好|太|特别|非常|万分|十分|真)着?急(?!诊)|急[得死](?:很|不得了|了)?|急急|急[用需]"
    "|(?:[今明]天|今晚|今儿|这两天"
    "|(?:[0-9]{1,2}|[一二两三四五六七八九十半]{1,2})个?(?:天|小时|钟头|分钟))[以之]?内"
    "|(?:天黑|下班|今晚|中午|天亮)[以之]?前"
)


def find_slots(text: str) -> Slots:
    """Place, phone, time, people and urgency of a normalized message."""
    return Slots(
        place=find_place(text),
        phone=find_phone(text),
        time=find_time(text),
        people=find_people(text),
        urgency=find_urgency(text),
    )


def find_phone(text: str) -> str | None:
    """A mainland number as digits that can be dialled, so without an extension.

    Chinese digits and gaps are understood.
    """
    if not _ANY_PHONE.search(text):
        return None
    for said in (text, text.translate(_AS_DIGIT)):
        for pattern in (_MOBILE, _LANDLINE):
            for match in pattern.finditer(said):
                if not _NO_PHONE_BEFORE.search(said, max(0, match.start() - 8), match.start()):
                    return re.sub("[^0-9]", "", match[1])
    return None


def find_people(text: str) -> int | None:
    """How many persons are concerned, where the number is plain: 老两口 are 2, 十几个人 unknown."""
    match = _COUNTED_PERSONS.search(text)
    if match is None:
        return None
    if said := match["we"] or match["who"]:
        return _as_number(said)
    return {"alone": 1, "pair": 2, "three": 3}[match.lastgroup or "pair"]


def find_urgency(text: str) -> str | None:
    """How soon it should be, in the speaker's words (马上, 今天之内, 不急)."""
    match = _URGENCY.search(text)
    return match.group() if match else None


def _as_number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.replace("两", "二").rpartition("十")
    return (_CHINESE.index(tens) if tens else 1) * 10 * bool(ten) + _CHINESE.find(ones or "零")

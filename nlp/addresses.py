"""Finds where help is needed: an address or a part of one, else a spot that neighbours know.

There is no list of names: a name is what stands before 3栋 or 小区, as far back as the words with
which people lead up to an address.
"""

import re

_HAN = "[一-鿿]"
_NUMBER = "(?:[0-9]{1,5}|[零〇幺一二三四五六七八九十百]{1,5})"
# Not the end of 万一, 星期一 or 统一, and not 这一栋: that counts instead of naming.
_START = r"(?<![0-9A-Za-z零〇一二两三四五六七八九十百万统周同唯逐这那整每有])(?<!星期)(?<!礼拜)"
_FLOOR = "楼(?!主(?![卧人])|长(?![期年久])|[盘房价板市宇梯])"
_HOUSE = "[栋幢](?:(?=楼[上下道顶梯])|(?![楼房别]))"
# 一栋 counts (租了一栋危房) unless the address goes on or ends there.
_ONE_HOUSE = "一[栋幢](?![的,，。 0-9一二三四五六七八九十]|$)"
_COUNTED = (
    rf"(?:号(?:[楼栋幢]|院(?!子))|{_HOUSE}|单元(?![楼房格])|{_FLOOR}"
    "|室(?![0-9一二两三]厅)|网格(?!员))"
)
_UNIT = (
    rf"第?(?:{_NUMBER} ?{_COUNTED}|[0-9]{{1,5}}弄"
    "|[A-Za-z][0-9]{0,2}(?:栋|幢|座|区|单元|号楼))"
    r"|[0-9]{1,2}-[0-9]{1,2}-[0-9]{3,4}(?![0-9\-])|[0-9]{1,3}#(?:楼|栋|[0-9]{3,4}(?![0-9]))"
)
# 三组, 五户 and 六层 count things, unless they follow a part of an address.
_WEAK_UNIT = rf"第?{_NUMBER}[层座户组队期区门排]"
_AFTER_NAME = r"(?:(?<=[区园苑庄村湾庭城府])|(?<=[住在第]))"
_HOUSE_NUMBER = (
    rf"(?<=[路街巷里村弄道苑庄区])(?<![家那这夜]里)(?<!知道){_NUMBER}号(?![楼栋幢线]|院(?!子))"
)
_ROOM = (
    r"(?:[0-9]{3,4}(?![0-9元块万年月天日分多余个名人户次平米度斤:：])"
    r"|[零〇幺一二三四五六七八九]{3,4}(?![个名人户楼号栋层天年]))"
)
_ESTATE_KIND = "小区|花园|家园|新村|公寓|大厦|家属院"
_NAMED = rf"{_HAN}{{1,8}}?(?:{_ESTATE_KIND}|[苑园城府庭村院里厦]) ?(?={_UNIT})"
_SPOT = (
    "(?:楼[下上道顶]里?|楼梯[口间]|门[口前]|大门口?|单元门口?|[东西南北后正侧]门口?(?![子诊禁])"
    "|隔壁|对门|对面|[前后]面|[旁路]边|边上|附近|院子里?|屋[后里]"
    "|地下车库|车[库棚]里?|电梯[口里]|走廊里?|过道里?)"
)
_SPOTS = rf"(?:的?{_SPOT}){{0,3}}"
_HEAD = rf"(?:{_START}(?!{_ONE_HOUSE})(?:{_UNIT})|{_AFTER_NAME}{_WEAK_UNIT}|{_HOUSE_NUMBER})"
_NEXT = rf"[ ,，\-]?(?:{_NAMED})?(?:{_UNIT}|{_WEAK_UNIT}|{_HOUSE_NUMBER}|{_ROOM})"
_ADDRESS = re.compile(rf"{_HEAD}(?:{_NEXT}){{0,8}}{_SPOTS}")
_NAME_BEFORE = re.compile(rf"{_HAN}+(?:(?<=[苑园区村里院庄城湾庭府厦寓路街巷]) )?$")

_ESTATE = re.compile(rf"(?:{_ESTATE_KIND}|社区(?!卫生|医院)){_SPOTS}")
_ANY_ESTATE = re.compile(
    "(?:我们|咱们?|整个?|全|本|老旧?|新|该|各个?|隔壁|别的?|个|每个|些|周边|附近|自己"
    "|高档|安置|回迁|开放式|封闭式?|住宅)*"
)
_CROSSING = re.compile(
    rf"(?:路|大道|大街)(?:[和与跟、]{_HAN}{{2,6}}?(?:路|大道|大街))?"
    "的?(?:交叉?口|路口|交汇处|[东西南北中]段|附近|旁边)"
)
_STORE = "(?:菜市?场|超市|商店|便利店|药[店房]|饭店|餐馆|理发店|幼儿园)"
_LANDMARK = (
    rf"(?:{_STORE}|学校|小学|中学|医院|卫生[院站室]|银行|邮局|公园|广场|公交站台?|地铁站|车站"
    "|活动[室中]心?|居委会|物业|派出所|食堂|公司|厂)"
)
_LANDMARK_SPOT = re.compile(rf"{_LANDMARK}{_SPOT}+")
_SHOP = re.compile(rf"(?<=在)(?:(?![一这那哪某个家的上下里有我你他什]){_HAN}){{2,6}}?{_STORE}")
_NEAR_ME = re.compile(
    rf"(?:[我俺咱]们?家|[我俺咱]们|小区|单元|楼栋|隔壁|对门|楼[上下]|家|村){_SPOT}+"
    "|楼道里?|楼梯[口间]|楼顶|地下车库|车棚|村[口头]|巷子?口|路口|院子里|走廊里?|单元门口?"
    "|大门口|(?<![走开])[东西南北后]门口|电梯[里口]"
)

# What people say before an address; the name starts after the last of these. Characters that
# also begin names (和平, 向阳, 来安) are spared there.
_LEAD_IN = re.compile(
    ".*(?:我们|我家|咱们|咱家|俺家|本人|家住|地址|位于|关于|反映|投诉|麻烦|名字"
    "|前往|咨询|请求|要求|发现|通过|通知|重视|同时|如果|购买|租赁|导致|对面|隔壁|靠近|旁边"
    "|昨天|今天|明天|前天|后天|每天|天天|上午|下午|晚上|早上|中午|夜里|半夜"
    "|[漏停没缺断]水|[停没断]电"
    "|住(?!宅|建)|[在是到去从的那这我咱俺你您请有给了喂叫看找帮修跑说嘛吧呢啊因而但该被把]"
    "|和(?![平谐睦美顺悦信园庄畅])|来(?!安|福|凤|龙)|向(?![阳荣东学上])|为(?!民))"
)


def find_place(text: str) -> str | None:
    """An address (幸福里3栋2单元501), else an estate, a crossing, or a spot near by (我家楼下)."""
    return _find_address(text) or _find_estate(text) or _find_spot(text)


def _find_address(text: str) -> str | None:
    match = max(_ADDRESS.finditer(text), key=lambda found: len(found.group()), default=None)
    return _name_before(text, match.start(), 24) + match.group().strip(" ,，-") if match else None


def _find_estate(text: str) -> str | None:
    for match in _ESTATE.finditer(text):
        name = _name_before(text, match.start(), 8)
        if not _ANY_ESTATE.fullmatch(name):
            return name + match.group()
    return None


def _find_spot(text: str) -> str | None:
    spots = [match.group() for pattern in (_SHOP, _NEAR_ME) for match in pattern.finditer(text)]
    for pattern, least in ((_LANDMARK_SPOT, 0), (_CROSSING, 2)):
        for match in pattern.finditer(text):
            name = _name_before(text, match.start(), 6)
            if len(name) >= least:
                spots.append(name + match.group())
    return max(spots, key=len, default=None)


def _name_before(text: str, end: int, most: int) -> str:
    """The name that ends there, of so many characters; a blank may follow 苑 or 小区."""
    before = _NAME_BEFORE.search(text, max(0, end - most), end)
    return _LEAD_IN.sub("", before.group()) if before else ""

"""The chat words that always work, whatever is open, however they are typed or spoken."""

import re
import unicodedata
from dataclasses import dataclass

_DIGITS = str.maketrans("〇零一二两三四五六七八九幺", "0012234567891")
_ENDING = re.compile(r"[\s,.!?~;:，。！？；：、…]+$")
_NUMBER = r"(?:\s*(?:编号|第)?\s*(?P<number>\d{4,12})\s*(?:号|单)?)?"
_REST = r"(?:[\s,，。:：]*(?P<rest>.+))?"

# One row a word: its name, and what people say for it. The first row that fits wins.
_TABLE: tuple[tuple[str, str], ...] = (
    ("menu", r"菜单|主菜单|目录|功能|帮助|怎么用|0"),
    ("back", r"返回|上一步|退出|回去"),
    ("repeat", r"重复|再说一遍|再说一次|没听清|没看清"),
    ("person", r"(?:我要|我想)?(?:找|转|要)?(?:个)?(?:人工|真人|人工客服|工作人员)|人工服务|9"),
    ("another", r"新的|另一件|另一件事|是另一件事|不是这件"),
    ("correct", r"改|改一下|改类型|分错了|不对|搞错了|弄错了"),
    ("cancel", r"(?:取消|撤回|撤销|不用了|算了|算了不用了)" + _NUMBER),
    ("not_fixed", r"(?:没修好|没解决|没弄好|没办好|没好|还没好|还是坏的)" + _NUMBER + _REST),
    ("rate", r"评价\s*" + r"(?P<stars>[1-5])?\s*(?:分|星|颗星)?" + _NUMBER + r"|(?P<s2>[1-5])星"),
    ("urge", r"(?:催|催催|催一下|催一催|催办|帮我催一下)" + _NUMBER),
    ("tasks", r"任务|任务列表|我的任务|看任务|有什么任务"),
    ("grab", r"(?:抢|抢单|我抢|接单|我来接)" + _NUMBER),
    ("finish", r"(?:完成了?|办好了|做完了|修好了)(?!不)" + _NUMBER + _REST),
    ("give_back", r"(?:退回|退单|去不了|来不了)" + _NUMBER + _REST),
    (
        "join",
        r"(?:我(?:要|想))?(?:当|做|加入|报名)(?:一名|个)?志愿者|志愿者(?:报名|登记)|报名志愿",
    ),
    (
        "progress",
        r"(?:查|看|查询|查一下|我的)?(?:进度|进展)(?:查询|怎么样了?|如何)?" + _NUMBER,
    ),
    (
        "progress",
        r"我的事(?:儿|情)?(?:办|弄|处理)?(?:得|的)?"
        r"(?:怎么样|咋样|如何|到哪(?:一步|儿|里)?)(?:了|啦)?",
    ),
    ("hello", r"你好|您好|你好呀|在吗|在不在|有人吗|喂|嗨|早上好|下午好|晚上好|hello|hi"),
    ("thanks", r"(?:好的?)?(?:谢谢|多谢|感谢)(?:你|您|了|啦)?|好的?|嗯+|知道了|收到|行|ok"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _TABLE)


@dataclass(frozen=True, slots=True)
class Command:
    """A word that was recognised, with the number or the words that came with it."""

    name: str
    number: str | None = None
    rest: str | None = None
    stars: int | None = None


def plain(text: str) -> str:
    """Half width, without outer blanks and closing punctuation."""
    return _ENDING.sub("", unicodedata.normalize("NFKC", text).strip())


def recognise(text: str) -> Command | None:
    """The command a text is, or None."""
    said = plain(text)
    for name, pattern in _PATTERNS:
        if match := pattern.fullmatch(said) or pattern.fullmatch(said.translate(_DIGITS)):
            found = match.groupdict()
            stars = found.get("stars") or found.get("s2")
            return Command(
                name, found.get("number"), found.get("rest"), int(stars) if stars else None
            )
    return None


def choice(text: str) -> int | None:
    """The number of a choice: 2, ２, 二, 第二个, 选2, 2号; None when it is no choice."""
    said = plain(text).translate(_DIGITS)
    match = re.fullmatch(r"(?:第|选|回|要)?\s*(\d)\s*(?:个|号|项)?", said)
    return int(match[1]) if match else None


def choices(text: str) -> list[int]:
    """All numbers of several choices, in order, each once."""
    said = plain(text).translate(_DIGITS)
    return list(dict.fromkeys(int(digit) for digit in re.findall(r"\d", said)))

"""The chat words that always work, whatever is open, however they are typed or spoken."""

import re
import unicodedata
from dataclasses import dataclass

_DIGITS = str.maketrans("〇零一二两三四五六七八九幺", "0012234567891")
_AROUND = " ,.!?~;:，。！？；：、…“”‘’\"'「」『』"
_PAUSE = r"[\s,.!;:，。！；：、]"
_SPOKEN = "[〇零一二两三四五六七八九幺]{4,20}"
_NUMBER = rf"(?:\s*(?:编号|第)?\s*(?P<number>[0-9]{{1,20}}|{_SPOKEN})\s*(?:号|单)?)?"
# Before words a number must be long, or the 3 of 没修好 3楼还黑着 would be one.
_LONG_NUMBER = _NUMBER.replace("[0-9]{1,20}", "[0-9]{5,20}(?![0-9])")
_WORDS = rf"(?:{_PAUSE}*(?P<rest>.+))?"
# For what also begins a sentence of another meaning, such as 去不了医院.
_WORDS_APART = rf"(?:{_PAUSE}+(?P<rest>.+))?"
_REST = _LONG_NUMBER + _WORDS
_REST_APART = _LONG_NUMBER + _WORDS_APART
_STAR = "[1-5一二两三四五]"
_HOW_FAR = r"(?:怎么样|咋样|如何|到哪(?:一步|儿|里)?)(?:了|啦)?"

# One row a word: its name, and what people say for it. The first row that fits wins.
_TABLE: tuple[tuple[str, str], ...] = (
    ("menu", r"菜单|主菜单|目录|功能|帮助|怎么用|[0〇零]"),
    ("back", r"返回|上一步|退出|回去"),
    ("repeat", r"重复|再说一遍|再说一次|没听清|没看清"),
    (
        "person",
        r"(?:我要|我想)?(?:找|转|要)?(?:个)?(?:人工|真人|人工客服|工作人员)|人工服务|[9九]",
    ),
    ("another", r"新的|另一件|另一件事|是另一件事|不是这件"),
    ("correct", r"改|改一下|改类型|分错了|不对|搞错了|弄错了"),
    (
        "cancel",
        r"(?:取消|撤回|撤销|不用了|算了|算了不用了)"
        + _NUMBER
        + rf"(?:{_PAUSE}*(?:谢谢|多谢)[你您了]?)?",
    ),
    ("not_fixed", r"(?:还?没有?(?:修|弄|办)好|还?没有?解决|还是坏的)" + _REST),
    ("not_fixed", r"还?没好" + _REST_APART),
    (
        "rate",
        r"评价(?:\s*(?P<stars>[0-9]{1,3}|[一二两三四五])(?![0-9])\s*(?:分|颗?星)?)?"
        + _NUMBER
        + rf"|(?:给|打)?(?P<only>{_STAR})(?:颗?星|分)",
    ),
    ("urge", r"(?:催|催催|催一下|催一催|催办|帮我催一下|帮我催催)" + _NUMBER),
    ("approve", r"同意" + _NUMBER),
    ("tasks", r"任务|任务列表|我的任务|看任务|有什么任务"),
    ("grab", r"(?:抢|我抢|接单|我来接)(?:一?[单个])?" + _NUMBER),
    (
        "finish",
        r"(?:完成(?!了)|完成了|办好了|做完了|修好了)(?![不吗没么的])" + _REST,
    ),
    ("give_back", r"(?:退回|退单)" + _REST),
    ("give_back", r"(?:去不了|来不了|完成不了)" + _REST_APART),
    (
        "join",
        r"我?(?:要|想)?(?:当|做|加入|报名)(?:一名|一个|个)?志愿者"
        r"|志愿者(?:报名|登记)|报名志愿",
    ),
    (
        "progress",
        r"(?:帮我)?(?:查|看|查询|查一下|看一下)?(?:我的)?(?:进度|进展)(?:查询|怎么样了?|如何)?"
        + _NUMBER,
    ),
    ("progress", rf"我的?事(?:儿|情)?(?:办|弄|处理)?(?:得|的)?{_HOW_FAR}"),
    ("progress", rf"(?:办|处理)(?:得|的){_HOW_FAR}"),
    ("hello", r"你好|您好|你好呀|在吗|在不在|有人吗|喂|嗨|早上好|下午好|晚上好|hello|hi"),
    (
        "thanks",
        rf"(?:好的?{_PAUSE}*)?(?:谢谢|多谢|感谢)(?:你们?|您|了|啦)?"
        r"|辛苦了|好的?|嗯+|知道了|收到|行|ok",
    ),
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
    """Half width, with single blanks, without the quotes and punctuation around it."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(_AROUND)


def recognise(text: str) -> Command | None:
    """The command a text is, or None."""
    said = plain(text)
    for name, pattern in _PATTERNS:
        if match := pattern.fullmatch(said):
            found = match.groupdict()
            number, stars = found.get("number"), found.get("stars") or found.get("only")
            return Command(
                name,
                number.translate(_DIGITS) if number else None,
                found.get("rest"),
                int(stars.translate(_DIGITS)) if stars else None,
            )
    return None


def number_alone(text: str) -> str | None:
    """The ticket number a text is; None when it is anything else."""
    match = re.fullmatch(_LONG_NUMBER, plain(text))
    number = match["number"] if match else None
    return number.translate(_DIGITS) if number else None


def choice(text: str) -> int | None:
    """The number of a choice: 2, ２, 二, 第二个, 选2, 2号; None when it is no choice."""
    said = plain(text).translate(_DIGITS)
    match = re.fullmatch(r"(?:第|选|回|要)?\s*([0-9])\s*(?:个|号|项)?", said)
    return int(match[1]) if match else None


def choices(text: str) -> list[int]:
    """All numbers of several choices, in order, each once."""
    said = plain(text).translate(_DIGITS)
    return list(dict.fromkeys(int(digit) for digit in re.findall("[0-9]", said)))

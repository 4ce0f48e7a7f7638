"""Takes off what people say around the words that matter, so that no command has to know it."""

import re

PAUSE = r"[\s,.!?~;:，。！？；：、…]"

_FILLERS = (
    "嗯+|呃+|额|哦+|噢|啊|喂+|哎呀?|唉|诶|欸|哈喽|你好|您好|那个(?!我[去来接])|那(?!个)|就是说?|话说|对了|对不起"
    "|不好意思|打扰|请问|我?想?问一?[下哈声]|我?想问问|劳驾|麻烦(?:[你您]们?)?|拜托|解忧|小解"
    "|同志|老师|大[姐哥爷妈]|阿姨|姑娘|小伙子|小哥|领导|书记"
)
_COURTESIES = (
    "(?:谢谢|多谢|感谢)(?:[你您]们?|师傅|大家|了|啦|哈)?|辛苦[了啦你您]*|拜托[了你您]*"
    "|(?<![不用])麻烦[你您]?[了啦]|好吗|行吗|可以吗|好不好|行不行"
    "|[啊呀呗哈哦噢嘛吧呢喽咯唦撒哎哟咧哇诶]"
)
_FILLER = re.compile(rf"(?:(?:{_FILLERS})(?:一下)?[啊呀哈]?{PAUSE}*){{1,6}}(?=.)", re.DOTALL)
_COURTESY = re.compile(rf"(?<=.)(?:{PAUSE}*(?:{_COURTESIES}))+$", re.DOTALL)
_LONGEST_COURTESY = 20

# Speech is written down as what sounds alike; harmless, since the whole text has to fit a row.
_SLIPS = {
    "进度": "进都|近度|进读|进渡|今度",
    "取消": "取销|去消|取肖",
    "人工": "人功|人公|人共",
    "菜单": "菜旦|彩单|菜担",
    "返回": "返会|反回|翻回",
    "重复": "从复|重付",
    "评价": "平价|评介",
    "完成": "完城|万成",
    "退回": "推回|退会",
    "抢单": "强单",
    "任务": "认务",
    "催一下": "催以下|崔一下",
}
_MEANT = tuple(_SLIPS)
# Only near the beginning, so that the words that come with a command stay as they are.
_SLIP = re.compile("(?<!.{3})(?:" + "|".join(f"({said})" for said in _SLIPS.values()) + ")")


def bare(text: str) -> str:
    """A text without the noises before and the courtesies after it, with slips of speech mended.

    Of a text that is nothing else, such as 你好, something is left.
    """
    filler = _FILLER.match(text)
    text = text[filler.end() :] if filler else text
    head, end = text[:-_LONGEST_COURTESY], text[-_LONGEST_COURTESY:]
    text = (head + _COURTESY.sub("", end)).replace("啦", "了")
    return _SLIP.sub(_mended, text, count=1)


def without_pauses(text: str) -> str:
    """The same as it would be heard."""
    return re.sub(PAUSE, "", text)


def _mended(slip: re.Match[str]) -> str:
    return _MEANT[(slip.lastindex or 1) - 1]

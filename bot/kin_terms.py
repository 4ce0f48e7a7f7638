"""What people call their elders: in 照看我妈, in 替我爸报修, in 给王奶奶送饭."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# By one name each, however it is said; the first that fits counts.
_NAMES: Mapping[str, str] = {
    "岳父": "老?丈人|岳父",
    "岳母": "丈母娘|岳母",
    "公公": "公公",
    "婆婆": "婆婆",
    "外公": "外公|姥爷",
    "外婆": "外婆|姥姥",
    "爷爷": "爷爷",
    "奶奶": "奶奶",
    "妈妈": "老?妈妈?|母亲|老娘",
    "爸爸": "老?爸爸?|父亲",
    "老伴": "老伴儿?",
}
_ANY = "老人家?|家里的?老人家?"
_TERMS = "|".join([*_NAMES.values(), _ANY])
_OWN = "(?:[我俺咱]们?家?里?的?)?"
_TITLES = "奶奶|爷爷|大爷|大妈|大娘|阿姨|叔叔|伯伯|婆婆|老师"

ELDER = rf"{_OWN}(?:{_TERMS})"
# One's own kin, or somebody by surname and title; two at once are nobody we could name.
_WHO = rf"(?:{_OWN}(?P<kin>{_TERMS})|(?P<surname>(?![我俺咱])[一-鿿]{{1,2}}?)(?:{_TITLES}))"
_PLEASE = "(?:请你?|麻烦你?|我?想要?|我?要|能不能|可不可以|可以)*"
_FOR = re.compile(
    rf"{_PLEASE}(?:帮|替|给|为)(?:一下)?{_WHO}(?![妈爸爷奶公婆])(?P<rest>.*)", re.DOTALL
)
_KNOWN = tuple((name, re.compile(pattern)) for name, pattern in _NAMES.items())


@dataclass(frozen=True, slots=True)
class Address:
    """For whom somebody asks: kin by their one name or somebody by surname; and what is left."""

    name: str | None
    surname: str | None
    rest: str


def addressed(said: str) -> Address | None:
    """For which elder these words ask; None where they ask for none."""
    found = _FOR.fullmatch(said)
    return Address(name_of(found["kin"] or ""), found["surname"], found["rest"]) if found else None


def name_of(term: str) -> str | None:
    """The one name of a term such as 我妈 or 老爸; None for one that names nobody."""
    return next((name for name, pattern in _KNOWN if pattern.search(term)), None)


def without_elder(said: str) -> str:
    """The words after whom they are about: 早上九点 of 我妈每天早上九点."""
    return re.sub(rf"^{ELDER}(?:每天|天天)?", "", said)


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of talking to an elder, to be switched on or off."""

    is_voice: bool
    is_on: bool

    @property
    def key(self) -> str:
        """Its name among the phrases."""
        return f"{'voice' if self.is_voice else 'large'}_{'on' if self.is_on else 'off'}"


MODES = "大字|大字版|老人模式|长辈模式|简单模式|语音(?:播报|回答|回复|模式)?"
SWITCHES = "打?开|用|关[掉闭上]?|停用?"


def mode_in(said: str) -> Mode | None:
    """Which way of talking 给我妈开语音 asks for; None for no such words."""
    found = re.search(rf"(?P<switch>{SWITCHES})(?:一下|上)?(?P<mode>{MODES})", said)
    if found is None:
        return None
    is_on = not found["switch"].startswith(("关", "停"))
    return Mode(is_voice=found["mode"].startswith("语音"), is_on=is_on)

"""What is said aloud of an answer: what the eye needs goes, what the ear needs comes.

Numbers that are names, of tickets and phones, are read digit by digit, with 幺 for 1 as everybody
says them; a choice “1 报修” is said as what to do: “按一，报修”.
"""

import re

MOST = 180  # characters; they take about 50 s to say slowly
REST = "其余的请看文字。"

_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.S | re.I)
_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"(?:https?|weixin)://[\x21-\x7e]+|www\.[\x21-\x7e]+", re.I)
# Counted things are no choices: “3 天”.
_COUNTED = "个天位件名人次条号楼层元块年月日点分秒小公米岁单户周"
_CHOICE = re.compile(rf"^([0-9])[ .、:：)）](?=\s*[^\s0-9{_COUNTED}])[\s.、:：)）]*(.+)$")
# Choices stand in lines of their own, beside each other, or after a question.
_NEXT_CHOICE = re.compile(rf"(?:　|\s{{2,}}|(?<=[？?])\s*)(?=[0-9][ .、:：](?![{_COUNTED}]))")
_BESIDE = re.compile(rf"\s+(?=[0-9] (?![{_COUNTED}]))")
_TO_PRESS = re.compile(r"(?<=[回按选打“])\s*([0-9])(?=[”，。、；！]|\s+[^\s0-9到]|$)")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?=\s*年)")
_NAMED = re.compile(r"(?:(?<=编号)|(?<=号码)|(?<=电话))\s*[0-9]+")
# What is as long as a ticket's number, and the numbers everybody can call.
_LONG = re.compile(r"(?<![0-9.])(?:1[12][0-9]|[0-9]{5,}|[0-9]{3,4}-[0-9]{7,8})(?![0-9.])")
_PAUSES = str.maketrans({"【": "，", "】": "，", "（": "，", "）": "，", "…": "，", "—": "，"})
_PAUSES |= str.maketrans({",": "，", ";": "；", "?": "？", "!": "！", "(": "，", ")": "，"})
_KEPT = re.compile(r"[^\w，。！？；：、.%+\s]|_")
_BETWEEN = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_DOUBLED = re.compile(r"[，、：；]+(?=[，。！？；])|(?<=[。！？；，])[，。、：；]+|^[，。、：；]+")
_SENTENCE = re.compile(r"[。！？]")
_DIGITS = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_NUMERALS = _DIGITS | {"1": "一"}


def aloud(words: str, most: int = MOST) -> str:
    """The words as somebody reads them aloud, at most so many characters; may be empty."""
    plain = _ADDRESS.sub("", _TAG.sub("", _LINK.sub(r"\1", words)))
    sentences = (_sentence(line) for line in plain.splitlines())
    return _cut(_DOUBLED.sub("", "".join(sentences)), most)


def _sentence(line: str) -> str:
    """One line, with a pause at its end."""
    pieces = [_piece(each) for each in _pieces(line.strip())]
    ended = (each.rstrip("，、；") for each in pieces)
    said = "".join(each if each[-1] in "。！？：" else f"{each}。" for each in ended if each)
    return said if any(each.isalnum() for each in said) else ""


def _pieces(line: str) -> list[str]:
    """A line apart, where choices stand beside each other."""
    pieces: list[str] = []
    for each in _NEXT_CHOICE.split(line):
        pieces += _BESIDE.split(each) if _CHOICE.match(each) else [each]
    return pieces


def _piece(piece: str) -> str:
    if found := _CHOICE.match(piece):
        piece = f"按{_NUMERALS[found[1]]}，{found[2]}"
    piece = _TO_PRESS.sub(lambda found: _NUMERALS[found[1]], piece)
    piece = _CLOCK.sub(_hour, piece)
    piece = _YEAR.sub(lambda found: _read(found[0], _NUMERALS), piece)
    for named in (_NAMED, _LONG):
        piece = named.sub(lambda found: _read(found[0], _DIGITS), piece)
    return _BETWEEN.sub("", _KEPT.sub("", piece.translate(_PAUSES)))


def _hour(found: re.Match[str]) -> str:
    minutes = f"{int(found[2])}分" if int(found[2]) else ""
    return f"{int(found[1])}点{minutes}"


def _read(number: str, digits: dict[str, str]) -> str:
    return "".join(digits.get(each, "") for each in number)


def _cut(said: str, most: int) -> str:
    """As many whole sentences as there is time for, and where the others are."""
    if len(said) <= most:
        return said
    room = said[: most - len(REST)]
    ends = [each.end() for each in _SENTENCE.finditer(room)]
    return (room[: ends[-1]] if ends else f"{room}。") + REST if room else said[:most]

"""Takes out of transcribed speech what only speaking brings: fillers, stutters, things said twice.

Digits stay as they were said, since they may be a door or a phone number.
"""

import re

_PAUSE = r"[\s，,、。.！!？?；;…]"
_DIGIT = "0-9０-９零〇一二两三四五六七八九十百千幺"
_SOUNDS = re.compile(rf"(?:[嗯呃唔诶欸]+|(?:^|(?<={_PAUSE}))[额哦噢]+(?={_PAUSE}|$)){_PAUSE}*")
# Without a pause behind it such a word may belong to what follows: 那个灯, 就是我家.
_FILLERS = re.compile(
    rf"(?:^|(?<={_PAUSE}))(?:那个|这个|就是说|就是|然后呢?|反正|怎么说呢|我跟你[讲说]){_PAUSE}+"
)
_TWICE_FILLERS = re.compile(rf"(?:那个|这个|就是){{2,}}|(?:(?:那个|就是){_PAUSE}+){{2,}}")
_STUTTER = re.compile(rf"(?P<said>[^\W{_DIGIT}A-Za-z谢])(?P=said){{2,}}")
_PRONOUN = re.compile(
    rf"(?P<said>[我你您他她它这那]|我家|我们)(?:{_PAUSE}*(?P=said))+(?![们家里个])"
)
_CLAUSE = re.compile(
    rf"(?P<said>(?=[^，,、。.！!？?；;…]*[^\W{_DIGIT}])[^，,、。.！!？?；;…]{{2,20}})"
    rf"(?:{_PAUSE}+(?P=said)(?={_PAUSE}|$))+"
)
_ENDS = re.compile(rf"^{_PAUSE}+|[\s，,、。.；;…]+$")


def tidied(text: str) -> str:
    """The words without the noise of speaking; the whole of it where nothing else was said."""
    said = " ".join(text.split())
    for noise in (_SOUNDS, _TWICE_FILLERS, _FILLERS):
        said = noise.sub("", said)
    for repeated in (_STUTTER, _PRONOUN, _CLAUSE):
        said = repeated.sub(lambda match: match["said"], said)
    return _ENDS.sub("", said) or _ENDS.sub("", text) or text.strip()

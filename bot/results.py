"""Whether words tell how a task ended, so that a stranger would understand what was done."""

import re

# What says no more than that it is over.
_EMPTY = re.compile(
    "ok(?:ay)?|搞定|解决|处理|完成|完毕|办理|办结|结束|没问题|没事|可以|好的|好[了啦]|完[了啦]|行了"
    "|已经|全部|任务|事情|问题|师傅|我们?|[已都全就的]",
    re.IGNORECASE,
)
_TELLING = re.compile(r"[^\W_]")
ENOUGH = 3  # 换灯泡, 灯亮了


def tells_result(text: str) -> bool:
    """Whether something is said besides that it is done."""
    return len(_TELLING.findall(_EMPTY.sub("", text))) >= ENOUGH

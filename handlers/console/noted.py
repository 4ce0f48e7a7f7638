"""What a page says after a deed: the key stands in the address, the sentence here."""

from collections.abc import Mapping

NOTED: Mapping[str, str] = {
    "done": "办好了。",
    "saved": "存好了。",
    "must_change": "这是临时密码。请先改成您自己的密码，再用别的页面。",
    "password": "密码改好了。别的设备上的登录都已退出。",
    "code_on": "动态码已经打开。下次登录要多填一个动态码。",
    "code_off": "动态码已经关掉。",
    "ended": "那一处已经退出。",
}

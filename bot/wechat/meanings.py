"""What WeChat's error codes mean, in plain words; what to do about each says ``remedy``.

Source: WeChat 返回码说明 page of the service account docs, and the token and template pages.
"""

from collections.abc import Mapping

from bot.wechat.reactions import Reaction, reaction_to

_MEANINGS: Mapping[int, str] = {
    -1: "微信系统正忙。",
    40001: "AppSecret 不对，或者凭证已经失效。",
    40002: "请求的凭证类型不对。",
    40003: "用户编号（openid）不对。",
    40013: "AppID 不对。",
    40014: "凭证（access_token）不对。",
    40037: "模板编号不对。",
    40125: "AppSecret 不对。",
    40164: "本服务器的地址不在公众号的 IP 白名单里。",
    40200: "这类账号不能用这个接口。",
    40243: "AppSecret 已被冻结。",
    40249: "模板内容被判为营销。",
    41001: "请求里没有凭证。",
    41002: "请求里没有 AppID。",
    41004: "请求里没有 AppSecret。",
    42001: "凭证已经过期。",
    43004: "对方没有关注本号。",
    43101: "对方拒收消息。",
    43107: "订阅消息能力被封禁。",
    43116: "这个模板被限制使用。",
    44993: "今天的次数用完了。",
    45009: "今天的接口次数用完了。",
    45011: "这一分钟里调用得太多。",
    45015: "对方超过 48 小时没有来消息。",
    45047: "对这位用户的客服消息条数用完了。",
    46003: "还没有发布菜单。",
    47001: "发送的内容微信读不懂。",
    47003: "模板里有一栏不合要求。",
    48001: "本号没有这个接口的权限。",
    48002: "对方关闭了接收消息。",
    48004: "这个接口被封禁。",
    48006: "清零次数用完了。",
    50002: "账号受到限制。",
    50004: "本号不能取凭证。",
    50007: "账号已被冻结。",
    53600: "被微信的风险控制拦下。",
    61004: "本服务器的地址没有登记在第三方平台。",
    76021: "微信不认得要查的接口。",
    89501: "本服务器的地址正在等管理员确认。",
    89503: "本服务器的地址需要管理员确认。",
    89506: "管理员拒绝了本服务器的地址（24 小时内）。",
    89507: "管理员拒绝了本服务器的地址（1 小时内）。",
}

_GENERAL: Mapping[Reaction, str] = {
    Reaction.REFRESH: "凭证失效了。",
    Reaction.BACK_OFF: "微信暂时没有办成。",
    Reaction.QUOTA: "次数用完了。",
    Reaction.USER: "这位用户收不到。",
    Reaction.DATA: "微信不接受发送的内容。",
    Reaction.PERMISSION: "账号或权限有问题。",
    Reaction.CONTENT: "内容没有通过审核。",
}


def meaning(code: int) -> str:
    """Return one sentence that says what went wrong."""
    return _MEANINGS.get(code) or _GENERAL[reaction_to(code)]

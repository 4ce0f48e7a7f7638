"""What to do about each error code, so that no caller ever compares numbers.

Source: WeChat 返回码说明 pages of the service account and mini-program docs.
"""

from collections.abc import Mapping
from enum import StrEnum


class Reaction(StrEnum):
    """What a failed call asks of us."""

    REFRESH = "refresh"  # fetch a new access_token and repeat once
    BACK_OFF = "back_off"  # wait, then try again
    QUOTA = "quota"  # stop until the quota is reset
    USER = "user"  # this person cannot be reached this way
    DATA = "data"  # what we sent is wrong; repeating is useless
    PERMISSION = "permission"  # the account or its settings need a person
    CONTENT = "content"  # the words were judged unfit


PERSONAL_QUOTA = 45047  # one person's customer messages are used up; the account is well
OUTSIDE_WINDOW = 45015  # a person was silent too long to get customer messages

_CODES: Mapping[Reaction, tuple[int, ...]] = {
    Reaction.REFRESH: (40001, 40014, 42001),
    Reaction.BACK_OFF: (
        *(-1, 43108, 44990, 44991, 45011, 45169, 61450, 87020),
        *(268487001, 268487002),
    ),
    Reaction.QUOTA: (44993, 45009, 45047, 48006, 85406),
    Reaction.USER: (
        *(40003, 40029, 40030, 40163, 40226, 42002, 42003, 42007, 43004, 43019, 43101, 43104),
        *(45015, 46004, 48002, 49003, 50001, 50005, 61010, 70000, 87007),
    ),
    Reaction.DATA: (
        *(40002, 40004, 40005, 40006, 40007, 40008, 40009, 40010, 40011, 40012, 40016, 40017),
        *(40018, 40019, 40020, 40022, 40023, 40024, 40025, 40026, 40027, 40032, 40033, 40035),
        *(40036, 40037, 40039, 40052, 40053, 40054, 40055, 40097, 40101, 40129, 40165, 40169),
        *(40212, 40246, 40247, 41001, 41002, 41004, 41006, 41008, 41009, 41028, 41029, 41030),
        *(43001, 43002, 43003, 43102, 44001, 44002, 44003, 44004, 44007, 45001, 45002, 45003),
        *(45004, 45005, 45006, 45007, 45008, 45029, 45051, 45056, 45057, 45058, 45059, 45064),
        *(45065, 45066, 45067, 45072, 45080, 45081, 45082, 45086, 45098, 45099, 45157, 45158),
        *(45159, 45171, 46003, 46101, 47001, 47002, 47003, 48005, 61451, 65301, 65303, 65304),
        *(65305, 65316, 65318, 65320, 65402, 65413, 65414, 76001, 76002, 76003, 76004, 76021),
        *(76022, 85079, 85096, 85401, 85402, 87008, 87009, 9410010, 9410011, 9410012),
        *range(200010, 200023),
    ),
    Reaction.PERMISSION: (
        *(40013, 40125, 40164, 40200, 40243, 43100, 43106, 43107, 43116, 45087, 45093, 45094),
        *(45102, 45103, 45109, 48001, 48003, 48004, 48008, 48011, 50002, 50004, 50007, 53600),
        *(61004, 61007, 61016, 61023, 61024, 85407, 85408, 89002, 89501, 89503, 89506, 89507),
    ),
    Reaction.CONTENT: (40249, 45168, 87014),
}

_REACTIONS: Mapping[int, Reaction] = {
    code: reaction for reaction, codes in _CODES.items() for code in codes
}

_REMEDIES: Mapping[int, str] = {
    -1: "微信系统繁忙，系统会自动重试，不用处理。",
    40001: "请核对 wechat.app_secret 是否与后台一致，并确认没有别的程序在强制刷新凭证。",
    40003: "这位用户没有关注本号，或 openid 属于别的账号，请改用电话等方式告知。",
    40007: "素材已过期（临时素材只保留 3 天），请重新上传。",
    40013: "请核对 wechat.app_id 是否填对。",
    40014: "凭证反复失效，请核对 wechat.app_id，并确认没有别的程序在强制刷新凭证。",
    40037: "模板编号不存在，请在公众平台后台核对 templates 里的 id。",
    40125: "请核对 wechat.app_secret，必要时在公众平台后台重置。",
    40164: "请在公众平台后台的“IP 白名单”里加上本服务器的公网地址。",
    40243: "AppSecret 已被冻结，请在公众平台后台解冻。",
    40249: "模板内容被判为营销，请改用服务类模板和措辞。",
    42001: "凭证反复过期，请检查服务器的时间是否准确。",
    43004: "用户没有关注本号，请改用电话等方式告知。",
    43019: "用户在本号黑名单里，如属误加，请在后台移出。",
    43101: "用户拒收或没有剩余订阅次数，请改用别的方式告知。",
    43107: "订阅消息能力被封禁，请在公众平台后台查看处罚通知。",
    43116: "该模板被限制使用，请在公众平台后台查看原因或更换模板。",
    45009: "今天的接口次数用完了，次日恢复；急件请电话告知，也可在后台申请提高额度。",
    45011: "发送太快，系统会等到下一分钟再试。",
    45015: "用户超过 48 小时没有来消息，客服消息发不了，请改用模板消息或电话。",
    45047: "对这位用户的客服消息条数已用完，等他再来消息，或改用模板消息、电话。",
    45168: "内容含敏感词，请修改措辞后再发。",
    47003: "模板字段不符合要求，请核对 templates 里的 fields 与后台模板是否一致。",
    48001: "本号没有这个接口的权限，请确认是已认证的服务号。",
    48002: "用户关闭了接收消息，请改用电话等方式告知。",
    48004: "接口被封禁，请在公众平台后台查看处罚通知。",
    50002: "账号受限，请登录公众平台后台查看通知。",
    50007: "账号已被冻结，请登录公众平台后台申诉。",
    89503: "新的服务器地址需要管理员确认，请管理员在微信里点“确认”。",
    89506: "管理员拒绝了本服务器地址，24 小时后才能再试，请先与管理员沟通。",
    89507: "管理员拒绝了本服务器地址，1 小时后才能再试，请先与管理员沟通。",
}

_GENERAL_REMEDIES: Mapping[Reaction, str] = {
    Reaction.REFRESH: "系统会自动更换凭证再试，不用处理。",
    Reaction.BACK_OFF: "微信暂时没有处理成功，系统会稍后再试。",
    Reaction.QUOTA: "额度已用完，等额度恢复后再发，急件请电话告知。",
    Reaction.USER: "这位用户目前收不到，请改用电话等方式告知。",
    Reaction.DATA: "发送的内容或参数不合要求，重发无用，请把错误编号告诉技术人员。",
    Reaction.PERMISSION: "账号或权限有问题，请登录公众平台后台查看通知并处理。",
    Reaction.CONTENT: "内容没有通过微信审核，请修改措辞后再发。",
}


def reaction_to(code: int) -> Reaction:
    """Return what `code` asks of us; a code nobody listed is taken as our own mistake."""
    return _REACTIONS.get(code, Reaction.DATA)


def needs_alarm(code: int, reaction: Reaction) -> bool:
    """Whether a person must look: the account is in trouble, or the code is not in our list."""
    if code == PERSONAL_QUOTA:
        return False
    return code not in _REACTIONS or reaction in (Reaction.PERMISSION, Reaction.QUOTA)


def remedy(code: int) -> str:
    """Return one sentence telling the operator what to do about `code`."""
    return _REMEDIES.get(code) or _GENERAL_REMEDIES[reaction_to(code)]

"""The menu under the chat, in WeChat's own terms; its keys are answered by bot.talks.menu."""

BUTTONS: tuple[dict[str, object], ...] = (
    {
        "name": "我要求助",
        "sub_button": [
            {"type": "click", "name": "报修", "key": "NEW:repair"},
            {"type": "click", "name": "法律援助", "key": "NEW:legal_aid"},
            {"type": "click", "name": "福利补贴", "key": "NEW:benefits"},
            {"type": "click", "name": "找人帮忙", "key": "NEW:volunteer"},
            {"type": "click", "name": "找工作人员", "key": "PERSON"},
        ],
    },
    {"type": "click", "name": "我的进度", "key": "PROGRESS"},
    {
        "name": "志愿者",
        "sub_button": [
            {"type": "click", "name": "看任务", "key": "TASKS"},
            {"type": "click", "name": "当志愿者", "key": "JOIN"},
        ],
    },
)

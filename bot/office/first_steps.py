"""What has to be done before residents can be helped: why, how, and on which page."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far something is; unsure where nobody could be asked."""

    DONE = "done"
    OPEN = "open"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it is, why it matters, what to do next, and the page where that is done."""

    name: str
    title: str
    means: str
    todo: str
    link: str = ""
    state: State = State.UNSURE


ITEMS = (
    Item(
        "keys",
        "微信密钥",
        "现在用的是谁的公众号。",
        "把设置文件 config.yaml 里 wechat 下面的几行换成您公众号的，再重新启动。",
    ),
    Item(
        "connection",
        "连上微信",
        "能取到凭证，才能发消息。",
        "点“查一查微信连接”，照着上面写的办。",
        "/console/help/doctor",
    ),
    Item(
        "menu",
        "聊天菜单",
        "居民在聊天下面看到的几个按钮。",
        "点下面的“发布菜单”。五分钟里居民就能看到。",
    ),
    Item(
        "templates",
        "消息模板",
        "通知志愿者和居民靠它。",
        "在公众平台后台选好模板，把编号和栏目填进设置里的 templates。",
    ),
    Item(
        "areas",
        "片区",
        "有了社区，事情才知道归谁。",
        "到“片区”里添上街道、社区和网格。",
        "/console/areas",
    ),
    Item(
        "account",
        "工作人员账号",
        "每人用自己的账号，谁办的才分得清。",
        "到“工作人员”里给每人开一个账号。",
        "/console/staff",
    ),
    Item(
        "code",
        "管理员的动态码",
        "管理员什么都能看，光有密码不够。",
        "每位管理员到“我的账号”里打开动态码。",
        "/console/own",
    ),
    Item(
        "volunteer",
        "第一位志愿者",
        "有人接单，居民的事才有人办。",
        "请热心人在微信里点“当志愿者”，再到“志愿者”里同意。",
        "/console/volunteers",
    ),
    Item(
        "ticket",
        "第一张单子",
        "走一遍，就知道通不通。",
        "用自己的微信说一件事，或者在“代登记”里登记一件。",
        "/console/intake",
    ),
    Item(
        "audit",
        "操作记录",
        "谁做过什么，没有人改动过。",
        "记录断了，说明有人动过数据库。请保护现场，找技术人员。",
        "/console/audit",
    ),
    Item(
        "backup",
        "密钥文件的备份",
        "这个文件丢了，存下的名字、电话和话都打不开。",
        "把它拷到另一个安全的地方（不要和数据放在一起），拷好了点“已经备份”。",
    ),
)

"""What each part of the console is for, in a sentence or two: the help that everybody reads."""

from collections.abc import Mapping

# By the name of the entry in the menu.
GUIDE: Mapping[str, str] = {
    "board": (
        "没人接的、快到期的、有危险的，都在这里，自己会更新。"
        "从最上面一件办起：点开看为什么归到这里，再派人。"
    ),
    "tickets": "查任何一件：按编号、地点或话里的词。点开能看经过、回复居民、改派、暂停、合并。",
    "cases": "转到您单位的案件。看完先签收；答复、办结都写清楚，居民会看到。每次打开都有记录。",
    "listen": "居民发来的语音，机器没听清的在这里。听一听，写下说了什么，事情就往下走。",
    "intake": "有人打电话或者上门，替他登记。边写边看归哪一类；登记好了，把编号读给对方听。",
    "check_ins": "说好每天报平安的老人，今天谁报了，谁还没报。没报的，打个电话，再点“已联系上”。",
    "residents": "找居民。名字和电话平时遮着，要看得先写明为了什么。",
    "volunteers": "同意新报名的志愿者；改他们会做的事、常去的地方、证书。",
    "staff": "添工作人员、开账号、改岗位和片区。人离开了，当天停用账号。",
    "areas": "街道、社区、网格的树和地图。先有片区，事情才知道归谁。",
    "figures": "收到多少、办成多少、多久办成。能打印，能导出成表格。",
    "teach": "居民的话没听懂、归错了类，在这里教它。改之前先看看会影响哪些句子。",
    "audit": "谁在什么时候做过什么。只能加，不能改。",
    "help": "就是这一页。",
    "own": "改密码、打开动态码、看自己在哪些地方登录着。",
}

# Of the board: the key, and what it does.
SHORTCUTS: Mapping[str, str] = {
    "j 或 ↓": "下一件",
    "k 或 ↑": "上一件",
    "回车": "打开这一件",
    "d": "派人",
    "x": "打勾或者去掉",
    "Esc": "关掉小窗口",
    "?": "看有哪些快捷键",
}

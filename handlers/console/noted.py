"""What a page says after a deed: the key stands in the address, the sentence here."""

from collections.abc import Mapping

NOTED: Mapping[str, str] = {
    "done": "办好了。",
    "menu": "菜单发布好了。居民五分钟里就能看到。",
    "saved": "存好了。",
    "drafted": "记进草稿了，还没有上线。点“看看影响”，看清楚再上线。",
    "taught": "上线了，几秒钟以后到处都听得懂了。",
    "removed": "删掉了。",
    "answered": "答复记下了，正在发。送到没有，看下面的“经过”。",
    "heard": "记下了，办事的人会看到，也告诉了居民。",
    "unheard": "记下了，这一件已列进要打电话的名单。",
    "must_change": "这是临时密码。请先改成您自己的密码，再用别的页面。",
    "password": "密码改好了。别的设备上的登录都已退出。",
    "code_on": "动态码已经打开。下次登录要多填一个动态码。",
    "code_off": "动态码已经关掉。",
    "filter_saved": "存下了，在“存下的筛选”里。",
    "filter_gone": "删掉了。",
    "ended": "那一处已经退出。",
    "forgotten": "这位的资料和聊天已经删掉。以前的单子还留着："
    "上面的话和电话加密存着，办事的人还能看。",
    "approved": "同意了，对方会收到通知，可以接单了。",
    "not_approved": "没有同意，对方会收到您写的原因。",
    "paused_volunteer": "先不给这位派新的事了。手上的事不受影响。",
    "resumed_volunteer": "这位又可以接单了。",
    "added_staff": "添好了。下一步：给这位开一个账号。",
    "disabled": "账号停用了，所有登录都已退出。",
    "enabled": "账号又可以用了。",
    "drawn": "图形导入好了。",
    "dispatched": "派出去了，等对方回话。",
}

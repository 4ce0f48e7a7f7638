"""What people say for the words that always work: first the bare words, then whole sentences.

Each table is read from top to bottom, a row a name and a pattern for the whole text; the first row
that fits wins. A group ``rest`` holds words that matter to the talk: the story of a result, which
matter is meant, or the sentence itself where it may also mean something else. With words in
``rest`` a talk that has nothing to do with them lets them be understood as a need.
"""

from bot.kin_terms import ELDER, MODES, SWITCHES
from bot.noises import PAUSE

SPOKEN_NUMBER = "[〇零一二两三四五六七八九幺]{4,20}"
_NUMBER = rf"(?:\s*(?:编号|第)?\s*(?P<number>[0-9]{{1,20}}|{SPOKEN_NUMBER})\s*(?:号|单)?)?"
# Before words a number must be long, or the 3 of 没修好 3楼还黑着 would be one.
LONG_NUMBER = _NUMBER.replace("[0-9]{1,20}", "[0-9]{5,20}(?![0-9])")
_WORDS = rf"(?:{PAUSE}*(?P<rest>.+))?"
# For what also begins a sentence of another meaning, such as 去不了医院.
_WORDS_APART = rf"(?:{PAUSE}+(?P<rest>.+))?"
_REST = LONG_NUMBER + _WORDS
# Behind a number; the 单 of 退单 is none.
_BEHIND = "(?<=[0-9〇零一二两三四五六七八九幺号])|(?<=[0-9〇零一二两三四五六七八九幺]单)"
_REST_APART = LONG_NUMBER + _WORDS_APART
# For an office's words: behind a number, or apart, so that 受理了吗 stays a question.
_REST_BEHIND = LONG_NUMBER + rf"(?:(?:{PAUSE}+|{_BEHIND})(?P<rest>.+))?"
# What may follow 退回 at once: why, not what was sent back, as in 退回押金.
_WHY = (
    "家里|有事|没|太|不[会能]|[今明后]天|临时|突然|孩子|时间|身体"
    "|我(?:[有没不今明临家要在会去腿腰]|身体)"
)
_REST_WHY = LONG_NUMBER + rf"(?:(?:{PAUSE}+|{_BEHIND}|(?={_WHY}))(?P<rest>.+))?"
# Hours of the clock or days of the week, or words that stand apart.
_HOURS = (
    rf"(?:(?:{PAUSE}+|(?=(?!一下)[0-9一二两三四五六七八九十早晚夜每周从]|凌晨|下班|双休|休息日"
    "|[上中下]午|星期|礼拜|节|工作日|全天|白天|平时))(?P<rest>.+))?"
)
# A trouble of one's own, where a task is spoken of.
_OWN = rf"(?!{PAUSE}*[我俺咱](?:家(?!里?有事)|[妈爸奶爷]))"
# What nobody says who tells how something was done.
_NOT_DONE = "(?!又|.*(?:多久|几天|在?哪里|在哪|怎么[办弄]|咋))"
_STAR = "[1-5一二两三四五]"
_AMOUNT = "[0-9一二两三四五六七八九十]{1,4}"

# Of what staff do a word stands alone, or before a number; with a number more words may follow.
_TICKET = LONG_NUMBER.removesuffix("?")


def _about(name: str, word: str) -> tuple[tuple[str, str], ...]:
    """The rows of a word of staff."""
    return (
        (name, rf"(?:{word}){PAUSE}*{_NUMBER}"),
        (name, rf"(?:{word}){PAUSE}*{_TICKET}{PAUSE}*(?P<rest>.+)"),
    )


# How somebody wants to be talked to.
_SIMPLE = "(?:大字|老人|老年人?|长辈|长者|关怀|简单)(?:模式|版)"
_USUAL = "(?:普通|正常|标准|一般)(?:模式|版)"
_SWITCH_ON = "(?:我?要|我?想|请|帮我|给我)*(?:打开|开启|切换到?|换成|换到|换回|回到|用|开)?"
_SWITCH_OFF = "(?:我?要|我?想|请|帮我|给我)*(?:关闭|关掉|退出|取消|不要|不用|别)"
_ALOUD = (
    "(?:请|麻烦|你|您|能不能|可以|帮我|都)*"
    "(?:(?:念|读|说|讲)给我(?:听听?|听一听)|(?:用|打开|开)?语音(?:回答|回复|播报)我?|(?:用|发)语音(?:说|吧))"
)
_EYES = "(?:我|这|这个|上面|你们?|您)*"
_HARD = (
    f"(?:{_EYES}(?:看不清楚?|看不见|看不了|眼睛?(?:花了?|不好使?))"
    f"|{_EYES}(?:字|字体)?(?:太小|小了|太多)了?(?:点)?|{_EYES}字(?:大一?点|放大一?点?)"
    f"|{_EYES}(?:听|看)不(?:懂|明白)"
    "|(?:请|麻烦|你|您)*(?:说|讲)?(?:得)?(?:慢|简单)一?[点些]儿?(?:说|讲)?)"
)
# What may stand before a number that is chosen.
_PICKED = "我?(?:按|选|回|点|要)?"

# Of going away: from when, and for how long or until when.
_DAYS_AWAY = "(?:[0-9一二两三四五六七八九十半几]{1,3}(?:天|个?(?:星期|礼拜|周)|个月))"
_LEAVING_DAY = "(?:从?(?:今天|明天|后天|大后天|这几天|这两天)起?)"
_LEAVING_FOR = (
    f"(?:{PAUSE}*(?:住|玩|要)?(?:{_DAYS_AWAY}"
    f"|(?:住|玩)?到(?:下*个?(?:周|星期|礼拜)[一二三四五六日天末]|[明后]天|大后天"
    "|(?:[0-9一二三四五六七八九十]{1,3}月)?[0-9一二三四五六七八九十]{1,3}[号日])(?:才?回来?)?))"
)

# Of a family: how a code is said, and what elders call their children.
_CODE = r"(?:[0-9〇零一二两三四五六七八九幺][\s,，、.。\-]*){1,12}"
_CHILD = "我?的?(?:子女|儿女|孩子|儿子|女儿|闺女|儿媳妇?|媳妇|女婿|孙子|孙女|外孙女?)"
_TO_CARE = "(?:来?(?:照看|看着|看护)我|来?(?:看|管|看到)我的事|替我办事)"
_ELDER_TO_BIND = rf"(?:{ELDER}|老人家?)"

WORDS: tuple[tuple[str, str], ...] = (
    ("elder_on", rf"{_SWITCH_ON}{_SIMPLE}"),
    ("elder_off", rf"{_SWITCH_ON}{_USUAL}|{_SWITCH_OFF}{_SIMPLE}"),
    ("listens_on", rf"{_ALOUD}(?:吧|一下)?"),
    ("listens_off", rf"{_SWITCH_OFF}(?:再|给我)*(?:念|朗读|语音(?:回答)?|说给我听)了?"),
    ("too_hard", rf"(?:{_HARD}{PAUSE}*){{1,3}}"),
    ("menu", rf"菜单|主菜单|目录|功能|帮助|怎么用|看有哪些事|{_PICKED}[0〇零]号?"),
    ("back", r"返回|上一步|退出|回去"),
    ("repeat", r"重复|没听清|没看清"),
    ("page", r"(?:打开|看看?|我?要|给我|发我)?(?:一?个)?(?:大字的?)?(?:网页|页面)"),
    ("end_page", r"(?:停用|关闭|关掉|取消|作废)(?:大字)?(?:网页|页面)"),
    ("person", rf"人工|真人|人工客服|人工服务|工作人员|{_PICKED}[9九]号?"),
    ("another", r"新的|另一件|另一件事|是另一件事|不是这件"),
    ("correct", r"改|改一下|改类型|分错了|不对|搞错了|弄错了"),
    ("cancel", r"(?:取消|撤回|撤销|不用了|算了)" + _NUMBER),
    ("not_fixed", r"(?:还?没有?(?:修|弄|办)好|还?没有?解决|还是坏的)(?!的)" + _REST),
    ("not_fixed", r"还?没好" + _REST_APART),
    (
        "rate",
        r"评价(?:\s*(?P<stars>[0-9]{1,3}|[一二两三四五])(?![0-9])\s*(?:分|颗?星)?)?"
        + _NUMBER
        + rf"|我?(?:给(?:师傅|你们)?|打个?|个)*(?P<only>{_STAR})(?:颗?星|分)(?:好评)?",
    ),
    ("urge", r"(?:催|催催|催办)" + _NUMBER),
    ("approve", r"同意" + _NUMBER),
    ("tasks", r"任务列表|有什么任务|(?:我的|看)?任务" + _NUMBER),
    ("grab", r"(?:抢|我抢|接单|我来接)(?:一?[单个])?" + _NUMBER),
    ("finish", r"(?:完成(?!了)|完成了|办好了|做完了|修好了)(?![不吗没么的])" + _NOT_DONE + _REST),
    ("return_case", r"退单" + _REST_BEHIND),
    ("give_back", r"退回" + _REST_WHY),
    ("give_back", r"(?:去不了|来不了|完成不了)" + _REST_APART),
    ("extend", r"(?:申请|我?要)?延时(?!班|服务|课|费|开关|灯)" + _REST),
    ("extend", r"(?:申请|我?要)?(?:延期|延长时间)" + _REST_BEHIND),
    ("start", r"(?:我?(?:出发|动身|在路上)|开始办)了?" + _NUMBER),
    ("escalate", r"(?:求助|我?(?:办不了|搞不定))" + _OWN + _REST_BEHIND),
    ("pause", r"(?:先|申请)?暂停" + _REST_BEHIND),
    ("resume", r"(?:恢复(?:办理)?|继续办|接着办)了?" + _NUMBER),
    ("settings", r"(?:我的|看|查)?(?:接单)?设置"),
    ("record", r"我的(?:服务|接单)?记录|服务记录"),
    ("clear_setting", r"(?:取消|关闭|关掉|不要|去掉)(?P<rest>免打扰|汇总|只接|接单时间|最多|休息)"),
    ("keep_quiet", r"免打扰(?:时间)?" + _HOURS),
    ("digest", r"汇总" + _HOURS),
    ("want_tasks", r"(?:我?只接|接单时间)" + _HOURS),
    ("have_at_most", rf"(?:同时|手上)?最多接?{PAUSE}*(?P<rest>{_AMOUNT}\s*[件个单])"),
    ("rest", rf"(?:办完)?休息{PAUSE}*(?P<rest>(?:{_AMOUNT}\s*个?半?|半个?)(?:分钟?|小时|钟头))"),
    ("add", r"补充" + _REST_BEHIND),
    ("cases", r"案件|案件列表|我的案件|有什么案件"),
    ("case_details", r"(?:详情|案情)" + _NUMBER),
    ("receive_case", r"签收" + _REST_BEHIND),
    ("decide_case", r"受理" + _REST_BEHIND),
    ("assign_case", r"指派" + _REST_BEHIND),
    ("answer_case", r"答复" + _REST_BEHIND),
    ("finish_case", r"办结" + _REST_BEHIND),
    ("case_link", r"链接" + _NUMBER),
    ("accept", r"我?接受?" + _NUMBER),
    ("refuse", r"(?:拒绝|拒接|不接受)" + _REST_WHY),
    ("refuse", r"(?:我?不接|接不了)" + _REST_APART),
    ("return_case", r"(?:这?不归我们?管|不是我们?管的)" + _REST_APART),
    *_about("dispatch", "派单?|派给"),
    ("dispatch", rf"(?:把|让|请)?{_TICKET}{PAUSE}*(?=派?给|交给)(?P<rest>.+)"),
    *_about("candidates", "谁(?:能|可以|会|适合)?(?:来)?(?:办|去|做|修|接)"),
    ("candidates", rf"{_TICKET}{PAUSE}*谁(?:能|可以|会|适合)?(?:来)?(?:办|去|做|修|接)"),
    *_about("veto", "否决"),
    *_about("supervise", "督办"),
    *_about("hand_over", "转办|转交|移交|转给"),
    ("hand_over", rf"(?:把|请)?{_TICKET}{PAUSE}*(?:转办?给|转办到?|转交给?|移交给?)(?P<rest>.+)"),
    *_about("merge", "并案|合并"),
    *_about("reveal", r"(?:查|看)?(?:联系)?电话(?!\s*1[0-9]{10}(?![0-9]))"),
    *_about("reroute", "改派|改类"),
    *_about("call_back", "回访"),
    ("untold", rf"(?:看看?)?待告知(?:列表|名单)?{PAUSE}*{_NUMBER}"),
    *_about("told", "已告知|已经告知|告知了|电话告知了?"),
    ("safe", r"(?:我|今天)?来?(?:报个?)?平安(?:了|无事)?"),
    ("safe", r"(?P<rest>我(?:今天)?(?:都|很|挺|蛮)好的?|(?:我们?|一切)?都好)"),
    ("check_in", r"(?:我(?:要|想))?(?:每天|天天)报个?平安|我(?:要|想)报个?平安|开通报平安"),
    (
        "check_in",
        r"(?:我(?:要|想))?(?:改(?:成|到))?(?:每天|天天)"
        r"(?P<rest>[^报]{2,10}?)(?:之前|以前|前)?报个?平安",
    ),
    ("stop_check_in", r"(?:停止|停掉?|取消|关掉|不用|不要|不想|别)(?:每天|天天|再)?报平安了?"),
    ("away", rf"(?P<rest>我?{_LEAVING_DAY}?(?:要|都)?(?:不在家|出(?:趟|远)?门){_LEAVING_FOR}?)"),
    ("away", rf"(?P<rest>我?{_LEAVING_DAY}?(?:要|得)?去[一-鿿]{{1,6}}?{_LEAVING_FOR})"),
    ("home_again", r"我(?:已经)?(?:回来|回家|到家)了"),
    ("bind_code", rf"绑定{PAUSE}*(?:号码?|数字|码)?[是:]?{PAUSE}*(?P<rest>{_CODE})"),
    ("bind_elder", rf"(?:我?[要想])?(?:绑定|照看)(?:一下)?(?P<rest>{_ELDER_TO_BIND})(?:的微信)?"),
    ("bind_family", r"(?:我?[要想])?绑定(?:一下)?(?:家人|家属|亲人|亲属)?"),
    ("bind_child", rf"(?:我?[要想])?绑定(?:一下)?{_CHILD}|(?:我?[要想])?让{_CHILD}{_TO_CARE}"),
    ("end_bond", r"(?:我?要)?(?:解除|取消|解开)绑定(?P<rest>.+)?|解绑"),
    ("end_bond", rf"不(?:要|想)?再?(?:让|给)(?:[他她]们?|别人|{_CHILD})再?看(?:我的事)?了"),
    ("my_family", r"我的(?:家人|家属|绑定)|(?:绑定了谁|谁(?:能|可以)看(?:到)?我的事)"),
    ("stop_following", r"取消关注"),
    ("follow_again", r"(?:重新|恢复)关注"),
    (
        "check_in_for",
        rf"(?:让|请|叫|给|帮|替|提醒)(?P<rest>{ELDER}(?:每天|天天)?[^报平安]{{0,12}}?)"
        r"(?:之前|以前|前)?报个?平安",
    ),
    ("mode_for", rf"(?:给|帮|替|为)(?P<rest>{ELDER}(?:{SWITCHES})(?:一下|上)?(?:{MODES}))"),
    ("join", r"志愿者(?:报名|登记)|报名志愿"),
    ("progress", r"(?:进度|进展)(?:查询)?" + _NUMBER),
    ("hello", r"你好|您好|你好呀|在吗|在不在|有人吗|喂|嗨|早上好|下午好|晚上好|hello|hi"),
    (
        "thanks",
        rf"(?:好的?{PAUSE}*)?(?:谢谢|多谢|感谢)(?:你们?|您|了|啦)?"
        r"|辛苦了|好的?|嗯+|知道了|收到|行|ok",
    ),
)

_ASK = "(?:请|麻烦|你们|帮我|给我|替我|帮忙|我?要|我?想|能不能|能|可不可以|可以|让我|再)*"
_LOOK = rf"(?:{_ASK}(?:查询?|[看瞧瞅]|问|知道|打听)(?:一下|下|[看瞧瞅])?)?"
_NAME = "(?:(?![没不])[一-鿿]){1,8}?"  # what names a matter: 水管, 楼道灯
_DEED = "(?:(?:修|换|买|送|陪|通|搬|装|拿|接|办)(?![的了])[一-鿿]{1,6}?)"  # 修灯, 买药
_HELPER = "(?:师傅|志愿者|你们|他们|工作人员|人)"
_KIN = (
    "(?:我?自己|我?找人|我|人家|他们"
    "|[我俺]?(?:家里?人|儿子|女儿|孩子|老公|老伴|老头子?|女婿|邻居|物业))"
)
_WHEN = (
    "(?:[昨前今]天|早上|上午|下午|晚上|刚[才刚]|上[次回]|之前|前[几些]天|[一两三几]天前"
    "|上个?(?:周|星期|礼拜)[一二三四五六日天]?)"
)

# Where a matter stands.
_REPORTED = f"(?:[我俺咱]?{_WHEN}?(?:报修|报|说|讲|登记|反映|申请|提)过?的|[我俺咱]的)"
_MATTER = "(?:事儿?|事情|问题|单子?|活|申请|那个事情?|那个申请|那件事?|那个)"
_MINE = f"(?:[我俺咱](?:的|那个|家)?|那个|这个)?(?:{_WHEN}?报的?修?的?|{_REPORTED})?{_MATTER}?"
_NEWS = "(?:消息|进展|结果|回音|回信|下文|动静|眉目|着落|信)"
_OR_NOT = "了?(?:没有?|吗)?"
_SO_FAR = (
    "(?:现在)?(?:"
    "(?:办|弄|修|搞|整|处理|解决)?[得的到]?"
    "(?:怎么样|咋样|怎样|么样|如何|到?哪(?:一步|儿|里)?|[什啥]么?情况|什么程度)[了啦]?"
    f"|有(?:没有?)?{_NEWS}{_OR_NOT}"
    f"|有(?:没有?)?(?:人|师傅)(?:接|管|受理)(?:我的)?单?{_OR_NOT}"
    f"|(?:{_HELPER}|有没有)(?:接|受理)(?:我的)?单?了(?:没有?|吗)?"
    "|(?:办|批|弄|修|搞|处理|完|解决|受理|派人)(?:下来|好|完|成|定|决)?(?:了没有?|了吗|没有?))"
)

# Waiting too long.
_LONG = "(?:半天|好[久几]天?|很久|[几一两三四五]天|一[上下]午|[一两几三]个?(?:钟头|小时))"
_WAITED = f"(?:我?都?(?:已经)?(?:等了?)?{_LONG}了?)?"
_LATE = (
    f"(?:到现在)?(?:怎么|咋|为什么|为啥)?(?:这么[久慢])?(?:到现在)?[还都也]?(?:没有?|不)(?:见|看到)?{_HELPER}?"
    "(?:(?:派人|来人|人)?来人?|[跟和]我联系|到|联系我|管|理我|上门|过来|接)"
)
_WHAT_TIME = "(?:什么时候|啥时候|么时候|啥时间|几时|多会儿|几点)"

# Not wanted any more.
_ENOUGH = (
    f"(?:(?:我|叫|让|请)*{_HELPER}?[就都]?(?:不用|不需要|不必|别|不要|甭|莫)(?:再|麻烦|派)*{_HELPER}?"
    f"(?:来|修|办|弄|管|麻烦|过来|上门|找人?|跑|看)?{_HELPER}?(?:一趟)?了"
    "|(?:不用|别|不要)(?:再)?(?:来|派人来?|麻烦)"
    "|我?(?:不用|不需要|不必|不想?[要修办弄搞]|不麻烦|用不着)(?:帮忙|人帮)?了)"
)
_OVER = "(?:(?:已经|又|都|现在)*(?:修|弄|搞|找|买|换)?(?:好|解决|没事|恢复|来|通|亮|到|完)了)"
_WITHDRAW = "(?:取消|撤回|撤销|撤)(?:一下|掉)?"
_GONE = f"(?:算了吧?|(?:我?这边|暂时|现在|先)*{_ENOUGH}|{_KIN}?{_OVER}|我?改主意了|我?取消[吧了]?)"
_THAT = "(?:刚才[说讲]?的|[这那][个件]事?|我的?)"

# Somebody real; once more; work.
_STAFF = (
    "(?:真人|活人|人工(?:客服|服务)?|客服|工作人员|(?:你们|社区|居委会)+的?(?:工作人员|干部|人))"
)
_TALK = "(?:说说?[句几]?句?话?|讲讲?[句几]?句?话?|谈谈?|聊聊?|通话|沟通)"
_CALLED = (
    f"(?:找|转|换|叫|要|接|有没有|有)*(?:到|一?个|一下)?{_STAFF}"
    f"(?:[来在接吗]|[跟和同]我|{_TALK}){{0,4}}"
)
_SAY_AGAIN = (
    "(?:啥|[你您]们?(?:刚[才刚])?[说讲]的?是?(?:啥|什么|么[事子]|哪样)(?:来着|东西|意思)?"
    "|刚[才刚][说讲]了?的?是?(?:啥|什么|么事)了?|[你您][说讲]的|再来一[遍次]|[是你]?(?:啥|什么|么事?)意思"
    "|(?:刚才)?那句话?|我?(?:没有?|不)[听看搞弄]得?[清明懂见到]楚?白?"
    "|我?[听看]不[清明懂见到]楚?白?|我?(?:耳朵|眼睛)(?:不好|背|花)"
    rf"|[你您]?{_ASK}(?:重新?)?(?:给我)?[说讲念发]一?[遍次下哈])"
)
_JOBS = "(?:活儿?|任务|单子?)"
_DONE = "(?:(?:[弄搞修办做干换装通整]|处理|疏通)[好完妥]了|(?:送到|送完|解决|买好|完成)了|搞定了?)"

# Whose not coming it is has to be clear: 我妈去不了 tells of a need.
_REASON = (
    "(?:我(?![妈爸奶爷婆公儿女孙老]|家(?!里有))|今天|明天|突然|临时|家里|单位|孩子)[一-鿿]{0,10}?"
    "|[一-鿿]{1,8}?(?=我)|(?:[换让找叫](?:个|别)人(?:去|来)?吧?)"
)

# Pauses do not matter in these, since speech has none.
SENTENCES: tuple[tuple[str, str], ...] = (
    ("menu", rf"{_ASK}(?:看看?|打开|显示|发)(?:一下)?菜单|菜单(?:给我)?看看"),
    ("menu", "[你您]们?都?(?:能|会|可以)(?:帮我)?[干做办帮]?[点些]?(?:什么|啥|哪些|么事)事?"),
    (
        "menu",
        "(?:[你您]们?)?都?有(?:什么|哪些|啥)(?:功能|服务)|这?个?(?:东西)?(?:怎么|咋)用(?:啊?这个)?",
    ),
    ("back", rf"{_ASK}(?:退出去?|返回|(?:回到|返回|退回)上一[步级]|回到?开头|回去)(?:一下)?"),
    ("back", "我?不(?:填|报名?|写)了"),
    ("repeat", rf"{_SAY_AGAIN}{{1,3}}吗?"),
    ("person", rf"{_ASK}{_CALLED}"),
    (
        "person",
        rf"{_ASK}(?:找|换|叫|来)?一?个?(?:人|{_STAFF})?来?"
        rf"[跟和同给](?:真?人|我|你们|{_STAFF})(?:本人)?(?:打个?电话|{_TALK})",
    ),
    (
        "person",
        rf"(?:跟你[说讲]不清楚?|你是机器人吧?)?{_ASK}找个?人{_TALK}?"
        "|(?:人工){2,3}|你们的?电话号?码?是?多少",
    ),
    (
        "person",
        rf"(?:我?不(?:想|要|愿意?)|别让|不要)+[跟和]?机器人?(?:[跟和]我)?{_TALK}(?:我要{_STAFF})?",
    ),
    ("person", rf"{_ASK}[让叫]?(?:{_STAFF}|你们|人)?(?:给我)?[打回]个?电话(?:给我)?吗?"),
    ("progress", rf"{_LOOK}(?:我的?)?进[度展](?:查询|怎么样[了啦]?|如何)?查?看?(?:一下)?{_NUMBER}"),
    ("progress", rf"{_LOOK}(?:编号|第)?{_NUMBER}[号单]?(?:那个|这个|那单|的)*{_SO_FAR}"),
    ("progress", rf"{_LOOK}{_MINE}{_SO_FAR}"),
    ("progress", rf"{_LOOK}{_REPORTED}(?:那个|那件)?(?P<rest>{_NAME})的?{_MATTER}?{_SO_FAR}"),
    ("progress", rf"{_LOOK}(?:我?那个)?(?P<rest>{_DEED})的{_MATTER}?(?:进度|{_SO_FAR})"),
    (
        "progress",
        rf"{_LOOK}(?:[我俺]家?|{_REPORTED}|那个)?的?(?P<rest>{_NAME})的?{_MATTER}"
        rf"(?:的?进度|{_SO_FAR})",
    ),
    ("urge", rf"{_ASK}催(?:一?催|一?下|一?哈|一)?(?:他们|师傅|那个师傅)?{_NUMBER}吗?"),
    ("urge", rf"{_ASK}催一?[催下]?(?:那个)?(?P<rest>{_DEED})的?(?:师傅|那个|人)?"),
    (
        "urge",
        rf"(?=.*(?:怎么|咋|为[什啥]|还|到现在|{_LONG}))"
        rf"(?P<rest>{_WAITED}(?:{_DEED}的)?{_HELPER}?{_LATE})",
    ),
    (
        "urge",
        rf"(?P<rest>{_WAITED}(?:{_DEED}的)?{_HELPER}?(?:到底)?{_WHAT_TIME}"
        rf"(?:才|能|会|有|可以|派)*{_HELPER}?(?:来|到|上门|过来|修好|弄好){_HELPER}?)",
    ),
    ("urge", rf"(?P<rest>{_HELPER}?(?:到底)?(?:来不来人?|有没有人来)|还?[要得]等?多(?:久|长时间))"),
    (
        "urge",
        rf"(?P<rest>(?:怎么|咋)这么慢|{_HELPER}?[也都]?太慢了|等急了"
        rf"|{_ASK}快一?[点些](?:派?人?过?来人?|[修办弄])?吗?)",
    ),
    ("cancel", rf"(?=.*(?:[不别甭莫]|算了|取消)){_GONE}{{1,4}}"),
    ("cancel", rf"{_THAT}{{1,2}}(?:{_ENOUGH}|算了)"),
    ("cancel", rf"(?P<rest>{_NAME}){_KIN}?{_OVER}{_ENOUGH}"),
    ("cancel", rf"(?P<rest>{_NAME})(?:已经|又)?自己又?(?:修?好|来|亮|通)了"),
    ("cancel", rf"{_ASK}把?{_THAT}*(?:单子?|报修|申请)?(?:给我)?{_WITHDRAW}了?{_NUMBER}吗?"),
    ("cancel", rf"{_ASK}{_WITHDRAW}{_THAT}*(?:单子?|报修)"),
    (
        "cancel",
        rf"{_ASK}{_WITHDRAW}(?:那个)?(?P<rest>{_DEED}|{_NAME})的(?:那[个件]事?|事情?|单子?)?",
    ),
    (
        "cancel",
        rf"{_ASK}把(?:那个)?(?P<rest>{_DEED}|{_NAME})的"
        rf"(?:那[个件]事?|事情?|那个单子?|单子?)?{_WITHDRAW}了?",
    ),
    ("cancel", rf"(?:那个)?(?P<rest>{_DEED})的?(?:那[个件]事?|事情?)?(?:{_ENOUGH}|算了|取消)"),
    (
        "tasks",
        "(?P<rest>(?:今天|现在|最近|附近|我?手上|我这[儿里边]|还|看看?|一下)*"
        rf"有(?:没有|什么|啥|哪些|点)?新?的?{_JOBS}"
        "(?:可以|能)?[接干做抢]?的?(?:吗|没有?|嘛)?)",
    ),
    ("tasks", "我?看(?:一下|看|下)(?:我的)?任务"),
    (
        "grab",
        rf"(?P<rest>(?:行|好的?|可以)?[这那]?[个单件趟]?{_JOBS}?"
        "(?:我(?:可以|能)?[来去接抢做干][干做接办抢]?|[让给由]我[来去做]?)(?:这个|这单|这活)?了?"
        "|这[个单]归我)|(?:我[来去抢]){2,3}",
    ),
    ("finish", rf"(?:我|已经|都|全部?|这[个边单]|那边|活儿?|任务|事情?)*{_DONE}"),
    ("finish", rf"(?P<rest>{_NAME}(?:已经|都)?给?(?:修|换|弄|装|通|送|疏通)[好完到]了)"),
    (
        "give_back",
        rf"(?P<rest>(?:{_REASON})?(?:我|今天|这个|这单)*"
        "(?:[去来做干弄接]|完成)不[了成到]了?(?:换个?人吧?)?)",
    ),
    (
        "give_back",
        "(?P<rest>退[掉了]吧?(?:这单|这个)?|(?:你们)?[换让找叫](?:个|别)人(?:去|来|吧)?"
        "|我?不[去接干]了)",
    ),
    (
        "not_fixed",
        "(?:还是|根本|就是|压根|仍然|一直)?没有?[修弄办搞]好|(?:还是|根本|压根)没有?解决",
    ),
    (
        "not_fixed",
        "(?P<rest>(?:刚|才)?(?:[修弄][好了完])?(?:又(?:坏|漏|堵|不亮|不行)了"
        "|还是?(?:不[亮行通]|在?漏水?|堵着?|老样子|一样|那样))|修了[跟和]没修一样)",
    ),
    ("rate", "我?要?来?评价|好评|(?:很|非常|挺|不|比较)?满意"),
    ("join", "我?[要想]?(?:当|做|加入|报名)(?:一名|一个|个)?志愿者"),
)

"""A small lexicon folder for tests, so that they do not depend on the real word lists."""

from pathlib import Path

FILES = {
    "common.yaml": """\
families:
  urgent: {terms: 急需}
  next_matter: {terms: 另外 还有}
  not_needed: {terms: 不用}
  openings: {terms: 我 想问}
  denials: {terms: 不是 不用}
  instead: {terms: 是 就是}
""",
    "repair.yaml": """\
families:
  thing: {weight: 1, terms: 灯 水管}
  broken: {weight: 2, terms: 坏了 漏水}
  fix: {weight: 2, terms: 修}
patterns:
  thing_broken: {near: [thing, broken], within: 3, weight: 2}
  no_fix: {then: [not_needed, fix], within: 2, weight: -4}
""",
    "legal_aid.yaml": "families:\n  law: {weight: 3, terms: 律师 离婚}\n",
    "benefits.yaml": "families:\n  insurance: {weight: 3, terms: 医保 低保}\n",
    "volunteer.yaml": """\
families:
  help_me: {weight: 1, terms: 帮我}
  cry_help: {weight: 1, terms: 求助}
  errand: {weight: 3, terms: 买菜 送饭}
""",
    "other.yaml": "families:\n  greeting: {weight: 2, terms: 早上好}\n",
    "weights.yaml": """\
temperature: 1
sure_from: 0.6
bias: {other: 1}
features: {}
words: {}
""",
    "danger.yaml": """\
enough: 3
families:
  elder: 奶奶 爷爷
  down: 摔倒 跌倒
ignore: 火锅
before: {-3: 没 怕~}
context: {-3: 去年, 2: 刚才}
kinds:
  self_harm: {queue: other, signs: {3: 不想活}}
  gas: {queue: repair, signs: {3: 煤气/燃气~漏/味}}
  fire: {queue: repair, signs: {3: 着火 火锅店起火, -3: 烧烤}}
  electric_shock: {queue: repair, signs: {3: 触电}}
  lift: {queue: repair, signs: {3: 困&电梯}}
  poisoning: {queue: other, signs: {3: 中毒}}
  robbery: {queue: other, signs: {3: 抢劫}}
  violence: {queue: legal_aid, signs: {3: 砍人}}
  chest_pain: {queue: other, signs: {3: 胸口+疼}}
  fall: {queue: other, signs: {2: down, 3: elder~down, 1: 起不来}}
  missing: {queue: other, signs: {3: 走丢}}
""",
    "danger_hints.yaml": "start: 0\nhints:\n  16: 救命 命|\n  -3: 请问\n",
    "traditional.txt": "燈灯 壞坏\n",
}


def write_lexicon(folder: Path, **changed: str) -> Path:
    """Write the small lexicon; `repair="…"` replaces the text of repair.yaml."""
    for name, text in FILES.items():
        stem, _, suffix = name.partition(".")
        (folder / name).write_text(changed.get(stem, text) if suffix else text, encoding="utf-8")
    return folder

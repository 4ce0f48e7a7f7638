"""What we can say in the answer to a push, rendered so that no text can break the XML.

Source: WeChat 被动回复用户消息 docs.
"""

import re
from dataclasses import dataclass

from wechatpy import replies as rendering

from bot.markup import cdata_safe, drop_unwritable

TEXT_LIMIT = 2048  # UTF-8 bytes; a longer text does not arrive at all
ARTICLES_AFTER_MESSAGE = 1
ARTICLES_AFTER_EVENT = 8

_SENTENCE_END = re.compile(r"[。！？；…\n]+[”’」』）]*\s*|[.!?;]\s+")
_PAUSE = re.compile(r"[，、：]\s*|\s+")


@dataclass(frozen=True, slots=True)
class TextReply:
    """Words; raises ValueError if there are none, for WeChat shows an error in their place."""

    content: str

    def __post_init__(self) -> None:
        if not drop_unwritable(self.content).strip():
            raise ValueError("a text reply needs words; to say nothing, answer with no body")


@dataclass(frozen=True, slots=True)
class ImageReply:
    """A picture uploaded before."""

    media_id: str


@dataclass(frozen=True, slots=True)
class VoiceReply:
    """A recording uploaded before."""

    media_id: str


@dataclass(frozen=True, slots=True)
class Article:
    """One card with a title and a link."""

    title: str
    description: str
    picture_url: str
    url: str


@dataclass(frozen=True, slots=True)
class NewsReply:
    """Cards: one in answer to a message, up to eight after an event; else ValueError."""

    articles: tuple[Article, ...]
    after_event: bool = False

    def __post_init__(self) -> None:
        limit = ARTICLES_AFTER_EVENT if self.after_event else ARTICLES_AFTER_MESSAGE
        if not 1 <= len(self.articles) <= limit:
            raise ValueError(f"a news reply holds 1 to {limit} articles here")


@dataclass(frozen=True, slots=True)
class TransferReply:
    """Hand the chat over to the account's human agents."""


Reply = TextReply | ImageReply | VoiceReply | NewsReply | TransferReply


def render(reply: Reply, to: str, sender: str, now: float) -> str:
    """Return the XML of `reply`, from our account `sender` to the openid `to`, at `now` seconds.

    A text longer than TEXT_LIMIT is cut by `fit_text`; send the rest as a customer message.
    """
    envelope = {"target": cdata_safe(to), "source": cdata_safe(sender), "time": int(now)}
    xml: str = _rendering(reply, envelope).render()
    return xml


def fit_text(text: str, limit: int = TEXT_LIMIT) -> tuple[str, str]:
    """Split `text` into what fits in `limit` UTF-8 bytes and the rest; together they are it.

    The cut is after a sentence, else after a pause, else anywhere, but inside a link only if
    the link alone is too long. Raises ValueError for a limit under 4, the longest character.
    """
    if limit < len("😀".encode()):
        raise ValueError("the limit must hold at least one character")
    if len(text.encode()) <= limit:
        return text, ""
    longest = len(text.encode()[:limit].decode(errors="ignore"))
    cut = _before_link(text, _natural_cut(text, longest))
    return text[:cut], text[cut:]


def _natural_cut(text: str, longest: int) -> int:
    for boundary in (_SENTENCE_END, _PAUSE):
        ends = [match.end() for match in boundary.finditer(text, 0, longest)]
        if ends and ends[-1] > longest // 2:
            return ends[-1]
    return longest


def _before_link(text: str, cut: int) -> int:
    start = text.rfind("<a ", 0, cut)
    is_inside = start > text.rfind("</a>", 0, cut) and "</a>" in text[start:]
    return start if is_inside and start > 0 else cut


def _rendering(reply: Reply, envelope: dict[str, object]) -> rendering.BaseReply:
    match reply:
        case TextReply(content):
            fitting, _rest = fit_text(drop_unwritable(content).strip())
            return rendering.TextReply(content=cdata_safe(fitting), **envelope)
        case ImageReply(media_id):
            return rendering.ImageReply(image=cdata_safe(media_id), **envelope)
        case VoiceReply(media_id):
            return rendering.VoiceReply(voice=cdata_safe(media_id), **envelope)
        case NewsReply(articles):
            cards = [_card(article) for article in articles]
            return rendering.ArticlesReply(articles=cards, **envelope)
        case TransferReply():
            return rendering.TransferCustomerServiceReply(**envelope)


def _card(article: Article) -> dict[str, str]:
    return {
        "title": cdata_safe(article.title),
        "description": cdata_safe(article.description),
        "image": cdata_safe(article.picture_url),
        "url": cdata_safe(article.url),
    }

"""The sentences an office answers with: who may keep them, and what they may hold."""

import html
import re

from tornado.httpclient import HTTPResponse

from tests.support.console import Console, play, text_of
from tests.support.street import LIGHT

PATH = "/console/replies"


def seen(page: HTTPResponse) -> str:
    return html.unescape(text_of(page))


def test_a_coordinator_keeps_a_sentence_for_the_own_community(store_uri: str) -> None:
    async def story(at: Console) -> None:
        tong, zhou = await at.sign_in("tong"), await at.sign_in("zhou")
        text = "{number} 换灯明天到货"
        assert (await tong.post(PATH, title="换灯", text=text)).code == 303
        assert text in seen(await tong.get(PATH))
        ticket = await at.street.ticket(await at.street.wang.say(LIGHT))
        page = seen(await zhou.get(f"/console/tickets/{ticket.number}"))
        assert f"{ticket.number} 换灯明天到货" in page

    play(store_uri, story)


def test_a_sentence_is_changed_and_removed_by_those_it_belongs_to(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, tong = await at.sign_in("admin"), await at.sign_in("tong")
        await admin.post(PATH, title="全市", text="请等一等")
        page = seen(await admin.get(PATH))
        found = re.search(r'name="template" value="([0-9a-f]+)"', page)
        assert found
        assert "请等一等" in seen(await tong.get(PATH))
        foreign = await tong.post(PATH, template=found[1], title="改", text="改")
        assert foreign.code == 404
        await admin.post(PATH, template=found[1], title="全市", text="请等两天")
        assert "请等两天" in seen(await admin.get(PATH))
        await admin.post(PATH, template=found[1], deed="remove")
        assert "请等两天" not in seen(await admin.get(PATH))

    play(store_uri, story)


def test_a_sentence_with_an_odd_gap_is_refused_and_not_lost(store_uri: str) -> None:
    async def story(at: Console) -> None:
        tong = await at.sign_in("tong")
        for text in ("{phone} 打给您", "{number", "{number.real}", "{number!r:>9}"):
            answer = await tong.post(PATH, title="坏的", text=text)
            assert answer.code == 422, text
            assert text in seen(answer)
        assert (await tong.post(PATH, title="", text="好")).code == 422

    play(store_uri, story)


def test_who_only_answers_does_not_change_the_sentences(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name in ("zhou", "wu", "sun", "fang", "li"):
            visitor = await at.sign_in(name)
            assert (await visitor.get(PATH)).code == 403
            assert (await visitor.post(PATH, title="a", text="b")).code == 403

    play(store_uri, story)

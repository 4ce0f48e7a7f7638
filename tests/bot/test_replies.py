"""What we say arrives whole, or not at all: no text can break the XML around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import drop_unwritable, read_xml
from bot.replies import (
    Article,
    ImageReply,
    NewsReply,
    Reply,
    TextReply,
    TransferReply,
    VoiceReply,
    fit_text,
    render,
)

ANY_TEXT = st.text(st.characters())
ARTICLE = Article(title="办事指南", description="高龄津贴", picture_url="p", url="https://x/?a=1&b")


def rendered(reply: Reply) -> dict[str, str]:
    root = read_xml(render(reply, "oUSER", "gh_x", 1760000000.9).encode())
    return {
        f"{child.tag}/{inner.tag}" if inner is not child else child.tag: inner.text or ""
        for child in root
        for inner in (list(child) or [child])
    }


class TestRender:
    def test_goes_back_to_the_sender_with_whole_seconds(self) -> None:
        assert rendered(TextReply("已受理")) == {
            "ToUserName": "oUSER",
            "FromUserName": "gh_x",
            "CreateTime": "1760000000",
            "MsgType": "text",
            "Content": "已受理",
        }

    def test_a_picture(self) -> None:
        xml = rendered(ImageReply("M1"))
        assert (xml["MsgType"], xml["Image/MediaId"]) == ("image", "M1")

    def test_a_recording(self) -> None:
        xml = rendered(VoiceReply("M1"))
        assert (xml["MsgType"], xml["Voice/MediaId"]) == ("voice", "M1")

    def test_a_hand_over_to_agents(self) -> None:
        assert rendered(TransferReply())["MsgType"] == "transfer_customer_service"

    def test_cards(self) -> None:
        xml = render(NewsReply((ARTICLE,) * 8, after_event=True), "oUSER", "gh_x", 1)
        root = read_xml(xml.encode())
        assert root.findtext("ArticleCount") == "8"
        assert [item.findtext("Url") for item in root.iter("item")] == [ARTICLE.url] * 8

    def test_only_one_card_answers_a_message(self) -> None:
        with pytest.raises(ValueError, match="1 to 1"):
            NewsReply((ARTICLE, ARTICLE))

    @pytest.mark.parametrize("count", [0, 9])
    def test_up_to_eight_cards_answer_an_event(self, count: int) -> None:
        with pytest.raises(ValueError, match="1 to 8"):
            NewsReply((ARTICLE,) * count, after_event=True)

    @pytest.mark.parametrize("content", ["", " \n", "\x00\x01"])
    def test_a_text_needs_words(self, content: str) -> None:
        with pytest.raises(ValueError, match="words"):
            TextReply(content)

    def test_a_long_text_is_cut_to_what_arrives(self) -> None:
        content = rendered(TextReply("楼道灯坏了。" * 200))["Content"]
        assert len(content.encode()) <= 2048
        assert content.endswith("。")

    @given(ANY_TEXT.filter(lambda text: drop_unwritable(text).strip()))
    def test_any_words_arrive_as_they_are(self, text: str) -> None:
        sent = drop_unwritable(text).strip().replace("\r\n", "\n").replace("\r", "\n")
        root = read_xml(render(TextReply(text), "oUSER", "gh_x", 1).encode())
        assert [child.tag for child in root].count("Content") == 1
        assert root.findtext("Content") == sent

    @given(ANY_TEXT, ANY_TEXT)
    def test_any_card_arrives_as_it_is(self, title: str, url: str) -> None:
        xml = render(NewsReply((Article(title, "", "", url),)), "oUSER", "gh_x", 1)
        assert len(list(read_xml(xml.encode()).iter("item"))) == 1


class TestFitText:
    def test_short_text_stays_whole(self) -> None:
        assert fit_text("好的") == ("好的", "")

    def test_the_cut_is_after_the_last_sentence_that_fits(self) -> None:
        assert fit_text("一二三四。五六七八！九", limit=32) == ("一二三四。五六七八！", "九")

    def test_the_cut_is_after_a_pause_when_no_sentence_ends(self) -> None:
        assert fit_text("一二三四，五六七八，九十", limit=32) == ("一二三四，五六七八，", "九十")

    def test_the_cut_keeps_closing_quotes_with_their_sentence(self) -> None:
        assert fit_text("他说“一二三四。”五六七", limit=30) == ("他说“一二三四。”", "五六七")

    def test_a_sentence_too_early_does_not_make_a_stub(self) -> None:
        head, rest = fit_text("好。" + "长" * 20, limit=30)
        assert (len(head), len(rest)) == (10, 12)

    def test_a_link_is_not_cut_in_two(self) -> None:
        link = '<a href="https://example.org/t/1">看进度。在这里</a>'
        assert fit_text("您的事在办" + link, limit=55) == ("您的事在办", link)

    def test_a_limit_below_one_character_is_refused(self) -> None:
        with pytest.raises(ValueError, match="limit"):
            fit_text("好", limit=3)

    @given(st.text(st.sampled_from("一二。，\n a<>/😀é")), st.integers(4, 60))
    def test_both_parts_are_the_text_and_the_first_fits(self, text: str, limit: int) -> None:
        head, rest = fit_text(text, limit)
        assert head + rest == text
        assert len(head.encode()) <= limit
        assert bool(head) == bool(text)

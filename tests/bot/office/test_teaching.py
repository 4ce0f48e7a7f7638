"""From what people put right to what residents meet: suggestions, drafts, going live."""

import asyncio
from dataclasses import replace

import pytest

from bot.office.lesson_forms import edits_of
from bot.office.lexicon_view import fields
from bot.office.rehearsal import BusyError, Rehearsal
from bot.office.teaching import MOST_EDITS, LessonError, Teaching
from bot.oversight import Oversight
from models.people import StaffMember
from models.ticket import Ticket
from nlp.edits import AddTerm, Edit, NewFamily, RemoveTerm, Reweigh, WeighWord
from nlp.lexicon import Lexicon
from tests.support.house import ZHOU, some_sentences
from tests.support.street import Street, play

BATS = ("阳台飞进来一只蝙蝠", "蝙蝠又飞进厨房了")
TAUGHT = NewFamily("office_1", "repair", 5.0, "啵唧啵唧")


async def zhou(street: Street) -> StaffMember:
    member = await street.services.store.staff.get(ZHOU)
    assert member is not None
    return member


def teaching(street: Street) -> Teaching:
    return Teaching(street.services, some_sentences)


async def seen(desk: Teaching, account: str = "zhou") -> str:
    """What the page of a draft names it by."""
    lesson = await desk.lesson(account)
    assert lesson is not None
    return lesson.seen


def test_what_was_added_after_the_look_does_not_go_live(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = teaching(street)
        await desk.add("zhou", ZHOU, [TAUGHT])
        looked_at = await seen(desk)
        await desk.add("zhou", ZHOU, [AddTerm("咕叽", "office_1")])
        with pytest.raises(LessonError, match="变过"):
            await desk.publish("zhou", ZHOU, "为什么", looked_at)
        assert street.services.understanding.version == 0

    play(store_uri, story)


def test_a_ticket_put_right_becomes_a_suggestion_for_those_who_see_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        member = await zhou(street)
        for text in BATS:
            ticket = await filed(street, text)
            await Oversight(street.services, member, text).reroute(ticket, "repair")
        found = await teaching(street).corrections(member)
        assert {each.text for each in found} == set(BATS)
        advice = await teaching(street).suggestions(member)
        assert [each.edit for each in advice.suggestions] == [WeighWord("蝙蝠", "repair", 1.5)]
        elsewhere = replace(member, id="oElsewhere", area_path=("hefei", "elsewhere"))
        assert await teaching(street).corrections(elsewhere) == []

    play(store_uri, story)


def test_what_residents_put_right_themselves_counts_as_well(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await filed(street, BATS[0])
        await street.wang.say("改")
        await street.wang.say("1")
        found = await teaching(street).corrections(await zhou(street))
        assert [(each.text, each.queue) for each in found] == [(BATS[0], "repair")]

    play(store_uri, story)


async def filed(street: Street, text: str) -> Ticket:
    """A ticket of its own for these words."""
    await street.wang.say(text)
    street.clock.advance(minutes=60)
    return (await street.tickets_of(street.wang))[0]


def test_a_draft_holds_what_makes_sense_and_can_be_thrown_away(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = teaching(street)
        await desk.add("zhou", ZHOU, [TAUGHT])
        await desk.add("zhou", ZHOU, [AddTerm("咕叽", "office_1")])
        with pytest.raises(LessonError, match="已经有"):
            await desk.add("zhou", ZHOU, [AddTerm("咕叽", "office_1")])
        with pytest.raises(LessonError, match="最多"):
            await desk.add("zhou", ZHOU, [TAUGHT] * MOST_EDITS)
        await desk.drop("zhou", ZHOU, 1)
        assert await desk.draft("zhou") == (TAUGHT,)
        await desk.drop("zhou", ZHOU, None)
        assert await desk.draft("zhou") == ()
        assert await desk.lesson("zhou") is None

    play(store_uri, story)


def test_what_stands_on_a_word_that_is_gone_must_leave_the_draft(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = teaching(street)
        await desk.add("zhou", ZHOU, [RemoveTerm("漏水", "leak")])
        await desk.add("tong", ZHOU, [RemoveTerm("漏水", "leak")])
        await desk.publish("tong", ZHOU, "为什么", await seen(desk, "tong"), may_fall=True)
        lesson = await desk.lesson("zhou")
        assert lesson is not None
        assert lesson.effect.misfits
        with pytest.raises(LessonError, match="扔掉"):
            await desk.publish("zhou", ZHOU, "为什么", lesson.seen)

    play(store_uri, story)


def test_versions_grow_and_going_back_brings_the_old_edits(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk, kept = teaching(street), street.services.store.lexicon
        await desk.add("zhou", ZHOU, [TAUGHT])
        await desk.publish("zhou", ZHOU, "第一次", await seen(desk))
        await desk.add("zhou", ZHOU, [WeighWord("咕叽", "other", 1.0)])
        second = await desk.publish("zhou", ZHOU, "第二次", await seen(desk))
        assert len(second.edits) == 2
        third = await desk.restore(1, ZHOU, "退回", 2)
        first = await kept.get(1)
        assert first is not None
        assert (third.id, third.restores, third.edits) == (3, 1, first.edits)
        with pytest.raises(LessonError):
            await desk.restore(7, ZHOU, "退回", 3)

    play(store_uri, story)


def test_only_a_few_may_wait_for_a_trial(store_uri: str) -> None:
    async def story(street: Street) -> None:
        rehearsal = Rehearsal(street.services.understanding, some_sentences)
        trials = [rehearsal.effect((), (TAUGHT,)) for _ in range(6)]
        results = await asyncio.gather(*trials, return_exceptions=True)
        busy = [each for each in results if isinstance(each, BusyError)]
        assert 1 <= len(busy) <= 2

    play(store_uri, story)


def test_words_of_a_form_may_be_parted_by_spaces_or_commas() -> None:
    form = {"words": ["裂开、裂了，裂缝 裂开"], "family": ["broken"]}
    made = edits_of("add", form, Lexicon({}, {}, {}))
    assert made == [AddTerm(word, "broken") for word in ("裂开", "裂了", "裂缝")]


@pytest.mark.parametrize("kind", ["add", "remove", "weigh", "begin", "reweigh", "?"])
def test_an_empty_form_is_refused_with_words(kind: str) -> None:
    with pytest.raises(LessonError):
        edits_of(kind, {}, Lexicon({}, {}, {}))


@pytest.mark.parametrize(
    "edit",
    [
        AddTerm("裂开", "broken"),
        RemoveTerm("裂开", "broken"),
        WeighWord("蝙蝠", "repair", -1.5),
        Reweigh("broken", "repair", 2.0),
        TAUGHT,
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_adopting_a_suggestion_sends_the_very_edit(edit: Edit) -> None:
    form = {name: [value] for name, value in fields(edit)}
    assert edits_of(form.pop("deed")[0], form, Lexicon({}, {}, {})) == [edit]

"""A legal matter: is a time limit about to end? Then the centre acts first."""

from bot.notice_words import NoticeWords
from models.moves import Move, State
from models.people import Role, StaffMember
from models.ticket import Due
from tests.support.house import CHEN
from tests.support.street import Street, number_in, play

WAGES = "公司欠我三个月工资不给"
CENTRE = "oCentre000000000000000000001"


async def with_centre(street: Street) -> None:
    """The legal-aid centre has somebody."""
    path = ("hefei", "shushan")
    centre = StaffMember(CENTRE, "援助中心", Role.AGENCY, path, agency="legal_aid_centre")
    await street.services.store.staff.put(centre)


def test_a_legal_matter_is_asked_about_its_limit_first(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(WAGES)
        assert "期限" in answer
        assert len(answer.splitlines()) <= 6
        assert "期限" not in await street.li.say("楼道灯不亮")

    play(store_uri, story)


def test_an_urgent_one_goes_straight_to_the_centre_which_has_a_day(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await with_centre(street)
        number = number_in(await street.wang.say(WAGES))
        assert "先办急的" in await street.wang.say("1")
        await street.pass_time()
        ticket = await street.ticket(number)
        assert (ticket.state, ticket.urgent) == (State.HANDED_OVER, True)
        decide = ticket.deadline(Due.DECIDE)
        assert decide
        assert (decide.at - street.clock()).days == 1
        assert Move.OFFER not in [each.move for each in ticket.events]

    play(store_uri, story)


def test_one_without_a_limit_asks_volunteers_first_and_then_the_centre_in_seven_days(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        await with_centre(street)
        number = number_in(await street.wang.say(WAGES))
        assert "平常" in await street.wang.say("2")
        await street.pass_time()
        assert (await street.ticket(number)).state is State.OFFERED
        # Three waves of an hour each, if there are as many volunteers; here there is one.
        await street.pass_time(minutes=60)
        ticket = await street.ticket(number)
        assert ticket.state is State.HANDED_OVER
        decide = ticket.deadline(Due.DECIDE)
        assert decide
        assert (decide.at - street.clock()).days == 7

    play(store_uri, story)


def test_an_urgent_one_is_taken_from_the_volunteer_who_has_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await with_centre(street)
        number = number_in(await street.wang.say(WAGES))
        await street.pass_time()
        await street.chen.say("抢")
        await street.wang.say("1")
        await street.pass_time()
        assert (await street.ticket(number)).state is State.HANDED_OVER
        assert number not in await street.chen.say("任务")

    play(store_uri, story)


def test_more_words_instead_of_a_number_join_the_matter(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(WAGES))
        assert number in await street.wang.say("老板姓刘，电话也不接")

    play(store_uri, story)


def test_without_a_centre_an_urgent_one_still_finds_somebody(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for member in await street.services.store.staff.of_agency("legal_aid_centre"):
            await street.services.store.staff.forget(member.id)
        number = number_in(await street.wang.say(WAGES))
        await street.wang.say("1")
        await street.pass_time()
        ticket = await street.ticket(number)
        assert ticket.urgent
        assert ticket.events[-1].move is Move.FALL_BACK

    play(store_uri, story)


def test_a_matter_sorted_into_law_later_is_asked_as_well(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("楼道灯不亮了")
        await street.wang.say("改")
        assert "期限" in await street.wang.say("2")

    play(store_uri, story)


def test_a_legal_need_beside_another_is_asked_about_its_limit_too(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say("楼道灯不亮了，另外公司欠我三个月工资不给")
        assert "2件" in answer
        assert "期限" in answer
        assert len(answer.splitlines()) <= 6

    play(store_uri, story)


def test_whoever_had_it_hears_why_it_went_without_the_words_of_the_asker(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await with_centre(street)
        number = number_in(await street.wang.say(WAGES))
        await street.pass_time()
        await street.chen.say("抢")
        await street.wang.say("就剩三天了")
        await street.pass_time()
        ticket = await street.ticket(number)
        (notice,) = [each for each in ticket.notices if each.kind == "hastened"]
        words = NoticeWords(street.services).words(notice, ticket)
        assert notice.to == CHEN
        assert "您不用去了" in words
        assert "三天" not in words

    play(store_uri, story)

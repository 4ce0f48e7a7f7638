"""Gives everybody of the street a phone and habits, and the residents plans for the month."""

from datetime import timedelta

from benchmarks.simulated import street, words
from benchmarks.simulated.days import FIRST, midnight
from benchmarks.simulated.helpers import CREW, HABITS, Helper
from benchmarks.simulated.offices import Agent, Clerk
from benchmarks.simulated.residents import Asker, busy_moment
from benchmarks.simulated.town import Town
from models.people import Role

NEW = 0.06  # of the residents follow the account only when they have a need
LEAVING = 0.02  # of the residents leave in the month
SHARED = 0.06  # of what is broken is reported by a neighbour as well


def move_in(town: Town, place: street.Street) -> list[Asker]:
    """Give everybody a phone and their habits."""
    names: dict[str, dict[str, list[str]]] = {}
    shares = [share for share, _ in HABITS.values()]
    habits = [habit for _, habit in HABITS.values()]
    for each in place.volunteers:
        is_crew = bool(each.groups)
        habit = CREW if is_crew else town.chance.choices(habits, shares)[0]
        town.people[each.id] = Helper(each.id, town, habit, each.skills, is_crew)
        for skill in each.skills:
            names.setdefault(each.area_path[3], {}).setdefault(skill, []).append(each.name)
    lawyers = tuple(each.name for each in place.staff if each.role is Role.LAWYER)
    for member in place.staff:
        if member.is_outside:
            named = lawyers if member.role is Role.AGENCY else ()
            town.people[member.id] = Agent(member.id, town, named)
        else:
            known = names.get(member.area or "", {})
            is_leader = member.role is Role.LEADER
            town.people[member.id] = Clerk(member.id, town, known, is_leader=is_leader)
    communities = sorted(street.COMMUNITIES.values())
    askers = []
    for resident in place.residents:
        key = (resident.area or "").split("-")[0]
        community = communities.index(street.COMMUNITIES[key])
        asker = Asker(resident.id, town, community, town.chance.random() > NEW)
        town.people[resident.id] = asker
        askers.append(asker)
    return askers


def plan(town: Town, askers: list[Asker], tickets: int, days: int) -> None:
    """Note in the diary who will report what and when, and who will leave."""
    chance = town.chance
    queues, weights = list(words.WEIGHTS), list(words.WEIGHTS.values())
    weekly = [
        0.75 if not town.calendar.is_workday(FIRST + timedelta(n)) else 1 for n in range(days)
    ]
    for _ in range(tickets):
        day = chance.choices(range(days), weekly)[0]
        asker, queue = chance.choice(askers), chance.choices(queues, weights)[0]

        async def report(asker: Asker = asker, queue: str = queue) -> None:
            text = asker.report(queue)
            if queue == "repair" and town.likely(SHARED):
                _tell_neighbour(town, asker, askers, text)

        town.plan(busy_moment(town, midnight(day)), report)
    for asker in askers:
        if chance.random() < LEAVING:

            async def leave(asker: Asker = asker) -> None:
                asker.leave()

            town.plan(busy_moment(town, midnight(chance.randrange(days))), leave)


def _tell_neighbour(town: Town, asker: Asker, askers: list[Asker], text: str) -> None:
    """Somebody of the same community sees it too, a while later."""
    near = [each for each in askers if each.community == asker.community and each is not asker]
    neighbour = town.chance.choice(near)

    async def report() -> None:
        neighbour.report("repair", text)

    town.plan(town.now + timedelta(hours=town.chance.uniform(0.2, 3)), report)

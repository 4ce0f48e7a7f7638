"""Who is near: those a task fits, those who work at the office, and what to call people."""

from collections.abc import Iterator, Mapping, Sequence

from bot import powers
from bot.services import Services
from models.area import Area, AreaTree, Level
from models.moves import Audience, Move
from models.people import Role, StaffMember
from models.rules import RULES
from models.steps import AGENCY, GROUP
from models.ticket import Dispatch, Holder, Ticket

INWARD = (Level.GRID, Level.BUILDING)
OUTWARD = (Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY)
MOST_CHOICES = 8  # 9 and 0 always mean a person and the menu
MOST_TOLD = 20
# The desk hears of these even while somebody has the ticket.
_ALWAYS_THE_DESK = {Move.COMPLAIN, Move.OVERDUE, Move.RETURN, Move.REMIND, Move.CALL_BACK}


def communities(areas: AreaTree) -> Sequence[Area]:
    """The communities to choose from by number."""
    return areas.of_level(Level.COMMUNITY)[:MOST_CHOICES]


async def desk_of(
    services: Services, area: str | None, level: Level = Level.COMMUNITY
) -> Sequence[str]:
    """The staff of the office an area belongs to at this level, or further out if it has none.

    Where no office around has anybody who may take it, those of a neighbouring one are asked;
    whoever may only watch over it, such as a leader, hears of it as well.
    """
    known = services.areas.get(area)
    path = known.path if known else ()
    around = list(_outward(services.areas, area, level))
    # No community is nearer than the others to what nobody knows where it is.
    offices = around if known else [each for each in around if each.level is not Level.COMMUNITY]
    told: dict[str, None] = {}
    for look, places in ((staff_of, offices), (_staff_within, around)):
        for each in places:
            members = (await look(services, each))[:MOST_TOLD]
            told |= dict.fromkeys(member.id for member in members)
            if any(powers.may_take_in(member, path) for member in members):
                return list(told)
    return list(told)


async def staff_of(services: Services, area: Area) -> Sequence[StaffMember]:
    """Those who work for this very area; a community counts those of its grids as well."""
    inside = (area.level, *INWARD) if area.level is Level.COMMUNITY else (area.level,)
    found = await _staff_within(services, area)
    return [each for each in found if _level_of(services, each) in inside][:MOST_TOLD]


async def _staff_within(services: Services, area: Area) -> Sequence[StaffMember]:
    found = await services.store.staff.within(area.id)
    return [each for each in found if not each.is_outside]


async def coordinators_of(services: Services, area: str | None) -> Sequence[str]:
    """Who watches over the claims of an area: its coordinators; without any, nobody is told."""
    around = services.areas.above(area, Level.COMMUNITY)
    members = await staff_of(services, around) if around else []
    return [member.id for member in members if member.role is Role.COORDINATOR]


async def group_of(services: Services, area: str | None, group: str, level: Level) -> Sequence[str]:
    """The members of a group around an area, staff and volunteers."""
    around = services.areas.above(area, level)
    if around is None:
        return []
    staff = await services.store.staff.of_group(group, around.id)
    volunteers = await services.store.volunteers.of_group(group, around.id)
    members = [each.id for each in staff] + [each.id for each in volunteers if each.active]
    return list(dict.fromkeys(members))


def agencies_for(services: Services, ticket: Ticket) -> Mapping[str, str]:
    """The agencies that work where the ticket is and did not return it: their keys and names."""
    near = (None, *ticket.area_path)
    return {
        key: settings.name
        for key, settings in services.timetable.agencies.items()
        if settings.area in near and AGENCY + key not in ticket.barred
    }


async def agency_of(services: Services, agency: str) -> Sequence[str]:
    """Whom to tell of what an agency has: its people, and its program if it has one."""
    settings = services.timetable.agencies.get(agency)
    members = await services.store.staff.of_agency(agency)
    told = [member.id for member in members if member.role is Role.AGENCY]
    return [*told, AGENCY + agency] if settings and settings.webhook else told


def _level_of(services: Services, member: StaffMember) -> Level | None:
    area = services.areas.get(member.area)
    return area.level if area else None


def _outward(areas: AreaTree, area: str | None, level: Level) -> Iterator[Area]:
    """The areas around one, nearest first; when nobody knows which, all from the largest on."""
    levels = list(reversed(list(Level)))  # from the building outward
    for each in levels[levels.index(level) :]:
        if above := areas.above(area, each):
            yield above
    if areas.get(area) is None:
        for each in reversed(OUTWARD):
            yield from areas.of_level(each)


async def audiences(
    services: Services, ticket: Ticket, move: Move
) -> Mapping[Audience, Sequence[str]]:
    """Those a move tells whom the ticket itself does not name."""
    wanted = {audience for rule in RULES if rule.move is move for audience in rule.tells}
    told: dict[Audience, Sequence[str]] = {}
    if Audience.DESK in wanted and (move in _ALWAYS_THE_DESK or not ticket.holder):
        told[Audience.DESK] = await desk_of(services, ticket.area, _desk_level(services, ticket))
    if Audience.COORDINATORS in wanted:
        told[Audience.COORDINATORS] = await coordinators_of(services, ticket.area)
    if Audience.AGENCY in wanted and ticket.handover:
        told[Audience.AGENCY] = await agency_of(services, ticket.handover.agency)
    if Audience.CHOSEN in wanted and ticket.dispatch and not ticket.holder:
        told[Audience.CHOSEN] = await chosen_of(services, ticket, ticket.dispatch)
    if Audience.ALARMED in wanted and (alarmed := _alarmed(ticket, move)):
        told[Audience.ALARMED] = alarmed
    return told


def _alarmed(ticket: Ticket, move: Move) -> Sequence[str]:
    """Who was told of an alarm and has to hear that somebody looks after it, or that it is over."""
    alarm = ticket.alarm
    if alarm is None or alarm.is_cleared:
        return ()
    if move in (Move.ALL_CLEAR, Move.CANCEL):
        return [*alarm.told, *([alarm.confirmed_by] if alarm.confirmed_by else [])]
    return alarm.told if alarm.is_open else ()


def _desk_level(services: Services, ticket: Ticket) -> Level:
    """At which office a ticket has arrived on its way up."""
    rung = services.timetable.rung(ticket)
    return rung.within if rung and rung.who == "desk" else Level.COMMUNITY


async def chosen_of(services: Services, ticket: Ticket, dispatch: Dispatch) -> Sequence[str]:
    """Who was dispatched: one person, or the members of a group who may still be asked."""
    if not dispatch.to.startswith(GROUP):
        return [dispatch.to]
    group, rung = dispatch.to.removeprefix(GROUP), services.timetable.rung(ticket)
    level = rung.within if rung and rung.name == group else Level.COMMUNITY
    members = await group_of(services, ticket.area, group, level)
    unfit = {*ticket.askers, *ticket.barred}
    return [each for each in members if each not in unfit]


async def as_holder(services: Services, person: str) -> Holder | None:
    """What a volunteer or staff member is called when they take a ticket; None for others."""
    volunteer = await services.store.volunteers.get(person)
    if volunteer and volunteer.active:
        return Holder(person, volunteer.name, level=Level.COMMUNITY, volunteer=True)
    member = await services.store.staff.get(person)
    if member is None:
        return None
    area = services.areas.get(member.area)
    level = area.level if area and area.level not in INWARD else Level.COMMUNITY
    return Holder(person, member.name, level=level)

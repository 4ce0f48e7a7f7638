"""The table of legal moves: who may make each from where, what it needs, whom it tells.

Data, so that every rule can be read on one page and tested row by row. An illegal move is refused
with what is possible now (``models/steps.py``).
"""

from collections.abc import Iterable

from models.moves import (
    ANY,
    FINISHED,
    HELD,
    LIVE,
    RUNNING,
    UNHELD,
    Actor,
    Audience,
    Move,
    Need,
    Rule,
    State,
)


def _rule(
    move: Move,
    actors: Actor | Iterable[Actor],
    sources: State | frozenset[State],
    target: State | None = None,
    *,
    needs: Need | None = None,
    most: int | None = None,
    record: str | None = None,
    reveals: bool = False,
    **tells: str,
) -> Rule:
    who = frozenset({actors} if isinstance(actors, Actor) else actors)
    where = frozenset({sources}) if isinstance(sources, State) else sources
    told = {Audience(name): kind for name, kind in tells.items()}
    return Rule(move, who, where, target, needs, most, record, reveals, told)


def _pause(actor: Actor, sources: State | frozenset[State]) -> Rule:
    return _rule(
        Move.PAUSE,
        actor,
        sources,
        State.PAUSED,
        needs=Need.REASON,
        most=10,
        asker="paused",
        holder="paused",
    )


_ASKER, _HOLDER, _STAFF, _CLOCK = Actor.ASKER, Actor.HOLDER, Actor.STAFF, Actor.CLOCK
_CHOSEN, _VOLUNTEER, _AGENCY, _FOLLOWER, _FAMILY = (
    Actor.CHOSEN,
    Actor.VOLUNTEER,
    Actor.AGENCY,
    Actor.FOLLOWER,
    Actor.FAMILY,
)
_REASON, _RESULT = Need.REASON, Need.RESULT
_AWAY, _DONE = State.HANDED_OVER, State.DONE

RULES: tuple[Rule, ...] = (
    # Finding somebody.
    _rule(Move.OFFER, _CLOCK, UNHELD, State.OFFERED, fitting="task"),
    _rule(Move.FALL_BACK, _CLOCK, UNHELD, State.OPEN, desk="desk"),
    # Where two have to go together the first one pledges, and the second one's grab takes it.
    _rule(Move.PLEDGE, _VOLUNTEER, State.OFFERED, most=20, coordinators="pledged"),
    _rule(Move.WITHDRAW, _VOLUNTEER, UNHELD),
    _rule(
        Move.GRAB,
        _VOLUNTEER,
        State.OFFERED,
        State.TAKEN,
        record="taken",
        reveals=True,
        asker="taken",
        pledged="paired",
        coordinators="claimed",
        alarmed="alarm_confirmed",
    ),
    _rule(
        Move.GRAB,
        _STAFF,
        UNHELD,
        State.TAKEN,
        reveals=True,
        asker="taken",
        pledged="paired",
        alarmed="alarm_confirmed",
    ),
    _rule(
        Move.DISPATCH,
        [_STAFF, _CLOCK],
        UNHELD,
        State.DISPATCHED,
        chosen="dispatched",
        pledged="released",
    ),
    _rule(
        Move.ACCEPT,
        _CHOSEN,
        State.DISPATCHED,
        State.TAKEN,
        record="taken",
        reveals=True,
        asker="taken",
        dispatcher="accepted",
        alarmed="alarm_confirmed",
    ),
    _rule(Move.REFUSE, _CHOSEN, State.DISPATCHED, State.OPEN, needs=_REASON, dispatcher="refused"),
    _rule(Move.LAPSE, _CLOCK, State.DISPATCHED, State.OPEN, dispatcher="lapsed"),
    # While somebody has it.
    _rule(Move.START, _HOLDER, State.TAKEN, State.WORKING, asker="working"),
    _rule(Move.WARN, _CLOCK, HELD, holder="warned"),
    _rule(Move.EXTEND, _HOLDER, HELD, needs=_REASON, asker="extended"),
    _rule(Move.EXTEND, [_AGENCY, _STAFF], _AWAY, needs=_REASON, asker="extended"),
    _rule(
        Move.GIVE_BACK, [_HOLDER, _CLOCK], HELD, State.OPEN, record="given_back", asker="given_back"
    ),
    _rule(Move.EXPLAIN, _VOLUNTEER, ANY, needs=_REASON, most=20),
    _rule(
        Move.EXPIRE,
        _CLOCK,
        HELD,
        State.OPEN,
        record="expired",
        holder="expired",
        asker="given_back",
    ),
    _rule(
        Move.VETO,
        _STAFF,
        HELD,
        State.OPEN,
        needs=_REASON,
        record="vetoed",
        holder="vetoed",
        asker="given_back",
    ),
    _rule(Move.ESCALATE, _HOLDER, HELD, State.OPEN, needs=_REASON, asker="escalated"),
    _pause(_HOLDER, HELD),
    _pause(_AGENCY, _AWAY),
    _pause(_STAFF, RUNNING),
    # Back to where it was paused, which only the ticket knows.
    _rule(
        Move.RESUME,
        [_HOLDER, _STAFF, _AGENCY, _CLOCK],
        State.PAUSED,
        asker="resumed",
        holder="resumed",
    ),
    # With an agency.
    _rule(
        Move.HAND_OVER,
        [_STAFF, _CLOCK],
        UNHELD | HELD,
        _AWAY,
        asker="handed_over",
        agency="case",
        holder="in_good_hands",
        pledged="released",
        referrer="in_good_hands",
    ),
    _rule(Move.RECEIVE, _AGENCY, _AWAY, most=20, asker="received"),
    _rule(Move.DECIDE, _AGENCY, _AWAY, most=20, asker="decided"),
    _rule(Move.ASSIGN, _AGENCY, _AWAY, most=20, asker="assigned", lawyer="your_case"),
    _rule(Move.ANSWER, _AGENCY, _AWAY, needs=_REASON, most=50, asker="answer", referrer="answered"),
    _rule(Move.ANSWER, _STAFF, LIVE | FINISHED, needs=_REASON, most=50, asker="answer"),
    _rule(Move.REMIND, _CLOCK, _AWAY, agency="agency_late", desk="agency_late_desk"),
    _rule(
        Move.RETURN,
        _AGENCY,
        _AWAY,
        State.OPEN,
        needs=Need.RULE,
        asker="given_back",
        desk="returned",
    ),
    _rule(
        Move.RETURN,
        _CHOSEN,
        State.DISPATCHED,
        State.OPEN,
        needs=Need.RULE,
        asker="given_back",
        dispatcher="returned",
        desk="returned",
    ),
    # The end, and whether it was one.
    _rule(Move.FINISH, _HOLDER, HELD, _DONE, needs=_RESULT, record="finished", asker="done"),
    _rule(Move.FINISH, _AGENCY, _AWAY, _DONE, needs=_RESULT, asker="done", referrer="solved"),
    _rule(Move.SHOW, _HOLDER, FINISHED, needs=_RESULT, most=20, asker="shown"),
    _rule(Move.RATE, _ASKER, _DONE, State.CLOSED, record="praised", holder="rated"),
    _rule(
        Move.COMPLAIN,
        _ASKER,
        _DONE,
        most=5,
        record="criticised",
        holder="rated",
        desk="complaint",
    ),
    _rule(Move.CALL_BACK, _CLOCK, _DONE, desk="call_back"),
    _rule(Move.CONFIRM, _STAFF, _DONE, State.CLOSED, needs=_REASON),
    _rule(
        Move.NOT_FIXED,
        _ASKER,
        FINISHED,
        State.REOPENED,
        most=5,
        record="not_fixed",
        holder="not_fixed",
    ),
    _rule(
        Move.NOT_FIXED,
        _STAFF,
        FINISHED,
        State.REOPENED,
        record="not_fixed",
        holder="not_fixed",
    ),
    # Time and pressure.
    _rule(Move.OVERDUE, _CLOCK, RUNNING, holder="overdue", agency="overdue", desk="overdue_desk"),
    _rule(
        Move.SUPERVISE,
        _STAFF,
        LIVE,
        needs=_REASON,
        most=20,
        holder="supervised",
        chosen="supervised",
        agency="supervised",
        lawyer="supervised",
        desk="supervised",
    ),
    _rule(
        Move.URGE,
        [_ASKER, _FOLLOWER],
        LIVE,
        most=10,
        holder="urged",
        agency="urged",
        lawyer="urged",
        desk="urged",
    ),
    _rule(
        Move.HASTEN,
        _ASKER,
        UNHELD | HELD,
        State.OPEN,
        most=3,
        holder="hastened",
        pledged="released",
    ),
    # What belongs to it.
    _rule(
        Move.ADD,
        [_ASKER, _FOLLOWER, _STAFF],
        LIVE,
        most=100,
        holder="added",
        agency="added",
        lawyer="added",
    ),
    # What staff heard in a recording; the desk is told only of a danger in it.
    _rule(
        Move.HEAR,
        _STAFF,
        LIVE,
        needs=_REASON,
        most=50,
        speaker="heard",
        holder="added",
        agency="added",
        lawyer="added",
        desk="danger",
    ),
    _rule(Move.UNHEARD, _STAFF, LIVE, most=20, speaker="unheard"),
    # However often the asker changed their mind, staff can still put it right.
    _rule(Move.REROUTE, _ASKER, UNHELD, State.OPEN, most=8, pledged="released"),
    _rule(Move.REROUTE, _STAFF, UNHELD, State.OPEN, pledged="released"),
    _rule(Move.FOLLOW, [_FOLLOWER, _STAFF], LIVE, most=200),
    _rule(Move.UNFOLLOW, _FOLLOWER, ANY, most=200),
    _rule(
        Move.MERGE,
        [_ASKER, _STAFF],
        UNHELD | HELD | {State.PAUSED},
        State.MERGED,
        asker="merged",
        holder="merged",
        pledged="released",
    ),
    _rule(
        Move.CANCEL,
        _ASKER,
        LIVE,
        State.CANCELLED,
        asker="withdrawn",
        holder="cancelled",
        pledged="cancelled",
        chosen="cancelled",
        agency="cancelled",
        lawyer="cancelled",
        alarmed="all_clear",
    ),
    # Of a danger more and more people hear, until one of them looks after it, who then has
    # to know where.
    _rule(Move.ALARM, _CLOCK, LIVE, family="alarm_family", alarmed="alarm"),
    _rule(
        Move.CONFIRM_ALARM,
        [_FAMILY, _STAFF, _HOLDER, _VOLUNTEER],
        LIVE,
        most=20,
        reveals=True,
        asker="looked_after",
        alarmed="alarm_confirmed",
    ),
    # What nobody has taken is over with it; whoever has it sees to the rest.
    _rule(
        Move.ALL_CLEAR,
        [_ASKER, _FAMILY, _STAFF],
        UNHELD | {State.DISPATCHED},
        State.CANCELLED,
        needs=_REASON,
        asker="calmed",
        alarmed="all_clear",
        chosen="cancelled",
        pledged="cancelled",
    ),
    _rule(
        Move.ALL_CLEAR,
        [_ASKER, _FAMILY, _STAFF],
        HELD | {_AWAY, State.PAUSED},
        needs=_REASON,
        most=20,
        asker="calmed",
        alarmed="all_clear",
        holder="all_clear",
        agency="all_clear",
    ),
    # Enough for several at an agency to look every day for months: nobody is ever shut out.
    _rule(Move.REVEAL, [_STAFF, _AGENCY], ANY, needs=_REASON, most=400, reveals=True),
    _rule(Move.PHONED, _STAFF, ANY, most=200),
    # Among staff: it tells nobody, and nobody outside the offices is ever shown it.
    _rule(Move.NOTE, _STAFF, ANY, needs=_REASON, most=100),
)

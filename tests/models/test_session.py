"""A conversation remembers what is open, and forgets it in time."""

from dataclasses import asdict
from datetime import timedelta

import orjson
from hypothesis import given
from hypothesis import strategies as st

from models.session import FORM_MINUTES, Session
from tests.support.house import NOON

texts = st.none() | st.text(max_size=5)
sessions = st.builds(
    Session,
    form=texts,
    answers=st.dictionaries(st.text(max_size=5), st.text(max_size=5)),
    form_until=st.floats(0, 2e9),
    ticket=texts,
    joins_until=st.floats(0, 2e9),
)


@given(sessions)
def test_a_session_comes_back_as_it_was_kept(session: Session) -> None:
    assert Session.from_plain(orjson.loads(orjson.dumps(asdict(session)))) == session


def test_a_session_of_an_older_or_newer_version_is_read_as_far_as_it_is_known() -> None:
    assert Session.from_plain({"form": "address", "mood": "good"}) == Session(form="address")
    assert Session.from_plain(None) == Session()


def test_an_open_form_keeps_its_answers_until_it_is_closed() -> None:
    session = Session().opened("address", NOON, ticket="t1")
    assert (session.form, session.answers) == ("address", {"ticket": "t1"})
    assert session.closed() == Session()


def test_a_form_left_alone_is_forgotten() -> None:
    session = Session().opened("address", NOON, ticket="t1")
    end = NOON + timedelta(minutes=FORM_MINUTES)
    assert session.at(end) == session
    assert session.at(end + timedelta(seconds=1)) == Session()


def test_words_join_a_ticket_for_as_long_as_was_said() -> None:
    session = Session().joining("t1", NOON, minutes=15)
    assert session.at(NOON + timedelta(minutes=15)).ticket == "t1"
    assert session.at(NOON + timedelta(minutes=16)) == Session()
    assert session.settled() == Session()


def test_the_form_and_the_ticket_run_out_each_on_its_own() -> None:
    session = Session().opened("address", NOON).joining("t1", NOON, minutes=60)
    later = session.at(NOON + timedelta(minutes=FORM_MINUTES + 1))
    assert (later.form, later.ticket) == (None, "t1")

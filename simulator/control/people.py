"""People over HTTP: who is here, and adding more."""

from dataclasses import asdict

from simulator.control.base import ControlHandler


class PeopleHandler(ControlHandler):
    """GET and POST /sim/people."""

    def get(self) -> None:
        """List everyone."""
        self.send_json([asdict(person) for person in self.world.people])

    def post(self) -> None:
        """Add or change one person, or a list of them."""
        document = self.read_json()
        entries = document if isinstance(document, list) else [document]
        try:
            added = [asdict(self.world.people.add(**entry)) for entry in entries]
        except (TypeError, ValueError) as error:
            return self.refuse(error)
        return self.send_json(added if isinstance(document, list) else added[0])


class LoginCodeHandler(ControlHandler):
    """POST /sim/login-code: what wx.login gives on a person's phone."""

    def post(self) -> None:
        """Answer a code for jscode2session."""
        person = self.world.people.get(str(self.read_object().get("person")))
        if person is None:
            return self.refuse("person: give the openid of someone who is here", 404)
        return self.send_json(
            {"code": self.world.logins.give_code(person), "openid": person.miniprogram_openid}
        )

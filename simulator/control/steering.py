"""Steering the stand-in: faults, time, a fresh start."""

from simulator.control.base import ControlHandler
from simulator.faults import FaultError


class FaultsHandler(ControlHandler):
    """GET and POST /sim/faults."""

    def get(self) -> None:
        """Show every switch."""
        self.send_json(self.world.faults.faults.to_json())

    def post(self) -> None:
        """Set some switches; an empty object changes nothing."""
        try:
            self.world.faults.change(self.read_object())
        except FaultError as error:
            return self.refuse(error)
        return self.get()


class ClockHandler(ControlHandler):
    """POST /sim/clock: let time pass."""

    def post(self) -> None:
        """Advance by a number of seconds and answer the new time."""
        seconds = self.read_object().get("advance")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
            return self.refuse("advance: give a number of seconds >= 0")
        self.world.clock.advance(seconds)
        return self.send_json({"now": self.world.clock.now(), "offset": self.world.clock.offset})


class ResetHandler(ControlHandler):
    """POST /sim/reset: as it was at the start."""

    def post(self) -> None:
        """Forget everything that happened."""
        self.world.reset()
        self.send_json({"ok": True})

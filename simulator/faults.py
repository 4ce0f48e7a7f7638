"""Everything that can go wrong on the real platform, as switches a test or a person can set."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

API_FAILURES = ("hang", "close", "http_500")
FINISH_EVENTS = ("normal", "lost", "early")


class FaultError(ValueError):
    """A fault that does not exist or a value it cannot take."""


@dataclass(frozen=True)
class Faults:
    """The switches; every default means a healthy platform."""

    api_latency_ms: int = 0
    api_failure: str = ""  # an errcode, or hang, close, http_500
    api_failure_times: int = 0  # 0: until it is switched off
    api_failure_path: str = ""  # empty: every path
    api_failure_after_work: bool = False  # the work is done, only the answer is lost
    escapes_shown: bool = False  # \uXXXX is not refused but shown literally
    push_duplicate: bool = False
    push_out_of_order: bool = False
    push_wrong_signature: bool = False
    voice_without_16k: bool = False
    voice_empty_recognition: bool = False
    finish_event: str = "normal"
    template_status: str = "success"

    def changed(self, values: Mapping[str, Any]) -> "Faults":
        """Return a copy with some switches set; raises FaultError and names what is possible."""
        known = {each.name: each.default for each in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise FaultError(f"no fault {name!r}; there are: {', '.join(known)}")
            if type(value) is not type(known[name]):
                raise FaultError(f"{name}: give a {type(known[name]).__name__}")
        faults = replace(self, **values)
        faults._check()
        return faults

    def to_json(self) -> dict[str, Any]:
        """Return all switches by name."""
        return asdict(self)

    def _check(self) -> None:
        if self.api_failure not in API_FAILURES and not _is_errcode(self.api_failure):
            raise FaultError(f"api_failure: give an errcode, {', '.join(API_FAILURES)} or nothing")
        if self.finish_event not in FINISH_EVENTS:
            raise FaultError(f"finish_event: give one of {', '.join(FINISH_EVENTS)}")
        if self.api_latency_ms < 0 or self.api_failure_times < 0:
            raise FaultError("api_latency_ms and api_failure_times: give 0 or more")


class FaultDesk:
    """Holds the switches and counts down the failures that were ordered."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.faults = faults or Faults()

    def change(self, values: Mapping[str, Any]) -> None:
        """Set some switches; raises FaultError and changes nothing when one is wrong."""
        self.faults = self.faults.changed(values)

    def take_failure(self, path: str) -> str:
        """Return the failure this call must show, or an empty text, and count it."""
        faults = self.faults
        if not faults.api_failure or not path.startswith(faults.api_failure_path):
            return ""
        if faults.api_failure_times == 1:
            self.faults = replace(faults, api_failure="", api_failure_times=0)
        elif faults.api_failure_times > 1:
            self.faults = replace(faults, api_failure_times=faults.api_failure_times - 1)
        return faults.api_failure


def _is_errcode(text: str) -> bool:
    return not text or text.removeprefix("-").isdecimal()

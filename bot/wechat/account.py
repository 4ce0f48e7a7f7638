"""Which account the client speaks for, and how patiently."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ApiAccount:
    """One account and where its API is; raises ValueError unless that is an HTTP address."""

    app_id: str
    app_secret: str = field(repr=False)
    api_base: str = "https://api.weixin.qq.com"

    def __post_init__(self) -> None:
        if not self.api_base.startswith(("https://", "http://")):
            raise ValueError("api_base must begin with https:// (or http:// for the simulator)")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds: for a connection, for a whole call, for a file."""

    connect: float = 3.0
    call: float = 10.0
    media: float = 60.0

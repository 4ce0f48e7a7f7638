"""The secrets we share with WeChat about one account, checked before anything relies on them.

Source: WeChat 消息推送 docs, server configuration.
"""

import base64
import re
from dataclasses import dataclass, field
from enum import StrEnum

_AES_KEY = re.compile("[A-Za-z0-9]{43}")
_TOKEN = re.compile("[A-Za-z0-9]{3,32}")


class Mode(StrEnum):
    """How the account's console is set to push: 明文, 兼容 or 安全."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class Keys:
    """What we and WeChat share about one account; the current AES key first, then the old one.

    Raises ValueError, naming the setting to correct.
    """

    app_id: str
    token: str = field(repr=False)
    encoding_aes_keys: tuple[str, ...] = field(default=(), repr=False)
    mode: Mode = Mode.SAFE

    def __post_init__(self) -> None:
        if not self.app_id:
            raise ValueError("app_id is empty: copy it from the account's console")
        if not _TOKEN.fullmatch(self.token):
            raise ValueError("token must be the 3 to 32 letters and digits set in the console")
        if self.mode is not Mode.PLAIN and not self.encoding_aes_keys:
            raise ValueError(f"{self.mode} mode needs an encoding_aes_key")
        for key in self.encoding_aes_keys:
            decode_aes_key(key)


def decode_aes_key(text: str) -> bytes:
    """Return the 32 key bytes of an EncodingAESKey; raise ValueError if it is not one."""
    if not _AES_KEY.fullmatch(text):
        raise ValueError("encoding_aes_key must be the 43 letters and digits set in the console")
    return base64.b64decode(text + "=")

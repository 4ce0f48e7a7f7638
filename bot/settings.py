"""The settings of the conversation and of both WeChat accounts."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.envelope import Envelope
from bot.keys import Keys, Mode
from bot.wechat.account import ApiAccount
from bot.wechat.templates import TemplateSpec
from models.clock import Clock

WECHAT = "https://api.weixin.qq.com"


class WeChatSettings(BaseModel):
    """The official account."""

    model_config = ConfigDict(extra="forbid")

    app_id: str = ""
    app_secret: SecretStr = SecretStr("")
    token: SecretStr = SecretStr("")
    encoding_aes_key: SecretStr = SecretStr("")
    previous_encoding_aes_key: SecretStr = SecretStr("")
    mode: Mode = Mode.SAFE
    api_base: str = Field(default=WECHAT, pattern="^https?://")
    freshness_seconds: float = Field(default=300, ge=10, le=3600)

    def keys(self) -> Keys:
        """What opens WeChat's pushes. Raises ValueError that names the setting."""
        both = (self.encoding_aes_key, self.previous_encoding_aes_key)
        return Keys(
            app_id=self.app_id,
            token=self.token.get_secret_value(),
            encoding_aes_keys=tuple(k.get_secret_value() for k in both if k.get_secret_value()),
            mode=self.mode,
        )

    def problems(self) -> list[str]:
        """What is wrong with the keys."""
        try:
            self.keys()
        except ValueError as error:
            return [str(error)]
        return []

    def envelope(self, clock: Clock) -> Envelope:
        """What opens pushes and seals replies."""
        return Envelope(self.keys(), now=lambda: clock().timestamp(), window=self.freshness_seconds)

    def account(self) -> ApiAccount:
        """What we call WeChat's API with."""
        return ApiAccount(self.app_id, self.app_secret.get_secret_value(), self.api_base)


class MiniProgramSettings(BaseModel):
    """The mini-program."""

    model_config = ConfigDict(extra="forbid")

    app_id: str = ""
    app_secret: SecretStr = SecretStr("")
    api_base: str = Field(default=WECHAT, pattern="^https?://")


class TemplateSettings(BaseModel):
    """One template of the account: its id, and which of its keywords our fields fill."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1)
    fields: dict[str, str] = Field(min_length=1)

    def spec(self) -> TemplateSpec:
        """The template as the client wants it."""
        return TemplateSpec(self.id, self.fields)


class TalkSettings(BaseModel):
    """How the bot talks."""

    model_config = ConfigDict(extra="forbid")

    home: str | None = None
    join_minutes: float = Field(default=15, gt=0, le=1440)

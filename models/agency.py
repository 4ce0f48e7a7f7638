"""Agencies that get what belongs to them: who they are, and how long they may take.

They are declared in config.yaml, for they are few and agreed upon; the people who work there are
staff with the agency's name.
"""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from models.area import Level
from models.span import Span, SpanField


class AgencyLimits(BaseModel):
    """How long an agency may take for each part."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    receive: SpanField = Span.parse("1 working day")
    decide: SpanField | None = None
    assign: SpanField | None = None
    urgent: SpanField = Span.parse("1 day")  # to decide, when it is urgent
    returning: SpanField = Span.parse("2 working days")  # to say "not ours", by a rule


class Webhook(BaseModel):
    """Where an agency's own program hears of cases, and the secret both sides sign with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(pattern="^https?://")
    secret: SecretStr = Field(min_length=24)


class AgencySettings(BaseModel):
    """One agency; by its ``rules``, and by nothing else, it may say that a case is not theirs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    area: str | None = None
    level: Level = Level.DISTRICT  # a case it solves counts as solved here
    limits: AgencyLimits = AgencyLimits()
    rules: dict[str, str] = Field(default_factory=dict)
    has_lawyers: bool = False
    webhook: Webhook | None = None
    link_days: int = Field(default=14, ge=1, le=90)

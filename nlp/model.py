"""What is understood of a message: plain values that other rooms may hold on to."""

from dataclasses import dataclass

OTHER = "other"  # whatever fits none goes to a person at the desk
QUEUES = ("repair", "legal_aid", "benefits", "volunteer", OTHER)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: the words found, the queue they speak for, and how strongly."""

    term: str
    queue: str
    weight: float


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the resident wants, with the part of the message that says so."""

    queue: str
    text: str


@dataclass(frozen=True, slots=True)
class Slots:
    """What was said about the circumstances; None where nothing was said.

    `place`, `time` and `urgency` are the speaker's words, `phone` is digits, and `people` is how
    many persons are concerned.
    """

    place: str | None = None
    phone: str | None = None
    time: str | None = None
    people: int | None = None
    urgency: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """The whole reading of one message; `sure` is false when the bot should ask back."""

    queue: str
    confidence: float
    urgent: bool
    sure: bool
    evidence: tuple[Evidence, ...]
    needs: tuple[Need, ...]
    slots: Slots
    danger: str | None

    def as_json(self) -> dict[str, object]:
        """The keys of the classify contract, plus `danger`."""
        return {
            "queue": self.queue,
            "confidence": self.confidence,
            "urgent": self.urgent,
            "sure": self.sure,
            "evidence": [
                {"term": item.term, "queue": item.queue, "weight": item.weight}
                for item in self.evidence
            ],
            "needs": [{"queue": need.queue, "text": need.text} for need in self.needs],
            "slots": {
                "place": self.slots.place,
                "phone": self.slots.phone,
                "time": self.slots.time,
                "people": self.slots.people,
                "urgency": self.slots.urgency,
            },
            "danger": self.danger,
        }

"""What Prometheus may know: counts and times, never who or what."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 4.5, 5.0)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._messages = Counter(
            "jieyou_messages", "Messages handled, by kind.", ["kind"], registry=self.registry
        )
        self._refused = Counter(
            "jieyou_refused", "Pushes refused, by reason.", ["reason"], registry=self.registry
        )
        self._seconds = Histogram(
            "jieyou_answer_seconds",
            "From push to reply, in seconds.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._operations = Gauge(
            "jieyou_store_operations", "Commands sent to the store.", registry=self.registry
        )

    def handled(self, kind: str, seconds: float) -> None:
        """A message was answered."""
        self._messages.labels(kind).inc()
        self._seconds.observe(seconds)

    def refused(self, reason: str) -> None:
        """A push was refused; the reason is one of few, without its details."""
        self._refused.labels(reason.split(":")[0]).inc()

    def page(self, operations: int) -> bytes:
        """All figures in Prometheus' text format."""
        self._operations.set(operations)
        return generate_latest(self.registry)

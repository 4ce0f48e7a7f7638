"""Structured logs without texts, openids or secrets: one JSON object a line."""

import hashlib
import json
import logging
import secrets
from datetime import UTC, datetime

_SALT = secrets.token_bytes(16)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def masked(person: str) -> str:
    """A name for a person that holds within this run of the process and tells nothing."""
    return hashlib.blake2b(person.encode(), key=_SALT, digest_size=6).hexdigest()


class JsonFormatter(logging.Formatter):
    """Writes a record and its extra fields as JSON; of errors only type and place."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields |= {k: v for k, v in vars(record).items() if k not in _STANDARD}
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
            fields["where"] = _where(record)
        return json.dumps(fields, ensure_ascii=False, default=str)


def _where(record: logging.LogRecord) -> list[str]:
    """The lines of code an error came through: no values, which could be somebody's words."""
    frames = []
    traceback = record.exc_info[2] if record.exc_info else None
    while traceback:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return frames[-6:]


def start_logging(level: str = "INFO") -> None:
    """Send every log through the formatter to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Tornado writes the request line, and with it the signature, at this level.
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    for noisy in ("apscheduler", "pymongo"):
        logging.getLogger(noisy).setLevel(logging.ERROR)

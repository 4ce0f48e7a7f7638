"""Lays the numbers of an evaluation out as tables a person can read in a terminal."""

from collections.abc import Mapping


def report(result: Mapping[str, object]) -> str:
    """Single numbers, then tables per queue and per reason, then the worst errors."""
    plain = [f"{key:26}{value}" for key, value in result.items() if isinstance(value, int | float)]
    parts = [
        "\n".join(plain),
        _table("queue", result["queues"]),
        _table("gold \\ answer", result["confusion"]),
        _table("reason", result["reasons"]),
        _table("confidence", {row["from"]: row for row in _rows(result["calibration"])}),
        "\n".join(_error(row) for row in _rows(result["worst"])),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(corner: str, rows: object) -> str:
    if not isinstance(rows, dict) or not rows:
        return ""
    columns = next(iter(rows.values()))
    lines = [f"{corner:14}" + "".join(f"{column:>11}" for column in columns)]
    for name, row in rows.items():
        lines.append(f"{name:<14}" + "".join(f"{value:>11}" for value in row.values()))
    return "\n".join(lines)


def _rows(value: object) -> list[dict[str, object]]:
    return list(value) if isinstance(value, list) else []


def _error(row: Mapping[str, object]) -> str:
    text = str(row["text"]).replace("\n", " ")[:60]
    return f"{row['queue']} → {row['answer']} ({row['confidence']}): {text}"

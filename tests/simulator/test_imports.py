"""The stand-in is the other side of the wire: it must not share our mistakes."""

import ast
import sys
from pathlib import Path

SIMULATOR = Path(__file__).resolve().parents[2] / "simulator"
ALLOWED = {"simulator", "tornado", "cryptography", "yaml", "qrcode", "PIL"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write imports in full"
            names.add(str(node.module).partition(".")[0])
    return names


def test_the_simulator_imports_only_itself_and_named_libraries() -> None:
    for path in SIMULATOR.rglob("*.py"):
        foreign = imported(path) - ALLOWED - sys.stdlib_module_names
        assert not foreign, (
            f"{path.relative_to(SIMULATOR)} imports {', '.join(sorted(foreign))}: the simulator is "
            "the other side of the wire and may know our rooms only over HTTP"
        )

"""The oracle knows nothing of the product: what it says is its own."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
#: The model. The rest of this folder stands between it and the product.
ORACLE = ["facts", "records", "story", "rights", "sending", "handling", "visiting", "calling",
          "asking", "keeping", "judge", "becoming"]  # fmt: skip
#: Who think up the acts: they know the oracle alone.
THINKING = ["moves", "calls", "persons", "wording", "wording_more"]


def imported(name: str) -> set[str]:
    tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("name", ORACLE + THINKING)
def test_the_oracle_stands_alone(name: str) -> None:
    """The standard library and itself; no clock and no import while it runs."""
    own = {f"tests.oracle.{each}" for each in ORACLE + (THINKING if name in THINKING else [])}
    foreign = {
        each
        for each in imported(name) - own
        if each.partition(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()
    assert "importlib" not in imported(name)


@pytest.mark.parametrize("file", sorted(HERE.glob("*.py")), ids=lambda file: file.name)
def test_a_file_is_read_at_one_sitting(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300

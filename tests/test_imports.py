"""The house keeps its walls: who may import whom stands here, and nowhere is it broken."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "content", "core", "reports", "sandbox", "scheduler", "storage")
MAY_IMPORT = {
    "content": set(),
    "storage": {"content"},
    "core": {"content", "storage"},
    "scheduler": {"content", "core", "storage"},
    "reports": {"content", "core"},
    "bot": {"content", "core", "scheduler", "reports"},
    "sandbox": set(),
}
COMPOSITION = {"bot/app.py", "bot/cli.py"}
ONLY_IN = {"telegram": "bot", "apscheduler": "scheduler", "sqlalchemy": "storage", "alembic": "storage"}


def modules(room: str) -> dict[str, str]:
    """Where each of a room's files is, and its source."""
    files = sorted((ROOT / room).rglob("*.py"))
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


def imported(node: ast.AST) -> Iterator[str]:
    """The packages that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        yield node.module.split(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_walls_allow_and_its_files_and_functions_stay_small(room: str) -> None:
    """Imports inside functions too. Every breach of the room is told at once."""
    breaches, files = [], modules(room)
    assert files
    for where, source in files.items():
        allowed = MAY_IMPORT[room] | {room} | ({"storage"} if where in COMPOSITION else set())
        grown = "migrations/versions" in where
        if source.count("\n") > 310 and not grown:
            breaches.append(f"{where} is too long")
        for node in ast.walk(ast.parse(source)):
            for package in imported(node):
                if package in ROOMS and package not in allowed:
                    breaches.append(f"{where} imports {package}")
                if ONLY_IN.get(package, room) != room:
                    breaches.append(f"{where} imports {package}")
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not grown:
                lines = (node.end_lineno or 0) - node.lineno
                if lines > 45:
                    breaches.append(f"{where}:{node.lineno} {node.name} is too long")
    assert breaches == []


def test_the_bot_process_carries_no_heavy_library() -> None:
    heavy = ["matplotlib", "docxtpl", "PIL", "feedparser", "psycopg", "starlette", "uvicorn", "alembic"]
    heavy += ["rich", "sqlalchemy.orm"]
    begin = "import sys; from bot.entry import reading_modules\nwith reading_modules(): import bot.app\n"
    code = f"{begin}print([name for name in {heavy!r} if name in sys.modules])"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert printed.stdout.strip() == "[]"


def test_the_process_that_draws_starts_without_the_library() -> None:
    heavy = ["pydantic", "fluent", "content.models"]
    code = f"import sys, content.poster_worker\nprint([name for name in {heavy!r} if name in sys.modules])"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert printed.stdout.strip() == "[]"

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


def modules() -> list[Path]:
    return [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


def imported(file: Path) -> Iterator[str]:
    """The packages that a file imports anywhere, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_room_imports_only_what_its_walls_allow(file: Path) -> None:
    where = str(file.relative_to(ROOT))
    room = where.split("/")[0]
    allowed = MAY_IMPORT[room] | {room} | ({"storage"} if where in COMPOSITION else set())
    for package in imported(file):
        if package in ROOMS:
            assert package in allowed, f"{where} imports {package}"
        if package in ONLY_IN:
            assert room == ONLY_IN[package], f"{where} imports {package}"


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


def test_files_and_functions_stay_small() -> None:
    for file in modules():
        source = file.read_text(encoding="utf-8")
        if "migrations/versions" in str(file):
            continue
        assert source.count("\n") <= 310, f"{file} is too long"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno
                assert lines <= 45, f"{file}:{node.lineno} {node.name} is too long"

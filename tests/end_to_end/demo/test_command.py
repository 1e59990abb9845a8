"""`xiaolaba demo` from the terminal, refused in one line."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.end_to_end.demo.conftest import refused


def test_a_folder_with_other_data_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert str(tmp_path) in refused("--port", "0", "--keep", str(tmp_path))
    (tmp_path / "town.json").write_text("{}")
    assert str(tmp_path) in refused("--port", "0", "--keep", str(tmp_path))


def test_a_port_in_use_is_said_in_one_line_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "--port" in refused("--port", str(taken.getsockname()[1]))

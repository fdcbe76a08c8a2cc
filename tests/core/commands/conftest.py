from __future__ import annotations

from pathlib import Path

import pytest

from core.commands.parser import main
from core.scene_file import save_scene
from tests.core.commands.support import DEFAULT, Pictures, Run


@pytest.fixture
def pictures() -> Pictures:
    return Pictures()


@pytest.fixture
def run(tmp_path: Path, pictures: Pictures) -> Run:
    """Run the command line; an option that can't be read ends with its status too."""
    default = tmp_path / "default.json"
    save_scene(DEFAULT, default)

    def run(*arguments: str) -> int:
        try:
            return main(arguments, default, pictures.render)
        except SystemExit as ended:
            return int(ended.code or 0)

    return run

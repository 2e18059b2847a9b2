"""The pins of what was tested are the same for uv and for pip, and name no address."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def pinned() -> list[str]:
    return (ROOT / "constraints.txt").read_text(encoding="utf-8").split("\n")[:-1]


def test_uv_and_pip_are_held_to_the_same_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["uv"]["constraint-dependencies"] == pinned()


def test_pins_are_versions_and_no_addresses() -> None:
    assert all("==" in pin and "/" not in pin for pin in pinned())

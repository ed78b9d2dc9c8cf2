"""docs/architecture.md shows the layers that the import contract holds, and no others."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| \d+ \| (?P<where>.*?) \|", re.MULTILINE)
NOT_BUILT_YET = re.compile(r"\((\w+)\)")
"""How the contract writes a module that may be missing."""


def layers_of_the_contract() -> list[set[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [
        one for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "layers"
    ]
    return [set(re.findall(r"\w+", NOT_BUILT_YET.sub("", one))) for one in contract["layers"]]


def test_the_architecture_names_every_module_in_the_order_of_the_layers() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = [re.findall(r"app/(\w+)", row["where"]) for row in ROW.finditer(text)]
    contract = layers_of_the_contract()
    assert {module for row in told for module in row} == set().union(*contract)
    place = {module: number for number, layer in enumerate(contract) for module in layer}
    places = [place[module] for row in told for module in row]
    assert places == sorted(places), "A row stands where the contract has it"

"""The checklists that come with fallrisk, as prose under review: one TOML file each."""

import tomllib
from pathlib import Path

from checklists.domain.catalogue import Catalogue, read_catalogue

HERE = Path(__file__).parent


def written(code: str) -> Catalogue:
    """The newest version of a checklist. Raises InvalidCatalogue where its file cannot be used."""
    return read_catalogue(tomllib.loads((HERE / f"{code}.toml").read_text(encoding="utf-8")))

"""The index of Argos packages: which models there are, and where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from openletter.errors import OpenletterError, UsageError
from openletter.models import download
from openletter.models.folder import is_version, numbers, pair_of

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
_MOST = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Available:
    """A model that the index offers. It tells neither size nor checksum."""

    pair: str
    version: str
    url: str


def available(url: str = INDEX, timeout: float = download.TIMEOUT) -> Mapping[str, Available]:
    """The newest model for each pair. Raises MissingToolError offline, OpenletterError for a bad index."""
    data = download.text(url, "the index of models", _MOST, timeout)
    try:
        rows = json.loads(data.decode("utf-8"))
        if not isinstance(rows, list):
            raise ValueError("it is no list")
    except (ValueError, RecursionError) as error:
        raise OpenletterError(
            f"the index of models cannot be read: {error}\n  {url}",
            hint="try again later, or name another index with --index",
            code="model-index",
        ) from error
    found: dict[str, Available] = {}
    for row in rows:
        one = _available(row)
        if one and (one.pair not in found or numbers(found[one.pair].version) < numbers(one.version)):
            found[one.pair] = one
    return dict(sorted(found.items()))


def _available(row: object) -> Available | None:
    """One row of the index; None for what is no model, or names no address of the web."""
    if not isinstance(row, dict) or row.get("type", "translate") != "translate":
        return None
    try:
        pair = pair_of(f"{row.get('from_code')}_{row.get('to_code')}")
    except UsageError:
        return None
    version, links = row.get("package_version"), row.get("links")
    addresses = links if isinstance(links, list) else []
    url = next((a for a in addresses if isinstance(a, str) and a.startswith(("https://", "http://"))), None)
    return Available(pair, str(version), url) if url and is_version(version) else None

"""`models.lock`: which models a project uses, to the byte.

The file lies in the project and is committed, so that everybody drafts with the same models. A model is
written down when it is first installed or imported; from then on anything else is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from openletter import files
from openletter.errors import DamagedError, OpenletterError
from openletter.model import Place
from openletter.models.folder import Model, model_of

NAME = "models.lock"


def read(project: Path) -> Mapping[str, Model]:
    """Pair → model. Raises DamagedError."""
    path = project / NAME
    try:
        found = json.loads(path.read_text("utf-8"))
        models = [model_of(one) for one in found["models"]]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(
            f"the list of models cannot be read: {error}",
            where=Place(NAME),
            hint="restore it from your version control, or delete it and get the models again: "
            "python3 build.py models install",
            code="models-lock",
        ) from error
    return {model.pair: model for model in models}


def check(project: Path, model: Model) -> None:
    """Holds a model against what is written down. Raises OpenletterError where it differs.

    The address may differ: the bytes count.
    """
    known = read(project).get(model.pair)
    if known and known.sha256 != model.sha256:
        raise OpenletterError(
            f"the model {model.pair} {model.version} is not the one that this project uses: its SHA-256 is "
            f"{model.sha256}, the project has {known.sha256} ({known.version}, {known.size} bytes)",
            where=Place(NAME),
            hint="get it again from its publisher; if you want this one for the project from now on, "
            "give the same command with --update",
            code="model-changed",
        )


def write(project: Path, model: Model) -> None:
    """Writes a model down, in place of any other for its pair."""
    with files.lock(project):
        known = dict(read(project))
        if known.get(model.pair) == model:
            return
        known[model.pair] = model
        lines = {"models": [asdict(known[pair]) for pair in sorted(known)]}
        files.write_atomic(project / NAME, (json.dumps(lines, indent=1, sort_keys=True) + "\n").encode())

"""`openletter models`: translation models on this machine, and those that the project uses."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from openletter import models, source
from openletter.cli import base
from openletter.errors import MissingToolError, UsageError
from openletter.models import Available, Model
from openletter.models import lock as models_lock


def arguments(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    about = "what is installed, and what the project uses"
    listing = actions.add_parser("list", help=about, description=_sentence(about))
    listing.add_argument("--available", action="store_true", help="ask the index which models there are")
    _index(listing)
    about = "fetch models from the index; without a PAIR, those for the project's languages"
    install = actions.add_parser("install", help=about, description=_sentence(about))
    install.add_argument("pairs", nargs="*", metavar="PAIR", help="two languages, such as en_fr")
    _index(install)
    _update(install)
    about = "install models from files, on a machine without a network"
    importing = actions.add_parser("import", help=about, description=_sentence(about))
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an .argosmodel file")
    _update(importing)
    about = "hold every file of every model against what was installed"
    actions.add_parser("verify", help=about, description=_sentence(about))
    for action in actions.choices.values():
        base.common(action, below=True)


def _sentence(about: str) -> str:
    return about[:1].upper() + about[1:] + "."


def _index(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--index",
        type=_address,
        default=models.INDEX,
        metavar="URL",
        help="an index of models in the form of Argos",
    )


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError(
            f"“{value[:80]}” is no address of the web, such as {models.INDEX}; "
            f"models in files are taken in with: {base.command()} models import FILE.argosmodel"
        )
    return value


def _update(command: argparse.ArgumentParser) -> None:
    command.add_argument("--update", action="store_true", help="take a model other than that of models.lock")


def run(call: base.Call) -> int:
    actions = {"list": _list, "install": _install, "import": _import, "verify": _verify}
    return actions[call.arguments.action](call)


def _list(call: base.Call) -> int:
    folder = models.models_folder()
    here = [model for model, _ in models.installed(folder)]
    locked = models_lock.read(call.project)
    rows = [_row(model, True) for model in here]
    rows += [_row(model, False) for model in locked.values() if model.sha256 not in {m.sha256 for m in here}]
    if call.arguments.available:
        have = {row["pair"] for row in rows}
        offered = models.available(call.arguments.index)
        rows += [_offered(one) for pair, one in offered.items() if pair not in have]
    for row in sorted(rows, key=lambda row: (row["pair"], row["version"])):
        used = locked.get(row["pair"])
        mark = " (models.lock)" if used and used.sha256 == row["sha256"] else ""
        state = "installed" if row["installed"] else "not installed"
        size = f"{row['size'] / 1e6:.1f} MB, " if row["size"] else ""
        call.print(f"{row['pair']} {row['version']}: {size}{state}{mark}")
    if not rows:
        call.print(f"no model is installed in {folder}")
    call.print_json({"models": rows})
    return 0


def _install(call: base.Call) -> int:
    offered = cache(lambda: models.available(call.arguments.index))
    pairs = [models.pair_of(pair) for pair in call.arguments.pairs] or _needed(call, offered)
    done = []
    for pair in dict.fromkeys(pairs):

        def progress(bytes_: int, total: int, pair: str = pair) -> None:
            call.progress(bytes_ // 10**6, max(total, bytes_ + 1) // 10**6, f"MB of {pair}")

        model, fetched = models.from_index(
            call.project, models.models_folder(), pair, offered, progress, call.arguments.update
        )
        call.print(f"{pair} {model.version}: {'installed' if fetched else 'is installed'}")
        done.append(_row(model, True))
    call.print_json({"models": done})
    return 0


def _needed(call: base.Call, offered: Any) -> list[str]:
    """The pairs that the project's letters need; with all of them pinned, the index is not asked."""
    letters = source.letters(call.project)
    sources = dict.fromkeys(source.read(call.project, letter).lang for letter in letters)
    locked = models_lock.read(call.project)
    pairs = models.wanted(sources, call.settings.languages, locked)
    if all(pair in locked for pair in pairs):
        return pairs
    known: Mapping[str, Available] = offered()
    return models.wanted(sources, call.settings.languages, known)


def _import(call: base.Call) -> int:
    done = []
    for path in call.arguments.files:
        model = models.from_file(call.project, models.models_folder(), path, update=call.arguments.update)
        call.print(f"{model.pair} {model.version}: installed ({model.sha256})")
        done.append(_row(model, True))
    call.print_json({"models": done})
    return 0


def _verify(call: base.Call) -> int:
    found = models.installed(models.models_folder())
    locked = models_lock.read(call.project)
    bad: list[str] = []
    rows = []
    for model, folder in found:
        wrong = models.damaged(folder)
        rows.append({**_row(model, not wrong), "damaged": wrong})
        if wrong:
            bad.append(model.pair)
            call.print(f"{model.pair} {model.version}: {', '.join(wrong)} changed since the installation")
        else:
            call.print(f"{model.pair} {model.version}: as installed")
    missing = [m for m in locked.values() if m.sha256 not in {model.sha256 for model, _ in found}]
    rows += [{**_row(model, False), "damaged": []} for model in missing]
    call.print_json({"models": rows})
    if missing:
        pairs = " ".join(model.pair for model in missing)
        base.complain(
            MissingToolError(
                f"models.lock names models that are not installed: {pairs}",
                hint=f"openletter models install {pairs}",
                code="no-model",
            ),
            call.project,
        )
    if bad:
        hint = (
            f"openletter models install {' '.join(bad)}\n       or, without a network: "
            "openletter models import FILE.argosmodel …"
        )
        error = UsageError(f"files of {', '.join(bad)} are not what was installed", hint=hint)
        base.complain(error, call.project)
        return 1
    return MissingToolError.exit_code if missing else 0


def _row(model: Model, installed: bool) -> dict[str, Any]:
    return {
        "pair": model.pair,
        "version": model.version,
        "size": model.size,
        "sha256": model.sha256,
        "installed": installed,
    }


def _offered(one: Available) -> dict[str, Any]:
    return {"pair": one.pair, "version": one.version, "size": 0, "sha256": "", "installed": False}

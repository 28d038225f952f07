"""The layers of docs/architecture.md, held against the imports of every module."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "openletter"
EDGES = 2
WRITERS = {"publish/html", "publish/epub", "publish/pdf", "publish/index"}
LOW = {"files", "xmlsafe"}
"""The modules of layer 1 that touch the disk; the others are pure."""
EFFECTS = {
    *("os", "io", "subprocess", "socket", "time", "random", "secrets", "tempfile", "shutil", "threading"),
    *("urllib.request", "multiprocessing", "concurrent.futures", "getpass", "platform", "logging"),
}


def modules() -> dict[str, Path]:
    """Every module by its name in the table: `publish/html`; a package by its folder: `publish`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix()
        found[name.removesuffix("/__init__")] = path
    del found["__init__"]
    return found


def table() -> dict[str, int]:
    """Module, or folder with a slash at its end → layer, as the document's table lists them."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    listed: dict[str, int] = {}
    for layer, cell in re.findall(r"^\| (\d) [^|]*\| ([^|]+) \|", text, re.MULTILINE):
        for name in re.findall(r"`([\w/]+)`", cell):
            assert name not in listed, f"{name} stands twice in the table"
            listed[name] = int(layer)
    return listed


MODULES = modules()
TABLE = table()


def layer(module: str) -> int | None:
    """A module's layer: its own row, else that of its folder."""
    parts = module.split("/")
    folders = ["/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]
    return next((TABLE[name] for name in [module, *folders] if name in TABLE), None)


def imports(path: Path) -> set[str]:
    """The dotted names that a file imports, wherever in it, relative ones resolved."""
    package = path.relative_to(ROOT).parent.parts
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join([*base, *([node.module] if node.module else [])])
            found |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return found


def inside(path: Path) -> set[str]:
    """The modules of the package that a file imports."""
    own = (name for name in imports(path) if name.startswith("openletter."))
    names = {name.removeprefix("openletter.").replace(".", "/") for name in own}
    found = {name for name in names if name in MODULES}
    # `from openletter.publish import fonts` names the folder too, which is no dependency of its own
    return {name for name in found if not any(other.startswith(name + "/") for other in found)}


def test_every_module_has_a_layer() -> None:
    assert not [name for name in MODULES if layer(name) is None], "add them to docs/architecture.md"


def test_the_table_lists_what_exists() -> None:
    def exists(name: str) -> bool:
        return (PACKAGE / name).is_dir() if name.endswith("/") else name in MODULES

    assert not [name for name in TABLE if not exists(name)], "take them out of docs/architecture.md"


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_upward(module: str) -> None:
    own = layer(module) or 0
    above = {other for other in inside(MODULES[module]) if (layer(other) or 0) > own}
    assert not above, f"{module} is in layer {own}"


@pytest.mark.parametrize("module", [name for name in MODULES if layer(name) == EDGES])
def test_edges_never_import_each_other(module: str) -> None:
    """Modules of one folder are one edge in several files."""
    own = module.split("/")[0]
    assert not {o for o in inside(MODULES[module]) if layer(o) == EDGES and o.split("/")[0] != own}


@pytest.mark.parametrize("module", sorted(WRITERS & MODULES.keys()))
def test_writers_never_import_writers(module: str) -> None:
    assert not inside(MODULES[module]) & (WRITERS - {module})


def test_no_module_imports_in_a_circle() -> None:
    graph = {name: inside(path) - {name} for name, path in MODULES.items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("module", [n for n in MODULES if (layer(n) or 0) < EDGES and n not in LOW])
def test_the_core_is_pure(module: str) -> None:
    assert not imports(MODULES[module]) & EFFECTS


def test_only_pandoc_runs_pandoc() -> None:
    callers = {name for name, path in MODULES.items() if "pypandoc" in imports(path)}
    assert callers == {"pandoc"}


def test_the_set_up_needs_the_standard_library_alone() -> None:
    import sys

    own = {"tools", "openletter", "pytest"}  # the last two only once everything is there
    for path in [ROOT / "build.py", ROOT / "tools/environment.py", ROOT / "tools/pipwheel.py"]:
        outside = {name.split(".")[0] for name in imports(path)} - own - sys.stdlib_module_names
        assert not outside - {""}, f"{path.name} imports {outside}"

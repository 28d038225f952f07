"""extract + localize of a book of Markdown files against Translate Toolkit, mdpo and po4a, as ratios.

    pip install 'translate-toolkit[markdown]' mdpo && apt-get install po4a
    python benchmarks/scale_book.py FOLDER [--files 574] [--bytes 900000] [--times 2]

FOLDER holds real Markdown files (a node_modules folder, unpacked source distributions); larger ones are cut
at blank lines, so that there are as many files as asked for. One target language. Each of the peers makes a
catalog for each file (po4a: one for all) and then the translated file from it, as we do. Peers that are not
installed are left out; Translate Toolkit and mdpo need an environment each, their programs have equal names.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from timing import Took, in_turn, openletter, run, tell, tool


def book(found: Path, folder: Path, files: int, size: int) -> int:
    """Fills a project with so many files of about so many bytes in all; returns the bytes."""
    share = size // files
    made = total = 0
    for path in sorted(found.rglob("*.md")):
        for part in parts(path, share):
            if made == files:
                return total
            target = folder / "source" / f"part{made % 20:02}" / f"{made:04}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(part, "utf-8")
            made, total = made + 1, total + len(part.encode())
    raise SystemExit(f"only {made} parts in {found}: name a larger folder")


def parts(path: Path, share: int) -> list[str]:
    try:
        text = path.read_text("utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError):
        return []
    found, part = [], ""
    for paragraph in text.split("\n\n"):
        part += paragraph + "\n\n"
        if len(part.encode()) >= share and part.count("```") % 2 == 0:
            found.append(part)
            part = ""
    found += [part] if part.strip() else []
    return [one for one in found if not one.startswith(("---", "\ufeff"))]


def ours(folder: Path) -> Took:
    fresh(folder)
    took = openletter(folder, "extract", codes=(0, 1))
    return took + openletter(
        folder, "localize", "--lang", "fr", "--to", "json", "--output", folder / "json", codes=(0, 1)
    )


def fresh(folder: Path) -> None:
    """Puts aside what was made. Not deleted: ext4 goes around inodes that have just become free."""
    aside = Path(tempfile.mkdtemp(dir=folder, prefix=".aside-"))
    for name in ("locales", "json", "peer"):
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    (folder / "peer").mkdir()


def translate_toolkit(folder: Path) -> Took:
    """Both tools take a whole folder at once."""
    fresh(folder)
    source, peer = folder / "source", folder / "peer"
    took = run([tool("md2po"), "--progress=none", "-i", source, "-o", peer / "po"])
    (peer / "md").mkdir()
    return took + run([tool("po2md"), "--progress=none", "-t", source, "-i", peer / "po", "-o", peer / "md"])


def mdpo(folder: Path, scripts: str) -> Took:
    """mdpo has a program for one file; a loop in one Python spares it a start for each."""
    fresh(folder)
    program = (
        "import sys, pathlib\n"
        "from mdpo.md2po import markdown_to_pofile\nfrom mdpo.po2md import pofile_to_markdown\n"
        "root = pathlib.Path(sys.argv[1])\n"
        "for path in sorted((root / 'source').rglob('*.md')):\n"
        "    name = '-'.join(path.relative_to(root / 'source').parts)\n"
        "    po = str(root / 'peer' / (name + '.po'))\n"
        "    markdown_to_pofile(str(path), po_filepath=po, save=True)\n"
        "    pofile_to_markdown(str(path), [po], save=str(root / 'peer' / name))\n"
    )
    return run([scripts, "-c", program, folder])


def po4a(folder: Path) -> Took:
    """One configuration for all files, with one catalog for all; it writes the translated files too."""
    fresh(folder)
    lines = ["[po4a_langs] fr", "[po4a_paths] peer/book.pot fr:peer/fr.po", "[options] --keep 0"]
    for path in sorted((folder / "source").rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        made = "peer/" + name.replace("/", "-")
        lines.append(f'[type: text] {name} fr:{made} opt:"-o markdown"')
    (folder / "po4a.cfg").write_text("\n".join(lines) + "\n", "utf-8")
    return run([tool("po4a"), "--quiet", "po4a.cfg"], cwd=folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=574)
    parser.add_argument("--bytes", type=int, default=900_000)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--mdpo", default="", help="a Python that has mdpo")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = book(given.folder, folder, given.files, given.bytes)
        (folder / "openletter.toml").write_text('languages = ["en", "fr"]\n', "utf-8")
        ways: dict[str, Callable[[], Took]] = {"openletter": lambda: ours(folder)}
        if Path(tool("md2po")).is_file():
            ways["Translate Toolkit md2po + po2md"] = lambda: translate_toolkit(folder)
        if given.mdpo:
            ways["mdpo md2po + po2md"] = lambda: mdpo(folder, given.mdpo)
        if Path(tool("po4a")).is_file():
            ways["po4a"] = lambda: po4a(folder)
        tell(f"extract + localize, {given.files} files, {size / 1e6:.2f} MB", in_turn(ways, given.times))


if __name__ == "__main__":
    main()

"""How many deleted and added denials are held in texts that the word lists were not tuned on.

Texts: the catalogs of Debian's `wordpress-l10n` and `libreoffice-l10n-*` and the messages of `mediawiki`
(the first set), and those of Weblate, Wagtail, Django, allauth, Mayan, pretix, phpMyAdmin and Gajim (the
second), which are not part of this project. Fetch and unpack them, then measure one half of a set:

    apt-get download wordpress-l10n mediawiki libreoffice-l10n-{ar,es,fr,ru,zh-cn}
    for file in *.deb; do dpkg -x "$file" first; done
    pip download --no-deps Weblate==5.14.3 wagtail==8.0.1 Django==5.2.19 django-allauth==65.21.1 \
        mayan-edms==4.12.2 pretix==2026.8.0
    for file in *.whl; do unzip -q "$file" '*.mo' '*.po' -d "second/$file"; done
    apt-get download phpmyadmin gajim
    for file in phpmyadmin*.deb gajim*.deb; do dpkg -x "$file" second; done
    python benchmarks/denials.py first --half held
    python benchmarks/denials.py second --set second --half held
"""

from __future__ import annotations

import argparse
import gettext
import hashlib
import html
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from checks_data import segment  # noqa: E402
from denials import denies, with_one_more, without_one  # noqa: E402

from openletter.checks.base import Context  # noqa: E402
from openletter.checks.negation import negation  # noqa: E402

NAMES = {
    "ar": ("*ar.mo", "/ar/", "ar.json"),
    "zh": ("*zh_CN.mo", "/zh_CN/", "zh-hans.json"),
    "fr": ("*fr_FR.mo", "/fr/", "fr.json"),
    "ru": ("*ru_RU.mo", "/ru/", "ru.json"),
    "es": ("*es_ES.mo", "/es/", "es.json"),
}
OWN_LETTERS = {
    "ar": r"[\u0621-\u064a]",
    "zh": "[\u4e00-\u9fff]",
    "ru": "[а-яА-Я]",
    "fr": "[a-z]",
    "es": "[a-z]",
}


def clean(text: str, lang: str) -> str:
    text = re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|'''?", r"\1", text)
    text = re.sub(r"<[^<>]{1,200}>|[\u200e\u200f\u202a-\u202e]", "", html.unescape(text))
    return re.sub(r"\s+", " ", text.replace("'", "’") if lang in ("en", "fr", "es") else text).strip()


def raw(folder: Path, lang: str) -> Iterator[tuple[str, str]]:
    wordpress, office, messages = NAMES[lang]
    for path in sorted(folder.rglob("*.mo")):
        if path.match(wordpress) or (office in path.as_posix() and "libreoffice" in path.as_posix()):
            with path.open("rb") as file:
                catalog = vars(gettext.GNUTranslations(file))["_catalog"]
            for key, text in catalog.items():
                if isinstance(key, str) and isinstance(text, str):
                    yield key.split("\x04")[-1], text
    for path in sorted(folder.rglob("en.json")):
        other = path.with_name(messages)
        if "i18n" in path.as_posix() and other.exists():
            ours, theirs = json.loads(path.read_text("utf-8")), json.loads(other.read_text("utf-8"))
            yield from ((ours[k], theirs[k]) for k in ours if isinstance(ours[k], str) and k in theirs)


FOLDERS = {"ar": ("ar",), "zh": ("zh_CN", "zh_Hans"), "fr": ("fr",), "ru": ("ru",), "es": ("es",)}


def raw_of_folders(folder: Path, lang: str) -> Iterator[tuple[str, str]]:
    """Of every catalog below a folder that is named as the language; a PO file where there is no MO file."""
    for path in sorted([*folder.rglob("*.mo"), *folder.rglob("*.po")], key=lambda path: (path.suffix, path)):
        compiled = path.suffix == ".po" and path.with_suffix(".mo").exists()
        if compiled or set(FOLDERS[lang]).isdisjoint(path.parts):
            continue
        with path.open("rb") as file:
            catalog = read_mo(file) if path.suffix == ".mo" else read_po(file)
        for message in catalog:
            if isinstance(message.id, str) and isinstance(message.string, str) and not message.fuzzy:
                yield message.id, message.string


SETS = {"first": (raw, "n", 1), "second": (raw_of_folders, "q", 0)}
"""How the texts of a set are read, and the digests of those in the half that was looked at."""


def pairs(folder: Path, lang: str, half: str, which: str = "first") -> dict[str, str]:
    """Sentences and short paragraphs without placeholders; the half by a digest of the source."""
    found: dict[str, str] = {}
    read, salt, dev = SETS[which]
    for one, other in read(folder, lang):
        if "{{" in one or "%(" in one or not isinstance(other, str) or not other:
            continue
        source, text = clean(one, "en"), clean(other, lang)
        enough = len(re.findall(OWN_LETTERS[lang], text)) >= (4 if lang == "zh" else 12)
        prose = re.match(r"[A-Z].*[.!?:]$", source) and not re.search(r"[{}$<>|\\=#]|%[sd0-9]", source)
        if prose and enough and source != text and 6 <= len(source.split()) <= 70:
            is_dev = hashlib.sha256(f"{salt}{source}".encode()).digest()[0] % 2 == dev
            if half == ("dev" if is_dev else "held"):
                found.setdefault(source, text)
    return found


def is_held(source: str, text: str, lang: str) -> bool:
    return any(True for _ in negation(segment(source), text, Context(lang)))


def measure(texts: dict[str, str], lang: str) -> Counter[str]:
    draw, count = random.Random(lang), Counter[str]()
    for source, text in sorted(texts.items()):
        kind = "denying" if denies(source) else "plain"
        count[kind] += 1
        count[f"{kind} false"] += is_held(source, text, lang)
        less, more = without_one(source, text, lang), with_one_more(source, text, lang)
        for name, made in (("deleted", less), ("added", more)):
            for changed in draw.sample(made, min(2 if name == "deleted" else 1, len(made))):
                count[name] += 1
                count[f"{name} held"] += is_held(source, changed, lang)
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=tuple(SETS), default="first")
    parser.add_argument("--half", choices=("dev", "held"), default="held")
    call = parser.parse_args()
    print(
        "| | deleted, held | added, held | false, source denies | false, source does not |"
        "\n|---|---|---|---|---|"
    )
    for lang in NAMES:
        n = measure(pairs(call.folder, lang, call.half, call.set), lang)
        cells = (
            ("deleted held", "deleted"),
            ("added held", "added"),
            ("denying false", "denying"),
            ("plain false", "plain"),
        )
        print(f"| {lang} | " + " | ".join(f"{100 * n[a] / n[b]:.1f} % of {n[b]:,}" for a, b in cells) + " |")


if __name__ == "__main__":
    main()

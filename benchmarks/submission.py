"""A submission of up to 10 MB, in PO, XLIFF 1.2 and XLIFF 2.1: seconds, and MiB of all processes together.

    pip install psutil
    python benchmarks/submission.py [--lang zh,ar] [--format po] [--bytes 10000000] [--wrong] [--remembered]

The letter is made of sentences of the Universal Declaration in another order each time, with numbers, dates,
document symbols, names, links, emphasis and notes that vary from paragraph to paragraph, so that no two texts
are equal; the submission is its whole translation, made in the same way. `--wrong` puts a fault into every
entry. Nothing is there but the letter and the file: no catalog, no journal, and nothing remembered of
the letter, unless with `--remembered`, which is how it is once a packet was made of it.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from timing import ROOT, _package

sys.path.insert(0, str(ROOT))

from openletter import segment
from openletter.checks.text import sentences
from openletter.model import State
from openletter.review import packet, remembered, xliff12, xliff21

LANGUAGES = ("ar", "es", "fr", "ru", "zh")
WRITERS = {"po": packet.to_po, "xliff-1.2": xliff12.write, "xliff-2.1": xliff21.write}

CALLS = {
    "en": "In {year}, {n} people of {place} wrote {m} letters to the Council ({symbol}).",
    "fr": "En {year}, {n} personnes de {place} ont écrit {m} lettres au Conseil ({symbol}).",
    "es": "En {year}, {n} personas de {place} escribieron {m} cartas al Consejo ({symbol}).",
    "ru": "В {year} году {n} жителей города {place} написали Совету {m} писем ({symbol}).",
    "ar": "وفي عام {year}، كتب {n} من سكان {place} عدد {m} من الرسائل إلى المجلس ({symbol}).",
    "zh": "{year}年，{place}的{n}人致函理事会，共有{m}封信（{symbol}）。",
}
PLACES = {
    "en": "Geneva|Nairobi|Vienna|Bangkok|Santiago|Beirut|Addis Ababa|New York|Paris|Madrid",
    "fr": "Genève|Nairobi|Vienne|Bangkok|Santiago|Beyrouth|Addis-Abeba|New York|Paris|Madrid",
    "es": "Ginebra|Nairobi|Viena|Bangkok|Santiago|Beirut|Addis Abeba|Nueva York|París|Madrid",
    "ru": "Женевы|Найроби|Вены|Бангкока|Сантьяго|Бейрута|Аддис-Абебы|Нью-Йорка|Парижа|Мадрида",
    "ar": "جنيف|نيروبي|فيينا|بانكوك|سانتياغو|بيروت|أديس أبابا|نيويورك|باريس|مدريد",
    "zh": "日内瓦|内罗毕|维也纳|曼谷|圣地亚哥|贝鲁特|亚的斯亚贝巴|纽约|巴黎|马德里",
}
MONTHS = {
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "ar": "كانون الثاني/يناير|شباط/فبراير|آذار/مارس|نيسان/أبريل|أيار/مايو|حزيران/يونيه|تموز/يوليه"
    "|آب/أغسطس|أيلول/سبتمبر|تشرين الأول/أكتوبر|تشرين الثاني/نوفمبر|كانون الأول/ديسمبر",
    "zh": "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月",
}
NOTES = {
    "en": "See document {symbol} of {day} {month} {year}, paragraph {n}.",
    "fr": "Voir le document {symbol} du {day} {month} {year}, paragraphe {n}.",
    "es": "Véase el documento {symbol} de {day} de {month} de {year}, párrafo {n}.",
    "ru": "См. документ {symbol} от {day} {month} {year} года, пункт {n}.",
    "ar": "انظر الوثيقة {symbol} المؤرخة {day} {month} {year}، الفقرة {n}.",
    "zh": "见{year}年{month}{day}日{symbol}号文件，第{n}段。",
}


def pool(lang: str) -> list[tuple[str, str]]:
    """Sentences of the Declaration in English and in a language, as far as they can be paired."""
    path = ROOT / "openletter/memory/udhr.tsv"
    found = []
    for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        ours, theirs = sentences(row["en"]), sentences(row[lang])
        if len(ours) == len(theirs):
            found += [pair for pair in zip(ours, theirs, strict=True) if 40 < len(pair[0]) < 260]
    return found


def texts(lang: str, chosen: random.Random, of: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Paragraphs without end: (Markdown, what it says with tags, the translation with tags)."""
    number = 0
    while True:
        number += 1
        said = [list(pair) for pair in chosen.sample(of, chosen.choice((1, 1, 2)))]
        at, day, year = chosen.randrange(12), chosen.randrange(2, 29), chosen.randrange(1990, 2027)
        values = {"year": year, "day": day, "n": number + 100, "m": chosen.randrange(30, 99)}
        values |= {"symbol": f"A/{chosen.randrange(30, 80)}/{number}"}
        place = chosen.randrange(10)
        said.insert(
            chosen.randrange(len(said) + 1),
            [
                CALLS[one].format(**values, place=f"\1{PLACES[one].split('|')[place]}\2")
                for one in ("en", lang)
            ],
        )
        gap = "" if lang == "zh" else " "
        text, translation = " ".join(one for one, _ in said), gap.join(one for _, one in said)
        kind = chosen.choice(("link", "em", "strong", ""))
        marks = {"link": ("[", f"](https://example.org/{number})"), "em": ("*", "*"), "strong": ("**", "**")}
        markdown = text.replace("\1", marks.get(kind, ("",))[0]).replace("\2", marks.get(kind, ("", ""))[1])
        pair = (f"<{kind}1>", f"</{kind}1>") if kind else ("", "")
        text, translation = (one.replace("\1", pair[0]).replace("\2", pair[1]) for one in (text, translation))
        if number % 5:
            yield markdown, text, translation
            continue
        yield f"{markdown}[^{number}]", f"{text}<note1/>", f"{translation}<note1/>"
        note, noted = (NOTES[one].format(**values, month=MONTHS[one].split("|")[at]) for one in ("en", lang))
        yield f"[^{number}]: {note}", note, noted


FAULTS = (
    lambda text: text + " evil.example/now",
    lambda text: text.replace("</", "<"),
    lambda text: re.sub("[1-9]", "0", text, count=1),
    lambda text: text + " <b>!</b>",
    lambda text: text[: len(text) // 3],
    lambda text: text + " **Now**",
)
"""What a careless or hostile hand might do to a text, each to every sixth entry."""


def make(folder: Path, lang: str, size: int, format: str, wrong: bool) -> tuple[Path, int]:
    """A project with a letter, and its translation in a file of about so many bytes: (path, entries)."""
    count, data = 400, b""
    while not size * 0.97 < len(data) <= size:
        shutil.rmtree(folder, ignore_errors=True)
        data, entries = _made(folder, lang, count, format, wrong)
        count = int(count * 0.985 * size / len(data))
    path = folder / ("letter.po" if format == "po" else "letter.xlf")
    path.write_bytes(data)
    return path, entries


def _made(folder: Path, lang: str, count: int, format: str, wrong: bool) -> tuple[bytes, int]:
    found = list(islice(texts(lang, random.Random(1), pool(lang)), count))
    if found[-1][1].endswith("<note1/>"):
        found.pop()  # its note would have come next
    known = {text: translation for _, text, translation in found}
    (folder / "source").mkdir(parents=True)
    whole = "\n\n".join(markdown for markdown, _, _ in found) + "\n"
    (folder / "source/letter.md").write_text(whole, "utf-8")
    (folder / "openletter.toml").write_text(f'languages = ["en", "{lang}"]\n', "utf-8")
    (folder / "locales").mkdir()
    for name in ("terms.tsv", "quotations.tsv"):
        shutil.copy(ROOT / "locales" / name, folder / "locales" / name)
    _, segments = remembered.read(folder, "letter")
    items = []
    for number, one in enumerate(segments):
        text = FAULTS[number % len(FAULTS)](known[one.msgid]) if wrong else known[one.msgid]
        items.append(packet.Item(one, State.REVIEWED, text, segment.digest(one, "")))
    return WRITERS[format](packet.Packet("letter", lang, "en", tuple(items))), len(items)


class Watch(threading.Thread):
    """The most that a process and its children hold at one time, in MiB; what they share counts once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.ended = pid, 0.0, threading.Event()

    def run(self) -> None:
        import psutil

        while not self.ended.wait(0.1):
            try:
                root = psutil.Process(self.pid)
                held = sum(one.memory_full_info().pss for one in [root, *root.children(recursive=True)])
            except psutil.Error:
                continue
            self.most = max(self.most, held / 2**20)


def submit(folder: Path, path: Path, package: str) -> tuple[float, float, float, str]:
    """(Seconds, seconds of processor, MiB, what it said at the end) of one submission."""
    words = ["review", "submit", path, "--by", "Ana", "--project", folder]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "openletter.cli", *words],
        env={**os.environ, "PYTHONPATH": package, "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    watch = Watch(process.pid)
    watch.start()
    said = process.communicate()[0].strip().replace(str(folder) + "/", "")
    took = time.perf_counter() - start
    watch.ended.set()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, watch.most, said.splitlines()[0] if said else f"exit code {process.returncode}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lang", default=",".join(LANGUAGES))
    parser.add_argument("--format", default=",".join(WRITERS))
    parser.add_argument("--bytes", type=int, default=10_000_000)
    parser.add_argument("--wrong", action="store_true", help="a fault in every entry")
    parser.add_argument("--remembered", action="store_true", help="the letter's messages are known")
    parser.add_argument("--keep", type=Path, help="a folder in which the projects stay")
    given = parser.parse_args()
    for lang in given.lang.split(","):
        for format in given.format.split(","):
            with tempfile.TemporaryDirectory() as name:
                folder = (given.keep or Path(name)) / f"{lang}-{format}"
                path, entries = make(folder, lang, given.bytes, format, given.wrong)
                if not given.remembered:
                    shutil.rmtree(folder / ".openletter", ignore_errors=True)
                wall, cpu, mib, said = submit(folder, path, _package())
                size = path.stat().st_size / 1e6
            print(
                f"{lang} {format:9} {size:5.2f} MB {entries:6} entries  {wall:6.2f} s"
                f"  {cpu:6.2f} s of processor  {mib:4.0f} MiB   {said}",
                flush=True,
            )


if __name__ == "__main__":
    main()

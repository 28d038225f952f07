"""Small editions for the tests of the writers, in every language, without a project."""

from __future__ import annotations

import dataclasses
from typing import Any

from openletter import pandoc, tree
from openletter.conventions import load, long_date
from openletter.model import Asset, Edition, Sibling, State

LANGS = ("ar", "zh", "en", "fr", "ru", "es")

RICH = """\
Dear reader, with **bold**, *em*, ~~strike~~, `a <b>`, [link](https://example.org/?a=1&b=2 "title"),
[script](javascript:alert(1)), [spaces](<https://example.org/a b>), ![alt *text*](img/dot.png){width=20},
![](img/dot.png), a[^first], [a note in a link[^link]](https://example.org), [](https://example.org/empty).

[To a heading](#hö), [to two](#two), [to nothing](#nowhere), [beside](other.html), [bad](http://[x).

## Heading ünï [span]{#two} {#hö .cls data-x=y onclick=alert(1) style="color:red"}

#### Skipped *level*[^heading] {#two}

### Letter {#letter}

1. one
   - nested
     - deep
2. two

   paragraph

> quote
>
> > nested

- [ ] to do
- [x] done

Term
: Definition

| left | right | centre |
|:-----|------:|:------:|
| 1    | 2     | `x`    |

```python
print("<&>")
```

::: {lang=fr .warn}
Bonjour
:::

[الأمم المتحدة]{lang=ar}, [中文*强调*]{lang=zh-Hans}, [S/2014/872]{.symbol dir=ltr}, hard\\
break

---

<div onclick="x">raw block</div>

Raw <b onclick="y">inline</b>, ![far](https://example.org/far.png), ![gone](gone.png).

- First
- Second

[^first]: One paragraph.

    Another paragraph.

    - a list

[^link]: > Only a quote.

[^heading]: A note.
"""

DOT = Asset("img/dot.png", "dot.0a1b2c3d.png", "image/png", b"\x89PNG\r\n\x1a\n not really")


def siblings(lang: str, letter: str, langs: tuple[str, ...] = LANGS) -> tuple[Sibling, ...]:
    up = "../" * (letter.count("/") + 1)
    return tuple(
        Sibling(
            one, c.tag, c.direction, c.autonym, "" if one == lang else f"{up}{one}/{letter}.html"
        )
        for one in langs
        for c in [load(one)]
    )  # fmt: skip


def edition(
    lang: str = "en", markdown: str = "Dear *all*,\n\nwords.[^1]\n\n[^1]: A note.", **changes: Any
) -> Edition:
    """An edition of a Markdown text; `changes` replace its fields."""
    letter = changes.get("letter", "letter")
    blocks = tree.without_positions(pandoc.read(markdown)["blocks"])
    made = Edition(
        letter=letter,
        lang=lang,
        conventions=load(lang),
        title=tuple(tree.words("A & B")),
        title_text="A & B",
        subtitle=(),
        description="About A & B.",
        place="New York",
        date="2014-12-09",
        date_text=long_date(load(lang), "2014-12-09"),
        identifier="urn:uuid:2beb98de-d838-4cd8-805c-285d74050e9a",
        rights="No licence is stated.",
        organisations=("First", "Second"),
        blocks=tuple(blocks),
        source_lang="en",
        counts={} if lang == "en" else {State.DRAFT: 3, State.REVIEWED: 2},
        siblings=siblings(lang, letter),
        epoch=1418083200,
    )
    return dataclasses.replace(made, **changes)

"""Documents that the tests of the core share."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from hypothesis import strategies as st

from openletter import source
from openletter.model import Document, Node

DATA = Path(__file__).parent / "data"

RICH = """\
---
title: An *open* letter
subtitle: To all
place: Geneva
lang: en
date: 2014-12-09
---

# First

A [link](https://example.org/a "its title") and *emphasis*, **strong *both***, ~~struck~~, `code`.[^1]
Second line with ![a *small* image](picture.png "picture title") and [日本語]{lang=ja}.\\
After a break, A/HRC/25/63 and <https://example.org/b>.

## Second

- one
- two
  1. inner
  2. other[^2]

> Quoted, with a second[^1a] note.

| Head | Other |
|------|-------|
| cell | *cell* |

Term
:   Definition one.
:   Definition two.

- [ ] to do
- [x] done

```python
print("not text")
```

***

::: {.box}
Boxed.
:::

[^1]: A note with two paragraphs.

    The second, with [a link](https://example.org/c).

[^1a]: Another.
[^2]: A third.
"""


@functools.cache
def commonmark() -> tuple[str, ...]:
    """The inputs of the CommonMark specification's examples."""
    return tuple(json.loads((DATA / "commonmark-0.31.2.json").read_text("utf-8"))["examples"])


def document(text: str, letter: str = "letter") -> Document:
    return source.document(letter, text.encode())


WORDS = st.text(alphabet="ab \\<>/1émn人权 ", max_size=8) | st.sampled_from(
    ["<em1>", "\\<em1>", "\\\\<note1/>", "</link2>", "人", " ", "a b"]
)


def _paired(children: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[Node]:
    simple = st.sampled_from(["Emph", "Strong", "Strikeout"])
    return st.builds(lambda kind, inner: {"t": kind, "c": inner}, simple, children) | st.builds(
        lambda inner, href: {"t": "Link", "c": [["", [], []], inner, [href, ""]]},
        children,
        st.sampled_from(["https://example.org/", "#x"]),
    )


LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(lambda text: {"t": "Str", "c": text}, WORDS),
    st.sampled_from(
        [
            {"t": "Space"},
            {"t": "SoftBreak"},
            {"t": "LineBreak"},
            {"t": "Code", "c": [["", [], []], "x < y"]},
            {"t": "Note", "c": [{"t": "Para", "c": [{"t": "Str", "c": "note"}]}]},
            {"t": "Span", "c": [["", [], [["lang", "ja"]]], [{"t": "Str", "c": "日"}]]},
        ]
    ),
)
INLINES: st.SearchStrategy[list[Node]] = st.recursive(
    st.lists(LEAVES, max_size=5),
    lambda inner: st.lists(LEAVES | _paired(inner), max_size=5),
    max_leaves=20,
)

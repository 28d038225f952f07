"""`output/report.html`: what was checked, by whom, what was found and what was not checked, for a person.

It never says that anything conforms to a standard: that is for a person to say, who can use this page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from openletter import __version__, conventions
from openletter.audit.base import Published
from openletter.audit.exceptions import Excuse
from openletter.audit.run import Outcome
from openletter.model import Artifact, Finding, Severity
from openletter.publish.xhtml import style_sheet

NAME = "report.html"
TITLE = "What was checked, and what was found"
ALWAYS = (
    "Whether a translation says what the letter says. openletter checks numbers, names of documents, links "
    "and other things that can be counted; the words are for people, and the table above says how far they "
    "have reviewed them.",
    "Whether descriptions of images are right, and whether the language is plain.",
    "How the screen readers, magnifiers and reading systems that people have at home treat these files.",
    "What people who use them say.",
)
"""What no program looks at."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that the report tells."""

    published: Published
    outcome: Outcome
    catalogs: Sequence[Finding]
    texts: int
    """How many translated passages were looked at."""
    day: str
    """UTC, YYYY-MM-DD."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.catalogs, *self.outcome.findings)


Section = tuple[str, str, str]
"""Its id, its heading, its markup."""


def page(checked: Checked) -> bytes:
    """The report as a page that stands alone."""
    here = Path(__file__).parent
    sections = _sections(checked)
    template = Template((here / "report.html").read_text(encoding="utf-8"))
    css = style_sheet("base.css") + (here / "report.css").read_text(encoding="utf-8")
    return template.substitute(
        title=TITLE,
        css=css,
        lead=_lead(checked),
        parts=_items(f'<a href="#{id_}">{heading}</a>' for id_, heading, _ in sections),
        sections="".join(
            f'<section aria-labelledby="{id_}">\n<h2 id="{id_}">{heading}</h2>\n{body}</section>\n'
            for id_, heading, body in sections
        ),
    ).encode()


def _sections(checked: Checked) -> list[Section]:
    found = [
        ("found", "What was found", _found(checked.findings)),
        ("files", "What was checked", _files(checked)),
        ("judges", "By whom", _judges(checked.outcome)),
    ]
    if checked.outcome.excused:
        found.append(("excused", "What a program said that is no fault", _excused(checked.outcome)))
    if checked.outcome.undecided:
        found.append(("undecided", "What a program could not decide", _undecided(checked.outcome)))
    return [
        *found,
        ("unchecked", "What was not checked", _unchecked(checked)),
        ("again", "How to check again", _again()),
    ]


def _lead(checked: Checked) -> str:
    errors, warnings = _count(checked.findings)
    missing = len(checked.outcome.missing)
    result = f"{_number(errors, 'error')} and {_number(warnings, 'warning')} were found."
    if not errors and not warnings:
        result = "None of the programs that looked found an error or has a warning."
    if missing:
        result += f" {_number(missing, 'program')} that would have looked, too, were not on this machine."
    day = conventions.long_date(conventions.load("en"), checked.day)
    artifacts = checked.published.artifacts()
    return (
        f"<p>On {day}, openletter {__version__} had {_number(len(artifacts), 'published file')} checked by "
        f"{_number(len(checked.outcome.ran), 'program')}, and {_number(checked.texts, 'translated passage')} "
        f'by its own checks.</p>\n<p class="result"><strong>{result}</strong></p>\n'
        '<p class="quiet">Programs see a part of what makes a text accessible. This page is evidence for a '
        "person who judges the whole; it does not say that any file conforms to a standard.</p>\n"
    )


def _count(findings: Iterable[Finding]) -> tuple[int, int]:
    severities = [one.severity is Severity.WARNING for one in findings]
    return severities.count(False), severities.count(True)


def _found(findings: Sequence[Finding]) -> str:
    if not findings:
        return "<p>Nothing.</p>\n"
    ordered = sorted(findings, key=lambda one: one.where.file)
    return "".join(
        f"<h3>{escape(file)}</h3>\n<ul>\n{_items(map(_finding, of_file))}</ul>\n"
        for file, of_file in groupby(ordered, key=lambda one: one.where.file)
    )


def _finding(one: Finding) -> str:
    kind = "Warning" if one.severity is Severity.WARNING else "Error"
    line = f"line {one.where.line}: " if one.where.line else ""
    hint = f"<br>To mend it: {escape(one.hint)}." if one.hint else ""
    rule = f", rule {escape(one.rule)}" if one.rule else ""
    return (
        f"<strong>{kind}:</strong> {line}{escape(one.what)}{hint}<br>"
        f'<span class="quiet">{escape(one.judge)}{rule}; <code>{escape(one.code)}</code></span>'
    )


def _files(checked: Checked) -> str:
    artifacts = checked.published.artifacts()
    if not artifacts:
        return "<p>Nothing is published.</p>\n"
    return _table(
        "Each published file, how far its text was reviewed, and its SHA-256, which tells whether a file is "
        "the one that was checked.",
        ("File", "Text", "SHA-256"),
        [(escape(a.path), _state(a), f"<code>{a.sha256}</code>") for a in artifacts],
    )


def _state(artifact: Artifact) -> str:
    counts = ", ".join(f"{n} {state}" for state, n in artifact.states.items() if n)
    return counts or "original"


def _judges(outcome: Outcome) -> str:
    rows = []
    for one in outcome.ran:
        own = [f for f in outcome.findings if f.judge == one.judge.name]
        errors, warnings = _count(own)
        said = f"{_number(errors, 'error')}, {_number(warnings, 'warning')}" if own else "nothing to say"
        rows.append(
            (
                escape(one.judge.title),
                escape(one.version),
                str(one.files),
                said if one.whole else "it did not come to an end",
            )
        )
    return _table(
        "Each program, its version, at how many published files it looked, and what it said.",
        ("Program", "Version", "Files", "Result"),
        rows,
    )


def _excused(outcome: Outcome) -> str:
    by_excuse = groupby(
        sorted(outcome.excused, key=lambda one: (one.excuse.judge, one.excuse.rule, one.excuse.why)),
        key=lambda one: one.excuse,
    )
    return f"<ul>\n{_items(_excuse(excuse, len(list(said))) for excuse, said in by_excuse)}</ul>\n"


def _excuse(excuse: Excuse, times: int) -> str:
    return (
        f"{escape(excuse.judge)}, rule {escape(excuse.rule)}, {_number(times, 'time')}: {escape(excuse.why)}."
    )


def _undecided(outcome: Outcome) -> str:
    ordered = sorted(outcome.undecided, key=lambda one: (one.judge, one.rule, one.where))
    items = []
    for (judge, rule), group in groupby(ordered, key=lambda one: (one.judge, one.rule)):
        places = list(group)
        items.append(
            f"{escape(judge)}, rule {escape(rule)}, in {_number(len(places), 'place')}. The first is in "
            f"{escape(str(places[0].where))}: {escape(places[0].what)}"
        )
    return f"<p>A person has to look at these.</p>\n<ul>\n{_items(items)}</ul>\n"


def _unchecked(checked: Checked) -> str:
    missing = [
        f"{escape(one.title)}. It is not on this machine; to install it: <code>{escape(one.command)}</code>"
        for one in checked.outcome.missing
    ]
    withheld = [
        f"{escape(one.letter)}, {_autonym(one.lang)}: not published. {escape(one.why)}."
        for one in checked.published.manifest.withheld
    ]
    return f"<ul>\n{_items([*missing, *withheld, *map(escape, ALWAYS)])}</ul>\n"


def _autonym(lang: str) -> str:
    c = conventions.load(lang)
    return f'<span lang="{c.tag}" dir="{c.direction}">{escape(c.autonym)}</span>'


def _again() -> str:
    return (
        "<p>In the folder of the project: <code>python3 build.py check --strict</code>. It ends with an "
        "error when anything is found, and when a program is missing.</p>\n"
    )


def _items(items: Iterable[str]) -> str:
    return "".join(f"<li>{item}</li>\n" for item in items)


def _number(count: int, what: str) -> str:
    """
    >>> _number(1, "error"), _number(0, "error")
    ('1 error', 'no errors')
    """
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(_table_lines(caption, heads, rows))


def _table_lines(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    label = escape(" and ".join((heads[0], heads[-1])))
    yield f'<div class="scroll" role="group" aria-label="Table: {label}" tabindex="0">\n<table>\n'
    yield f"<caption>{caption}</caption>\n<thead>\n<tr>"
    yield "".join(f'<th scope="col">{head}</th>' for head in heads) + "</tr>\n</thead>\n<tbody>\n"
    for first, *rest in rows:
        yield f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"

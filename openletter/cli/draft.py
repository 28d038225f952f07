"""`openletter draft`: what a catalog lacks, filled with machine drafts."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openletter import draft, engines, machine, memory, models, po, source
from openletter.checks import Context
from openletter.cli import base
from openletter.engines.base import Engine, ModelError
from openletter.errors import MissingToolError, UsageError
from openletter.model import Key, Segment, Standing
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    base.languages(command)
    command.add_argument(
        "--engine", choices=tuple(engines.ENGINES), default=engines.DEFAULT, help="what translates (argos)"
    )
    command.add_argument("--redo", action="store_true", help="replace drafts that nobody stands behind")
    command.add_argument(
        "--models", type=Path, metavar="DIR", help="a folder with models of Firefox, for --engine firefox"
    )
    command.add_argument(
        "--from", dest="file", type=Path, metavar="FILE.po", help="take drafts from a PO file"
    )
    command.add_argument(
        "--name", metavar="ENGINE", help="with --from: which engine made them, truthfully: “deepl 2026-11”"
    )


@dataclass
class _Letter:
    """A letter's messages, and what drafting has made of them in each language."""

    letter: str
    lang: str
    segments: tuple[Segment, ...]
    filled: dict[str, int] = field(default_factory=dict)
    remembered: dict[str, frozenset[Key]] = field(default_factory=dict)
    """Messages that the memory had, by language."""
    memory: dict[str, int] = field(default_factory=dict)
    """How many of `filled` are from the memory."""
    left: dict[str, list[draft.Left]] = field(default_factory=dict)

    def add(self, lang: str, filled: int, left: Sequence[draft.Left]) -> None:
        self.filled[lang] = self.filled.get(lang, 0) + filled
        self.left.setdefault(lang, []).extend(left)


def run(call: base.Call) -> int:
    letters = [_read(call, letter) for letter in source.letters(call.project, call.arguments.letters)]
    if call.arguments.file:
        return _from_file(call, letters)
    if call.arguments.name:
        raise UsageError("--name says which engine made the drafts of a file", hint="give --from FILE.po too")
    return _by_engine(call, letters)


def _read(call: base.Call, letter: str) -> _Letter:
    data = (call.project / source.path_of(letter)).read_bytes()
    return _Letter(letter, *memory.segments_of(letter, data))


# By an engine


def _by_engine(call: base.Call, letters: Sequence[_Letter]) -> int:
    store = Store(call.project, call.settings.people)
    missing: list[str] = []
    damaged: dict[str, ModelError] = {}
    try:
        if not _by_memory(call, store, letters):
            _tell(call, letters)
            return 0
        try:
            engine = engines.load(call.arguments.engine, _models(call))
        except MissingToolError as error:
            _leave(call, store, letters, error.what)
            _tell(call, letters)
            base.complain(error, call.project)
            return error.exit_code
        for lang in call.arguments.lang or call.settings.languages:
            for origin in dict.fromkeys(one.lang for one in letters):
                some = [one for one in letters if one.lang == origin and one.lang != lang]
                try:
                    if some and not _draft(call, store, engine, some, lang):
                        missing.append(f"{origin}_{lang}")
                except ModelError as error:
                    damaged[error.what] = error
    except KeyboardInterrupt:
        _tell(call, letters)
        raise
    _tell(call, letters)
    for one in [*damaged.values(), *([_no_model(call, missing)] if missing else [])]:
        base.complain(one, call.project)
    return MissingToolError.exit_code if missing or damaged else 0


def _by_memory(call: base.Call, store: Store, letters: Sequence[_Letter]) -> bool:
    """Fills what the memory has just so. Whether anything is left for the engine."""
    open_ = 0
    for lang in call.arguments.lang or call.settings.languages:
        for origin in dict.fromkeys(one.lang for one in letters if one.lang != lang):
            known = memory.of_project(call.project, store, origin, lang)
            context = Context(lang, origin)
            for one in letters:
                if one.lang == origin:
                    open_ += _remember(store, one, lang, known, context, call.arguments.redo)
    return bool(open_)


def _remember(
    store: Store, one: _Letter, lang: str, known: memory.Memory, context: Context, redo: bool
) -> int:
    """Stores what the memory has for one letter; how many messages it does not have."""
    standings = store.standings(one.letter, lang, one.segments)
    wanted = list(draft.wanted(one.segments, standings, redo))
    found = memory.fill(known, wanted, context)
    taken = store.apply(one.letter, lang, one.segments, found.events) if found.events else ()
    one.remembered[lang] = found.keys
    one.memory[lang] = len(taken)
    one.add(lang, len(taken), ())
    return len(wanted) - len(found.keys)


def _leave(call: base.Call, store: Store, letters: Sequence[_Letter], why: str) -> None:
    """Notes of everything that the memory did not have why it is left."""
    for one in letters:
        for lang, keys in one.remembered.items():
            standings = store.standings(one.letter, lang, one.segments)
            wanted = draft.wanted(one.segments, standings, call.arguments.redo)
            one.add(lang, 0, [draft.Left(some.places[0], why) for some, _ in wanted if some.key not in keys])


def _models(call: base.Call) -> engines.Models:
    """Pair → version and folder of the models for the engine that was asked for."""
    if call.arguments.engine == "firefox":
        from openletter.engines import firefox

        return firefox.models(call.arguments.models or models.models_folder() / "firefox")
    chosen = models.chosen(call.project, models.models_folder())
    return {pair: (model.version, folder) for pair, (model, folder) in chosen.items()}


def _no_model(call: base.Call, missing: Sequence[str]) -> MissingToolError:
    pairs = " ".join(missing)
    if call.arguments.engine == "firefox":
        hint = "give the folder that holds folders of models: --models DIR (see docs/drafts.md)"
    else:
        hint = (
            f"openletter models install {pairs}\n       or, without a network: "
            "openletter models import FILE.argosmodel …"
        )
    others = set(missing) & set(models.others(call.project, models.models_folder()))
    what = f"no model is installed for {', '.join(missing)}"
    if others:
        what += f"; the models for {', '.join(sorted(others))} that are here are not those of models.lock"
    return MissingToolError(what, hint=hint, code="no-model")


def _draft(call: base.Call, store: Store, engine: Engine, letters: Sequence[_Letter], lang: str) -> bool:
    """Drafts what letters of one language lack in another, and stores it portion by portion.

    False where the engine has no model for that. Raises ModelError for one that is damaged.
    """
    standings = {one.letter: store.standings(one.letter, lang, one.segments) for one in letters}
    redo = call.arguments.redo
    open_ = [
        (one, wanted)
        for one in letters
        for wanted, _ in draft.wanted(one.segments, standings[one.letter], redo)
        if wanted.key not in one.remembered.get(lang, ())
    ]
    for one in letters:
        one.add(lang, 0, ())
    label = engine.label(letters[0].lang, lang)
    if open_ and not label:
        for one, wanted in open_:
            one.add(lang, 0, [draft.Left(wanted.places[0], f"no model translates {one.lang} into {lang}")])
        return False
    if not open_:
        return True
    call.progress(0, len(open_), f"{lang}: {label}")
    _by_portions(
        call,
        engine,
        open_,
        lang,
        lambda one, answers: _store(store, one, lang, label, answers, standings[one.letter], redo),
    )
    return True


_Open = tuple[_Letter, Segment]
_Answers = list[machine.Answer[_Open]]


def _by_portions(
    call: base.Call,
    engine: Engine,
    open_: Sequence[_Open],
    lang: str,
    store: Callable[[_Letter, _Answers], None],
) -> None:
    """Has messages of letters in one language translated, each letter's part of a portion stored. Where the
    model turns out to be damaged, what is not stored is left, and ModelError raised."""
    origin = open_[0][0].lang
    stored: set[tuple[str, Key]] = set()

    def keep(some: _Answers) -> None:
        for one, answers in _by_letter(some):
            store(one, answers)
            stored.update((one.letter, answer.item[1].key) for answer in answers)

    aim = machine.aim(call.project, origin, lang)
    try:
        for done in machine.stored(machine.translate(open_, lambda item: item[1].msgid, engine, aim), keep):
            call.progress(done, len(open_), f"{lang}: {engine.label(origin, lang)}")
    except ModelError as error:
        call.progress(1, 1, "")
        for one, wanted in open_:
            if (one.letter, wanted.key) not in stored:
                one.add(lang, 0, [draft.Left(wanted.places[0], error.what)])
        raise


def _by_letter(portion: _Answers) -> Iterator[tuple[_Letter, _Answers]]:
    found: dict[str, tuple[_Letter, _Answers]] = {}
    for answer in portion:
        one = answer.item[0]
        found.setdefault(one.letter, (one, []))[1].append(answer)
    yield from found.values()


def _store(
    store: Store,
    one: _Letter,
    lang: str,
    label: str,
    answers: _Answers,
    standings: Mapping[Key, Standing],
    redo: bool,
) -> None:
    """One letter's part of a portion: checked, journalled, in its catalog."""
    segments = [answer.item[1] for answer in answers]
    texts = {answer.item[1].key: answer.text for answer in answers if answer.text}
    reasons = {answer.item[1].key: answer.why for answer in answers if answer.why}
    context = Context(lang, one.lang)
    sure = {answer.item[1].key: answer.confidence for answer in answers}
    found = draft.drafts(segments, standings, texts, label, context, redo, reasons, sure)
    if found.events:
        store.apply(one.letter, lang, one.segments, found.events)
    one.add(lang, len(found.events), found.left)


# From a file


def _from_file(call: base.Call, letters: Sequence[_Letter]) -> int:
    languages = call.arguments.lang
    if len(letters) != 1 or len(languages) != 1:
        raise UsageError(
            "a file holds drafts of one letter in one language",
            hint="openletter draft LETTER --lang fr --from FILE.po --name ENGINE",
        )
    one, lang = letters[0], languages[0]
    if lang == one.lang:
        raise UsageError(f"{one.letter} is written in {lang}", hint="name another language with --lang")
    name = _name(call.arguments.name or "")
    texts = _texts(call.arguments.file)
    store = Store(call.project, call.settings.people)
    standings = store.standings(one.letter, lang, one.segments)
    found = draft.drafts(one.segments, standings, texts, name, Context(lang, one.lang), call.arguments.redo)
    store.apply(one.letter, lang, one.segments, found.events)
    one.add(lang, len(found.events), found.left)
    _tell(call, letters)
    return 0


def _texts(path: Path) -> dict[Key, str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    catalog = po.parse(data, str(path))
    return {one.key: one.msgstr for one in catalog.entries if one.msgstr and not one.obsolete}


def _name(name: str) -> str:
    if not name.strip() or not name.isprintable() or len(name) > 100:
        raise UsageError(
            "the engine's name must be a short line of text",
            hint="say what made the drafts: --name “deepl 2026-11”",
        )
    return name.strip()


# What was done


def _tell(call: base.Call, letters: Sequence[_Letter]) -> None:
    for one in letters:
        for lang, left in one.left.items():
            known = f" ({one.memory[lang]} from the memory)" if one.memory.get(lang) else ""
            call.print(f"{one.letter} {lang}: {one.filled[lang]} filled{known}, {len(left)} left")
            for what in left:
                call.print(f"  {what.place}: {what.why}")
    call.print_json({"letters": {one.letter: _as_json(one) for one in letters}})


def _as_json(one: _Letter) -> dict[str, Any]:
    return {
        lang: {
            "filled": one.filled[lang],
            "memory": one.memory.get(lang, 0),
            "left": [{"line": what.place.line, "why": what.why} for what in left],
        }
        for lang, left in one.left.items()
    }

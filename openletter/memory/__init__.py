"""Translation memory: what was translated before, in this project or in files of others.

`text` compares messages, `index` finds them, `tmx` reads and writes files, `project` gathers what a project
has, `use` makes drafts and notes of it, `udhr` is the Universal Declaration.
"""

from __future__ import annotations

from openletter.memory.index import THRESHOLD, Hit, Memory, Unit
from openletter.memory.project import FOLDER, file_units, letter_units, of_project, segments_of
from openletter.memory.use import Filled, fill, matches

__all__ = [
    "FOLDER",
    "THRESHOLD",
    "Filled",
    "Hit",
    "Memory",
    "Unit",
    "file_units",
    "fill",
    "letter_units",
    "matches",
    "of_project",
    "segments_of",
]

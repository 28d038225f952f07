"""Translation models: fetched or imported, unpacked without trust, and pinned to the byte."""

from openletter.models.folder import Model, damaged, installed, models_folder, pair_of
from openletter.models.index import INDEX, Available, available
from openletter.models.install import chosen, from_file, from_index, others, wanted

__all__ = [
    "INDEX",
    "Available",
    "Model",
    "available",
    "chosen",
    "damaged",
    "from_file",
    "from_index",
    "installed",
    "models_folder",
    "others",
    "pair_of",
    "wanted",
]

"""`python -m openletter` is the command `openletter`."""

from __future__ import annotations

import sys

from openletter.cli import main

if __name__ == "__main__":
    sys.exit(main())

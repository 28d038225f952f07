"""`python -m openletter.cli`."""

import sys

from openletter.cli import main

sys.exit(main())

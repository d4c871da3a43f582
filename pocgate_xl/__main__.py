"""`python -m pocgate_xl` is `pocgate`."""

import sys

from .cli import main

sys.exit(main())

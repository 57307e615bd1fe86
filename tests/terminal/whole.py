"""The program as it is installed: a test that starts it so sees its start, too."""

import sys
from pathlib import Path

SHOUHOU = str(Path(sys.executable).with_name("shouhou"))

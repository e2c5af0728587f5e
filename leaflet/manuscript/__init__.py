"""What people write, read into one frozen `Leaflet`: every piece with its file and line.

`find` says where leaflets are, `read` reads them. This file imports neither, since reading
needs libraries that an unchanged leaflet does not.
"""

import os

# Without this, pydantic looks through every installed package for plugins as it is imported:
# a fiftieth of a second, and code that has no business here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

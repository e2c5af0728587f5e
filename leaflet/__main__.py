"""`python -m leaflet` is the same as `leaflet`."""

import sys

from leaflet.cli import run

if __name__ == "__main__":
    sys.exit(run())

"""What people write, read into one frozen `Leaflet`: every piece with its file and line.

`find` says where leaflets are, `read` reads them. This file imports neither, since reading
needs libraries that an unchanged leaflet does not.
"""

"""`leaflet doctor`: what this computer has of what the program needs, and how to get the rest.

It has to run where things are missing. So nothing here imports anything but the standard library
at its top, whatever may crash is tried in a process of its own, and every module can be read and
run by Python 3.8, which is told to be too old: no `slots`, no `match`, no `zip(strict=True)`.
"""

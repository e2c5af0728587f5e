"""Compose HTML and let WeasyPrint lay it out: one panel is one page, in plain RGB, tagged.

The only room that knows WeasyPrint. It takes data and gives data, all of which can be
pickled: a `Typesetter` does the work in a process of its own, and is started before anything
else is imported. So nothing is imported here.
"""

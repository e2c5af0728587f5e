"""The table of the rules for content, one page a subject."""

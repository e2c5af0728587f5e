"""What files claim, and what that allows."""

OLDEST_WITH = {
    "PDF/X-1:2001": "1.3",
    "PDF/X-1a:2001": "1.3",
    "PDF/X-1a:2003": "1.4",
    "PDF/X-3:2002": "1.3",
    "PDF/X-3:2003": "1.4",
}
"""Claims made before transparency, and the newest version of PDF that each allows."""

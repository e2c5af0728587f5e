"""Reading of PDF files, ours and anybody's: what they say of themselves, and what they paint."""

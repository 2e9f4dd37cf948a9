"""Multi-step acts: one file a verb; they commit nothing and know no web."""

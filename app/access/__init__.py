"""Who may do what, and how far they reach."""

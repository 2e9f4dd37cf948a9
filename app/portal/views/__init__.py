"""Exceptions only: a table has a file here when it has a page or a button of its own."""

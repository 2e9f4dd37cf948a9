"""The engine: knows no table and no clause."""

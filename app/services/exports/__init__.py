"""导出: orders as tables, in the columns offices know, as they stand now or stood at an instant."""

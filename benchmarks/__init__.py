"""What things cost: ``make bench`` writes RESULTS.md; numbers of one machine compare."""

"""A made-up street with people who have habits, for the simulated month."""

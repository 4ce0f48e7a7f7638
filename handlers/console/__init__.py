"""The console: pages for the offices, each for a duty, checked in one place."""

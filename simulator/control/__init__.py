"""Doors of the stand-in's own: for the chat page, for tests, for load scripts."""

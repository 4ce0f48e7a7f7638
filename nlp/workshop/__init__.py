"""What keeps the lexicon good: scoring, learning, checking and comparing, and suggesting edits.

Nothing here runs while a resident waits for an answer.
"""

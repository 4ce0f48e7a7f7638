"""The suite: it mirrors the rooms of the house and reads as their specification."""

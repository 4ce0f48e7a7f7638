"""Voices in and out: what people say in recordings, and what is read to them."""

"""The platform's HTTP API under its real paths."""

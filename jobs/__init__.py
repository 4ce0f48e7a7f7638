"""What the clock does: climb ladders, deliver notices, fetch media, catch up after a crash."""

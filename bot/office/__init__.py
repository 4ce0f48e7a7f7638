"""What an office sees and does beyond the chat: the logic behind the console's pages."""

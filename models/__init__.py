"""The neighbourhood: documents, the ticket's moves and the repositories that keep them."""

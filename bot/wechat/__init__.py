"""The outgoing side: what we ask of WeChat, and how we react to its answers."""

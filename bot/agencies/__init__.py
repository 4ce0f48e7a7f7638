"""Hand-over 转办: what agencies see of a case and do with it, by chat, link or program."""

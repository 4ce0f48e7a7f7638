"""One conversation a file: each talk takes a turn and answers with words."""

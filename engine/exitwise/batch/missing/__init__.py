"""Missing answers in a batch: what holds in all completions of a row, and rows without."""

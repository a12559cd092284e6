"""Many profiles at once: read, gate, run, write, summarise; nothing is lost and nothing is misread."""

"""From conclusions to advice: the plan in order, and the reasons read from the trace."""

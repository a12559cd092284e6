"""From conclusions to advice: the ordered plan, the reasons from the trace, and counterfactuals."""

"""Coverage: which statements the rules cite, and which rules fire on a population."""

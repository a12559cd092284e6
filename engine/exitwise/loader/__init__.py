"""Loading: YAML and JSON to values of the model; all defects are reported together, with their places."""

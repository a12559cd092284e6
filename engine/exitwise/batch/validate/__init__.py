"""The validation of records: a vectorised scan of each form, and the full check for the rest."""

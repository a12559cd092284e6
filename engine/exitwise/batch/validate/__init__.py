"""Which records are profiles: a vectorised scan of each form, and the careful reader for the rest."""

"""Random profiles, admissible or deliberately faulty."""

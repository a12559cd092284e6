"""Random profiles, admissible or faulty on purpose."""

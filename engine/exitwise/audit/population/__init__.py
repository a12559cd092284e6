"""Count the advice on a population, that is on the records of some files."""

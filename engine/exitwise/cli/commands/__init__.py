"""The commands of the program: one module each, and a package for a group of them."""

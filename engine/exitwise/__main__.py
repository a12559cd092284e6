"""`python -m exitwise` is the program."""

from exitwise.cli import main

main()

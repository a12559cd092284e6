"""Compare two packs: their edits, and above all the changes of the advice."""

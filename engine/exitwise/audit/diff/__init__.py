"""What a change of the knowledge does: to its words, and above all to the advice."""

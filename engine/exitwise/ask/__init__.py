"""The conversation: which question next, the answers so far, why something is asked, and the screen."""

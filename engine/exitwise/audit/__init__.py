"""What can be said of the rules themselves: their defects, their cover, and what a change of them does."""

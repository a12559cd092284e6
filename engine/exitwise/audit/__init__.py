"""Analysis of the rules themselves: their defects, their coverage, and the effect of changing them."""

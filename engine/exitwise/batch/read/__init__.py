"""Records of each form, in chunks."""

"""Forward chaining: the rules compiled to an experta engine, the reference of what they mean."""

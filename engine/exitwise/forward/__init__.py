"""Forward chaining over a Rete network (experta): the reference semantics of the rules."""

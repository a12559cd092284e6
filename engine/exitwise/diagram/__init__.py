"""Rules compiled to binary decision diagrams (BDDs): each rule is the set of profiles on which it fires."""

"""The rules as a graph of entities and relations."""

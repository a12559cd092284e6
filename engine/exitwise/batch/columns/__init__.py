"""The columns of tables: their names and types, maps of those of an export, and templates of such maps."""

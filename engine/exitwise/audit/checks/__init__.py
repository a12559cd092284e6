"""One check a module; a module's name is the check's id, and its docstring the page that explains it."""

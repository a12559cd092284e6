"""The batch on Spark: its Python workers run the rules as `exitwise.batch` does on one machine.

1. `run` cuts the inputs of a job into `splits`: files, their row groups, or ranges of their bytes.
2. Spark gives each split to a `task`, which reads it, and writes its part of the advice and of the rejects.
3. Only counts come back. `run` numbers the lines of rejects, writes the manifest and names the folders.

`frame` advises on a DataFrame, whose rows Spark itself reads and writes.
"""

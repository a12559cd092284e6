"""Many profiles at once: advice or a reject for every record, in the order of the input, in bounded memory.

1. `local` runs a `job`. `source` opens the inputs; `lines`, `rows` and `read/` cut them into chunks.
2. `pipeline` hands each chunk to a `worker`, of which each core has one.
3. `validate/` turns most records into value codes (`profiles`) by a scan of their form. `record_validator`
   checks the other records one by one, as a single profile is read, also with a map of columns (`mapping`).
4. `evaluation` runs the rules on the codes (`exitwise.planes`); `refusals` explains their refusals.
5. `write/` renders the advice in the form of the output, and `full` gives it in full.
6. The parts come out in order, and `local` writes them to one file (`output`) or to a folder (`parts`).

`spark` and its modules do the same on Spark, where the rules run as a query.
"""

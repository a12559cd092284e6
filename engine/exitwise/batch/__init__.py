"""Many profiles at once: advice or a reject for every record, in the order of the input, in bounded memory.

1. `local` runs a `job`. `read/` opens its inputs and cuts them into chunks, and `columns/` knows the columns
   of tables, also those of an export (`mapping`).
2. `work` makes each chunk a piece of work, and `pipeline` hands it to a `worker`, of which each core has one.
3. `validate/` turns most records into value codes (`profiles`) by a scan of their form. `record_validator`
   checks the other records one by one, as a single profile is read.
4. `evaluation` runs the rules on the codes (`exitwise.planes`); `refusals` explains their refusals.
5. `write/` renders the advice in the form of the output, and `full` gives it in full.
6. The parts come out in order, and `local` writes them to one file (`output`) or to a folder (`parts`).

`spark/` does the same in the Python workers of Spark.
"""

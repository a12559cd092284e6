"""The options of `exitwise batch`: the job that they describe, its backend, and its messages."""

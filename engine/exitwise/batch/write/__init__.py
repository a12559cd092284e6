"""Advice in the forms that are written: lines of JSON, rows of CSV, tables of Parquet."""

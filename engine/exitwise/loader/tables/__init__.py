"""Decision tables: YAML files under `tables/`, and the CSV files that they name, as ordinary rules."""

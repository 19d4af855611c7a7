"""The ledger of facts as a sheet for a researcher: written, read back, and put into the YAML it came from."""

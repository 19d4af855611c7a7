"""Charts from one specification: as SVG, as native Word charts, and as a table of their data."""

"""Sheets of other programs, .xlsx and CSV, as tables of cells with their places; nothing in them is ever run."""

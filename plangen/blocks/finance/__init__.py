"""Budgets, the financial model, customer value: what the plan costs and what it brings."""

"""Contributions, budgets, expenses and the rates that turn one currency into another."""

"""Exports of the system of record and statements of the bank: recognised, read, compared with what is held, brought in."""

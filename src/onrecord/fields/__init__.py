"""The judging half: what a page offers, weighed field by field.

A field is a file; a rule is a short function in it that says what it reads and why; the file's `RULES` lists them with
their weights. `choose.py` turns the candidates of a field into a winner and keeps all of them as Evidence.
"""

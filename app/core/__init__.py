"""The rules of the product: pure values in, values out; no web framework, database or clock."""

"""Plain Python: values in, values out."""

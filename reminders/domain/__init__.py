"""What may be said on a phone, to which push services, and what their answers mean: values in, values out."""

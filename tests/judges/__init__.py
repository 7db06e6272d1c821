"""Programs that others wrote, who look at this product: each is first shown a fault that it must find."""

"""The dialogs that draft orders: what each costs, now and later, and what stands in its way."""

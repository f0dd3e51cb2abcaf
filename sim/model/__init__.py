"""What exists: attrs classes without behaviour beyond their own consistency."""

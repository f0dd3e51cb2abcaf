"""What screens are made of. A widget takes values and speaks by messages; it knows no game."""

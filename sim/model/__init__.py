"""The data model: attrs classes without behaviour, apart from checks of their own consistency."""

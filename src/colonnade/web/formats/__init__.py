"""How dates are written and read in forms, where Django's own way is not the office's."""

"""Acts on money at the desk: each form calls one action, and no line of a ledger has a form of its own."""

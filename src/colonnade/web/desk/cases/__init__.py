"""The pages of a call at the desk: what was sent, who judges it, and what is selected."""

"""The first pillar: studies, publications and the uses others make of them."""

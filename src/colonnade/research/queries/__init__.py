"""What the room can be asked."""

from colonnade.research.queries.facts import PhaseFact, ProductFact, StudyFact, product_facts, study_facts

__all__ = ["PhaseFact", "ProductFact", "StudyFact", "product_facts", "study_facts"]

"""The addresses of studies at the desk, all under desk/studies/."""

from colonnade.web.desk.studies import clearance, comments, matrix, plan, reviews, workspace

urlpatterns = [
    *matrix.URLS,
    *plan.URLS,
    *reviews.URLS,
    *comments.URLS,
    *clearance.URLS,
    *workspace.URLS,
]

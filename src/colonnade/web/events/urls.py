"""The public addresses of events. Each part lists its own."""

urlpatterns: list = []

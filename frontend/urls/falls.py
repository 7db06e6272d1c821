from django.urls import path

from frontend.views import falls, home, log, private, questions, safety, same_falls

urlpatterns = [
    path("", home.home, name="home"),
    path("log/", log.log, name="log"),
    path("log/facts/", log.log_facts, name="log_facts"),
    # At the root, so that it may open every page.
    path("service-worker.js", log.service_worker, name="service_worker"),
    path("falls/", falls.falls, name="falls"),
    path("falls/<uuid:fall_id>/", falls.fall, name="fall"),
    path("falls/<uuid:fall_id>/withdrawal/", falls.withdrawal, name="fall_withdrawal"),
    path("falls/<uuid:fall_id>/restoration/", falls.restoration, name="fall_restoration"),
    path("falls/<uuid:fall_id>/same-fall/", same_falls.same_fall, name="same_fall"),
    path("falls/<uuid:fall_id>/private/", private.private, name="fall_private"),
    path("falls/<uuid:fall_id>/safety/", safety.safety, name="fall_safety"),
    path("falls/<uuid:fall_id>/questions/<slug:slug>/", questions.question, name="fall_question"),
]

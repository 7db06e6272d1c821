from django.urls import path

from frontend.views import advice, reviews

urlpatterns = [
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("reviews/<uuid:review_id>/end/", reviews.review_end, name="review_end"),
    path("reviews/<uuid:review_id>/rooms/<slug:room>/", reviews.review_room, name="review_room"),
    path(
        "reviews/<uuid:review_id>/rooms/<slug:room>/acceptance/",
        reviews.review_acceptance,
        name="review_acceptance",
    ),
    path(
        "reviews/<uuid:review_id>/items/<slug:code>/verdict/",
        reviews.review_verdict,
        name="review_verdict",
    ),
    path("reviews/<uuid:review_id>/items/<slug:code>/hazard/", reviews.review_hazard, name="review_hazard"),
    path("hazards/<uuid:hazard_id>/advice/", advice.hazard_advice, name="hazard_advice"),
    path("hazards/<uuid:hazard_id>/weight/", advice.hazard_weight, name="hazard_weight"),
]

from django.urls import path

from frontend.views import hazards, homes, photos, walk_shell, walks

urlpatterns = [
    path("my-home/", homes.my_home, name="my_home"),
    path("my-home/move/", homes.home_move, name="home_move"),
    path("patients/<uuid:patient_id>/home/", homes.patient_home, name="patient_home"),
    path("walk/", walk_shell.walk_shell, name="walk_shell"),
    path("walk/state/", walk_shell.walk_state, name="walk_state"),
    path("walks/", walks.walks, name="walks"),
    path("walks/<uuid:walk_id>/", walks.walk, name="walk"),
    path("walks/<uuid:walk_id>/submission/", walks.walk_submission, name="walk_submission"),
    path("walks/<uuid:walk_id>/items/<slug:code>/", walks.walk_item, name="walk_item"),
    path("walks/<uuid:walk_id>/items/<slug:code>/details/", walks.walk_details, name="walk_details"),
    path("walks/<uuid:walk_id>/items/<slug:code>/choice/", walks.walk_choice, name="walk_choice"),
    path("walks/<uuid:walk_id>/items/<slug:code>/photos/", photos.walk_photos, name="walk_photos"),
    path("photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path("photos/<uuid:photo_id>/removal/", photos.photo_removal, name="photo_removal"),
    path("hazards/<uuid:hazard_id>/", hazards.hazard, name="hazard"),
    path("hazards/<uuid:hazard_id>/photos/", photos.hazard_photos, name="hazard_photos"),
    path("hazards/<uuid:hazard_id>/done/", hazards.hazard_done, name="hazard_done"),
    path("hazards/<uuid:hazard_id>/not-possible/", hazards.hazard_not_possible, name="hazard_not_possible"),
    path("hazards/<uuid:hazard_id>/reopening/", hazards.hazard_reopening, name="hazard_reopening"),
    path("hazards/<uuid:hazard_id>/confirmation/", hazards.hazard_confirmation, name="hazard_confirmation"),
]

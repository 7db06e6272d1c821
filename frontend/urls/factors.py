"""The second factor: allauth's names, because it asks for them, at our addresses."""

from django.urls import path
from django.views.generic import RedirectView

from frontend.views import factors, sessions

urlpatterns = [
    path("sign-in/second-step/", factors.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", factors.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-in/passkey/options/", factors.passkey_options, name="passkey_options"),
    path("password/again/code/", factors.code_again, name="mfa_reauthenticate"),
    path("password/again/passkey/", factors.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("ways-in/", factors.ways, name="mfa_index"),
    path("ways-in/passkey/", factors.passkey_adding, name="mfa_add_webauthn"),
    path(
        "ways-in/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index", http_method_names=["get", "head"]),
        name="mfa_list_webauthn",
    ),
    path("ways-in/passkeys/<int:pk>/name/", factors.passkey_name, name="mfa_edit_webauthn"),
    path("ways-in/passkeys/<int:pk>/removal/", factors.passkey_removal, name="mfa_remove_webauthn"),
    path("ways-in/app/", factors.app_adding, name="mfa_activate_totp"),
    path("ways-in/app/removal/", factors.app_removal, name="mfa_deactivate_totp"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/ending/", sessions.sessions_ending, name="sessions_ending"),
    path("sessions/<int:session_id>/ending/", sessions.session_ending, name="session_ending"),
    path("ways-in/codes/", factors.codes, name="mfa_view_recovery_codes"),
    path("ways-in/codes/new/", factors.new_codes, name="mfa_generate_recovery_codes"),
]

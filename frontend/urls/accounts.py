"""Accounts: allauth's names, because it asks for them, at our addresses. What it has besides stays closed."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from frontend.views import (
    accounts,
    consents,
    exports,
    installing,
    joining,
    leaving,
    more,
    profile,
    programs,
    recovery,
)

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="account_login"),
    path("sign-out/", accounts.sign_out, name="account_logout"),
    path("join/", accounts.join, name="account_signup"),
    path("account-inactive/", accounts.account_inactive, name="account_inactive"),
    path("password/forgotten/", accounts.forgotten_password, name="account_reset_password"),
    path("password/forgotten/sent/", accounts.forgotten_password_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        accounts.new_password,
        name="account_reset_password_from_key",
    ),
    path("password/new/done/", accounts.new_password_done, name="account_reset_password_from_key_done"),
    re_path(r"^password/recovery/(?P<key>[-:\w]+)/$", recovery.recovery, name="account_recovery"),
    path("password/change/", accounts.password_change, name="account_change_password"),
    # An account without a password (made by an operator) chooses one by mail.
    path(
        "password/first/",
        RedirectView.as_view(pattern_name="account_reset_password", http_method_names=["get", "head"]),
        name="account_set_password",
    ),
    path("password/again/", accounts.password_again, name="account_reauthenticate"),
    path("address/", accounts.address, name="account_email"),
    path("address/mail/", accounts.address_mail, name="address_mail"),
    path("address/use/", accounts.address_use, name="address_use"),
    path("address/mail/sent/", accounts.address_mail_sent, name="account_email_verification_sent"),
    re_path(
        r"^address/confirm/(?P<key>[-:\w]+)/$", accounts.address_confirmation, name="account_confirm_email"
    ),
    path("joining/", joining.joining, name="joining"),
    path("joining/diary/", joining.joining_diary, name="joining_diary"),
    path("joining/remembered/", joining.joining_remembered, name="joining_remembered"),
    path("joining/settings/", joining.joining_settings, name="joining_settings"),
    path("joining/install/", installing.joining_install, name="joining_install"),
    path("joining/therapist/", joining.joining_therapist, name="joining_therapist"),
    path("profile/", profile.profile, name="profile"),
    path("profile/diary/", profile.profile_diary, name="profile_diary"),
    path("profile/safety/", profile.profile_safety, name="profile_safety"),
    path("profile/me/", profile.profile_me, name="profile_me"),
    path("profile/name/", profile.profile_name, name="profile_name"),
    path("programs/", programs.programs, name="programs"),
    path("programs/starting/", programs.program_starting, name="program_starting"),
    path("programs/<uuid:token_id>/ending/", programs.program_ending, name="program_ending"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:export_id>/", exports.export, name="export"),
    path("exports/<uuid:export_id>/file/", exports.export_file, name="export_file"),
    path("leaving/", leaving.leaving, name="leaving"),
    path("leaving/undoing/", leaving.leaving_undoing, name="leaving_undoing"),
    path("more/", more.more, name="more"),
    path("consents/", consents.consents, name="consents"),
    path("consents/<slug:to>/", consents.consent, name="consent"),
    path("install/", installing.install, name="install"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
]

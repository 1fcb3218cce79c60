"""/account/: our door, and those of allauth's pages that need no password. The rest of allauth has no address."""

from allauth.account.views import account_inactive, logout
from allauth.mfa.base.views import authenticate
from allauth.mfa.base.views import index as ways_in
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions.views import list_usersessions
from django.urls import path

from folkmoot.people import views
from folkmoot.people.access import everyone, signed_in

look, change = signed_in("GET"), signed_in("GET", "POST")


urlpatterns = [
    path("login/", views.come_in, name="account_login"),
    path("code/", views.type_code, name="account_confirm_login_code"),
    path("again/", views.prove_again, name="account_reauthenticate"),
    path("logout/", everyone("GET", "POST")(logout), name="account_logout"),
    path("inactive/", everyone("GET")(account_inactive), name="account_inactive"),
    path("sessions/", change(list_usersessions), name="usersessions_list"),
    path("keys/", look(ways_in), name="mfa_index"),
    path("keys/check/", everyone("GET", "POST")(authenticate), name="mfa_authenticate"),
    path("keys/spare/", look(spare.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("keys/spare/new/", change(spare.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("keys/spare/download/", look(spare.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("keys/passkeys/", look(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("keys/passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("keys/passkeys/login/", everyone("GET", "POST")(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("keys/passkeys/again/", change(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("keys/passkeys/<int:pk>/remove/", change(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("keys/passkeys/<int:pk>/edit/", change(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]

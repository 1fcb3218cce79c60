"""The pages about people, one's own and others'; and what machines look for at fixed addresses."""

from django.urls import path

from folkmoot.home import api, away, back_in, me, my_pages, one_account, roles, well_known

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/edit/", me.edit, name="me_edit"),
    path("me/away/", away.away, name="away"),
    path("me/away/<int:pk>/end/", away.end_away, name="away_end"),
    path("me/data/", my_pages.my_data, name="my_data"),
    path("me/forget/", my_pages.forget_me, name="forget"),
    path("me/stay/", my_pages.stay, name="stay"),
    path("me/address/", my_pages.new_address, name="address"),
    path("me/one/", one_account.one_account, name="one_account"),
    path("me/one/<int:pk>/undo/", one_account.undo, name="two_accounts"),
    path("people/code/", back_in.code_on_paper, name="code_on_paper"),
    path("people/roles/", roles.roles, name="roles"),
    path("people/roles/<int:pk>/end/", roles.end_role, name="role_end"),
    path("people/<str:key>/", me.person, name="person"),
    path("openapi.json", api.openapi, name="openapi"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
]

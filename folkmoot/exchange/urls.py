"""Taking in: from a list to what came of it."""

from django.urls import path

from folkmoot.exchange.views import alike, answering, bringing, giving, guesses

app_name = "exchange"
urlpatterns = [
    path("", bringing.start, name="start"),
    path("begin/", bringing.begin, name="begin"),
    path("guesses/", guesses.guesses, name="guesses"),
    path("guesses/confirm/", guesses.confirm, name="confirm"),
    path("<str:key>/", bringing.intake, name="intake"),
    path("<str:key>/columns/", answering.columns, name="columns"),
    path("<str:key>/again/", answering.again, name="again"),
    path("<str:key>/take/", answering.take, name="take"),
    path("<str:key>/ask/", answering.ask, name="ask"),
    path("<str:key>/undo/", answering.undo, name="undo"),
    path("<str:key>/alike/", alike.alike, name="alike"),
    path("<str:key>/alike/say/", alike.decide, name="decide"),
    path("<str:key>/unpair/", alike.unpair, name="unpair"),
    path("<str:key>/link/", answering.link, name="link"),
    path("<str:key>/letterbox/", answering.letterbox, name="letterbox"),
    path("<str:key>/rows/<str:verdict>/", bringing.rows, name="rows"),
    path("<str:key>/files/<str:name>", giving.given, name="given"),
]

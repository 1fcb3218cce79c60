"""Every address of this app."""

from __future__ import annotations

from django.urls import path

from folkmoot.priorities.views import desk, lists, matrix, priorities, question, say, sheets, vouching

app_name = "priorities"
urlpatterns = [
    path("", lists.questions, name="questions"),
    path("new/", question.new, name="new"),
    path("ideas/", lists.on_a_map, name="ideas"),
    path("<int:pk>/", question.question, name="question"),
    path("<int:pk>/statements/", question.statements, name="statements"),
    path("<int:pk>/votes.csv", question.votes_file, name="votes_file"),
    path("<int:pk>/statements.csv", question.statements_file, name="statements_file"),
    path("<int:pk>/weights.csv", question.weights_file, name="weights_file"),
    path("<int:pk>/population.csv", question.population_file, name="population_file"),
    path("<int:pk>/say/", say.say, name="say"),
    path("<int:pk>/link/", say.link, name="link"),
    path("<int:pk>/sheet/", say.sheet, name="sheet"),
    path("say/<str:token>/", say.by_link, name="by_link"),
    path("<int:pk>/desk/", desk.desk, name="desk"),
    path("<int:pk>/seed/", desk.seed, name="seed"),
    path("<int:pk>/close/", desk.close, name="close"),
    path("<int:pk>/reopen/", desk.reopen, name="reopen"),
    path("<int:pk>/waiting/", desk.waiting, name="waiting"),
    path("<int:pk>/waiting/<int:statement>/", desk.judge, name="judge"),
    path("<int:pk>/sheets/", sheets.new, name="new_sheets"),
    path("<int:pk>/sheets/<int:batch>/", sheets.print_them, name="sheets"),
    path("<int:pk>/key/", sheets.key, name="key"),
    path("priorities/", priorities.priorities, name="priorities"),
    path("priorities/new/", priorities.new, name="priority_new"),
    path("priorities/<int:pk>/", priorities.priority, name="priority"),
    path("priorities/<int:pk>/edit/", priorities.edit, name="priority_edit"),
    path("priorities/<int:pk>/cite/", priorities.cite, name="cite"),
    path("priorities/<int:pk>/settle/", priorities.settle, name="priority_settle"),
    path("matrix/", matrix.matrices, name="matrices"),
    path("matrix/new/", matrix.new, name="matrix_new"),
    path("matrix/policies/", matrix.new_policies, name="policies_new"),
    path("matrix/<int:pk>/", matrix.matrix, name="matrix"),
    path("matrix/<int:pk>/paper/", matrix.paper, name="board_paper"),
    path("matrix/<int:pk>/existing/", matrix.existing, name="existing"),
    path("matrix/<int:pk>/carry/", matrix.carry, name="carry"),
    path("matrix/<int:pk>/sign/", matrix.sign, name="sign"),
    path("matrix/<int:pk>/<int:aim>/<int:policy>/", matrix.cell, name="cell"),
    path("matrix/<int:pk>/<int:aim>/<int:policy>/rate/", matrix.rate, name="rate"),
    path("matrix/<int:pk>/<int:aim>/<int:policy>/remark/", matrix.remark, name="remark"),
    path("known/", vouching.known, name="known"),
    path("known/give/", vouching.give, name="give_vouch"),
    path("known/<int:pk>/", vouching.vouch, name="vouch"),
    path("known/<int:pk>/end/", vouching.end, name="end_vouch"),
]

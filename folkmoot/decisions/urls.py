"""What is asked of whoever can decide, and what people settle among themselves."""

from __future__ import annotations

from django.urls import path

from folkmoot.decisions.views import among, answering, asking, signing

app_name = "decisions"
urlpatterns = [
    path("", asking.propositions, name="propositions"),
    path("new/", asking.new, name="new"),
    path("for-you/", answering.inbox, name="inbox"),
    path("before-elections/", answering.pauses, name="pauses"),
    path("bodies/<int:pk>/", answering.body, name="body"),
    path("<int:pk>/", asking.proposition, name="proposition"),
    path("<int:pk>/sheet/", asking.sheet, name="sheet"),
    path("<int:pk>/write/<slug:name>/", asking.step, name="step"),
    path("<int:pk>/ways/", asking.ways, name="ways"),
    path("<int:pk>/ways/<int:way>/choose/", asking.choose_way, name="choose_way"),
    path("<int:pk>/ways/<int:way>/drop/", asking.drop_way, name="drop_way"),
    path("<int:pk>/grounds/", asking.grounds, name="grounds"),
    path("<int:pk>/grounds/<int:ground>/drop/", asking.drop_ground, name="drop_ground"),
    path("<int:pk>/ask-to-sign/", signing.ask, name="ask_to_sign"),
    path("<int:pk>/put/", asking.put, name="put"),
    path("<int:pk>/withdraw/", asking.withdraw, name="withdraw"),
    path("<int:pk>/again/", asking.again, name="again"),
    path("<int:pk>/against/", asking.contrary, name="contrary"),
    path("<int:pk>/against/<int:contrary>/take-back/", asking.take_contrary_back, name="take_contrary_back"),
    path("<int:pk>/sign/", signing.sign, name="sign"),
    path("<int:pk>/not-sign/", signing.not_sign, name="not_sign"),
    path("<int:pk>/sign/<int:signature>/take-back/", signing.unsign, name="unsign"),
    path("<int:pk>/carry/", signing.carry, name="carry"),
    path("<int:pk>/view/", answering.view, name="view"),
    path("<int:pk>/answer/", answering.answer, name="answer"),
    path("<int:pk>/answer/told/", answering.tell, name="tell"),
    path("<int:pk>/answer/record/", answering.minute, name="minute"),
    path("<int:pk>/answer/promise/", answering.deed, name="deed"),
    path("<int:pk>/answer/undo/", answering.undo, name="undo"),
    path("<int:pk>/word-back/", answering.word_back, name="word_back"),
    path("ours/", among.register, name="register"),
    path("ours/new/", among.begin, name="begin"),
    path("ours/<int:pk>/", among.decision, name="decision"),
    path("ours/<int:pk>/text/", among.text, name="text"),
    path("ours/<int:pk>/versions/", among.versions, name="versions"),
    path("ours/<int:pk>/roll/", among.roll, name="roll"),
    path("ours/<int:pk>/ask/", among.put, name="ask"),
    path("ours/<int:pk>/say/", among.say, name="say"),
    path("ours/<int:pk>/delegate/", among.delegate, name="delegate"),
    path("ours/<int:pk>/object/", among.object_to, name="object"),
    path("ours/<int:pk>/object/<int:objection>/", among.end_objection, name="end_objection"),
    path("ours/<int:pk>/close/", among.close, name="close"),
    path("ours/<int:pk>/settle/", among.settle, name="settle"),
    path("ours/<int:pk>/review/", among.review, name="review"),
    path("ours/<int:pk>/count.json", among.count_again, name="count_again"),
]

"""Everything here that is given or taken as JSON, said once in OpenAPI 3.1 at /openapi.json.

Reading needs no key: what stands here is what anybody may see. Nothing takes a JSON body; what is sent are forms, with
the token of the page they stand on.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from folkmoot.people.access import everyone

TALKS = "title kind group by begun_at last_at closes_on"
SAYINGS = "words thing whose about types topics people place when said_at confirmed_on id"
PAGES = "title folder changed by why first place right"
POSTS = "words at kind source link licence"
# Address of a list → what each of its rows holds; "" where its columns follow from what is asked.
LISTS = {
    "/asks/": SAYINGS,
    "/decisions/": "title words decider due_on state who place put_at",
    "/decisions/bodies/{pk}/": "title decider put_at due_on state place",
    "/decisions/ours/": "title state words because method whose settled_on review_on place",
    "/events/": "title starts_at when_said place venue kinds cancelled",
    "/groups/": "name about way_in readers place programme topic licence began_at",
    "/groups/stories/": TALKS,
    "/groups/talk/": TALKS,
    "/groups/{slug}/calendar/": "title starts_at ends_at venue place called_off group",
    "/groups/{slug}/log/": "at by what words because",
    "/groups/{slug}/moved/": "",
    "/groups/{slug}/talk/": TALKS,
    "/journal/": "title verb by at kind address",
    "/library/broken/": "address page state said since archived",
    "/library/cases/": "title summary place came failed evidence types people cost_low cost_high who_pays organisation",
    "/library/orphans/": PAGES,
    "/library/pages/": PAGES,
    "/library/recent/": PAGES,
    "/library/stale/": PAGES,
    "/library/toolkits/": "title kind about parts organisation changed",
    "/library/wanted/": "slug folder n pages",
    "/library/{folder}/": PAGES,
    "/library/{folder}/{slug}/history/": "number at by way why interest grew minor",
    "/moderation/log/": "at what state rule because how",
    "/needs/": "words place figure out_of unit source as_of source_url types topics people confirmed_on id",
    "/newsroom/": POSTS,
    "/newsroom/events/{pk}/": f"{POSTS} session",
    "/newsroom/places/{slug}/": POSTS,
    "/newsroom/places/{slug}/blogs/": "name owner state posted_at read_at licence feed",
    "/offers/": SAYINGS,
    "/organisations/": "name about sector place address postcode phone email website is_funder identifiers source id",
    "/places/": "name kind code inside from until latitude longitude people year activities source",
    "/programmes/": "name organisation about starts ends website confirmed_on source id",
    "/promises/": "what whose due_on state done of place said_at made_on",
    "/questions/": "words asked_of place asked_at closed_on voices",
    "/questions/ideas/": "words place support whence",
    "/questions/priorities/": "words place least most methods affected state",
    "/together/": "list one other place score why known address",
    "/together/agreements/": "what about place since",
    "/together/network/": "one other what",
    "/who/": "title organisation about types topics people where starts ends stage offered filled money programme id",
    "/who/map/": "label kind note",
    "/who/matrix/": "",
    "/who/money/": "funder programme activity places pence passed_on",
    "/who/timeline/": "title who types people where when stage confirmed_on",
}
NAMES = ("/organisations/names/", "/places/names/", "/programmes/names/")
LIKELY = ("/organisations/likely/", "/who/likely/")
MAPS = ("/who/map/data/",)
# Address → what it answers with, beside lists and names: (summary, what it always holds).
OTHERS = {
    "/decisions/ours/{pk}/count.json": ("What was said in a decision, to count again", "method options said delegates"),
    "/events/{pk}/timer/live/": ("How long whoever speaks has left", "left lasts running"),
    "/me/data/": ("All that is kept of the person signed in", ""),
    "/listening/mine/{token}/data/": ("All that is kept of somebody who was heard, by the code on their slip", ""),
    "/listening/phone/ready/": ("What an organiser's phone takes along", "whose name token patches doors"),
    "/newsroom/events/{pk}/phone/ready/": ("What a reporter's phone takes along", "whose name token"),
}
# Forms that a script on their page sends, answered with a word of how it went where JSON is asked for.
SENT = {
    "/events/at/{code}/lines/": "A note at a table",
    "/events/at/{code}/lines/{pk}/": "A note at a table, in other words",
    "/events/at/{code}/lines/{pk}/strike/": "A note at a table, struck out",
    "/listening/take/": "A conversation that a phone kept, once",
    "/newsroom/events/{pk}/new/": "A report that a phone kept, once",
    "/themes/{pk}/place/": "Points put into a theme",
}
AS_JSON = {"name": "as", "in": "query", "required": True, "schema": {"const": "json"}}
# null: nobody knows, or it has no end.
VALUE = {
    "anyOf": [{"type": ["string", "number", "boolean", "null"]}, {"type": "array", "items": {"type": "string"}}],
}
REFUSED = {
    "302": {"description": "Sign in first, or a name somebody mistyped"},
    "400": {"description": "What was asked cannot be understood; the page says why"},
    "403": {"description": "Not for you"},
    "404": {"description": "Nothing stands here, or nothing that you may see"},
    "429": {"description": "Too much at once", "headers": {"Retry-After": {"schema": {"type": "string"}}}},
    "503": {"description": "Too many at once", "headers": {"Retry-After": {"schema": {"type": "string"}}}},
}


@everyone("GET")
def openapi(request: HttpRequest) -> JsonResponse:
    """What programs may ask here, and what comes back."""
    return JsonResponse(description(), json_dumps_params={"indent": 1})


def description() -> dict:
    paths = {address: {"get": _list(address, keys.split())} for address, keys in LISTS.items()}
    paths |= {address: {"get": _names(address, {"name": {"type": "string"}})} for address in NAMES}
    paths |= {address: {"get": _names(address, {})} for address in LIKELY}
    paths |= {address: {"get": _map(address)} for address in MAPS}
    paths |= {address: {"get": _other(address, *said)} for address, said in OTHERS.items()}
    paths |= {address: {"post": _form(address, summary)} for address, summary in SENT.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.SITE_NAME,
            "version": "1",
            "summary": "Every list as JSON, with the filters of its page. Nothing takes a JSON body.",
            "license": {"name": "Each row names its source; its licence is the source's."},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": dict(sorted(paths.items())),
    }


def _list(address: str, keys: list[str]) -> dict:
    about = {name: {"type": "string"} for name in ("title", "site", "address", "taken_at")}
    row = {"type": "object", "additionalProperties": VALUE, "required": keys}
    answer = _object({"about": _object(about), "rows": {"type": "array", "items": row}})
    said = "All of the list, narrowed as its page is: the filters in the page's address are those of this one."
    return _asked(address, [AS_JSON], answer) | {"description": said}


def _names(address: str, found: dict) -> dict:
    typed = {"name": "words", "in": "query", "schema": {"type": "string"}}
    answer = _object({"found": {"type": "array", "maxItems": 8, "items": _object(found)}})
    return _asked(address, [typed], answer)


def _map(address: str) -> dict:
    features = {"type": "array", "items": _object({"type": {"const": "Feature"}, "geometry": {}, "properties": {}})}
    answer = _object({"type": {"const": "FeatureCollection"}, "features": features})
    return _asked(address, [], answer, "application/geo+json")


def _other(address: str, summary: str, keys: str) -> dict:
    query = [AS_JSON] if address == "/me/data/" else []
    return _asked(address, query, {"type": "object", "required": keys.split()}) | {"summary": summary}


def _object(properties: dict) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _asked(address: str, query: list[dict], answer: dict, kind: str = "application/json") -> dict:
    good = {"description": "As asked", "content": {kind: {"schema": answer}}}
    return {"parameters": [*_in_the_path(address), *query], "responses": {"200": good, **REFUSED}}


def _form(address: str, summary: str) -> dict:
    said = {"content": {"application/json": {"schema": {"type": "object"}}}}
    refused = {"description": "Not taken, with why in `words`"} | said
    form = {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}
    return {
        "summary": summary,
        "parameters": _in_the_path(address),
        "requestBody": form,
        "responses": {
            "200": {"description": "Kept"} | said,
            "415": {"description": "A body of JSON was sent; nothing was kept"},
            "422": refused,
            "409": refused,
            **REFUSED,
        },
    }


def _in_the_path(address: str) -> list[dict]:
    named = [part[1:-1] for part in address.split("/") if part.startswith("{")]
    kinds = {"pk": "integer"}
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": kinds.get(name, "string")}} for name in named
    ]

"""The names of the months, in English and in the languages a wiki kept in these islands is likely to hold."""

from __future__ import annotations

import unicodedata

NAMES = (
    "january february march april may june july august september october november december",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
)
BY_LANGUAGE = [names.split() for names in NAMES]


def month_of(name: str) -> int:
    """1 to 12; 0 where it is no month in any of them. Of a shortened name, what the first language that has it means.

    >>> month_of("Sept"), month_of("août"), month_of("Gorffennaf"), month_of("Ma")
    (9, 8, 7, 0)
    """
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(one))
    for whole in (True, False):
        for months in BY_LANGUAGE:
            for number, month in enumerate(months, 1):
                if month == plain or (not whole and len(plain) > 2 and month.startswith(plain)):
                    return number
    return 0

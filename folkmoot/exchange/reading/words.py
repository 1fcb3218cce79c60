"""Lists of words that tell what a cell holds. British usage first."""

import re

_ENDINGS = """
uk com org net info eu co scot wales cymru london gov ac nhs coop io me online church community
"""
ENDINGS = frozenset(_ENDINGS.split())

_PERSONAL_MAIL = """
gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.com live.co.uk msn.com yahoo.com yahoo.co.uk
ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.co.uk btinternet.com btopenworld.com talktalk.net
sky.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk tiscali.co.uk plus.com plusnet.com tesco.net
o2.co.uk fsmail.net freeserve.co.uk protonmail.com proton.me gmx.com gmx.co.uk mail.com zoho.com orange.net
talk21.com outlook.co.uk fastmail.com hey.com pm.me tutanota.com
"""
PERSONAL_MAIL = frozenset(_PERSONAL_MAIL.split())

# The commonest given names in these islands by any census: enough to tell a column of people from one of groups.
_GIVEN = """
john david michael peter paul james robert richard andrew mark stephen steven christopher thomas william george
alan ian kevin brian anthony simon martin philip gary keith nigel neil colin graham matthew daniel adam jack
harry oliver joshua samuel joseph ben benjamin luke ryan alex alexander edward charles jonathan tim timothy nick
nicholas mary margaret susan sarah patricia linda christine karen elizabeth jane julie anne ann helen jacqueline
carol tracey amanda alison deborah sharon janet sandra angela emma rachel claire laura lisa nicola rebecca
joanne louise michelle charlotte sophie emily jessica lucy hannah olivia amelia chloe kate katherine catherine
diane gillian jean joan barbara pauline sheila maureen dorothy mohammed muhammad mohammad ahmed ali fatima aisha
amina priya raj sanjay gurpreet harpreet kaur singh khan hussain patel gareth rhys dylan owain sian carys bethan
megan dilys angharad fiona eilidh hamish callum angus kirsty siobhan ciaran niamh sean kwame emeka chidi ngozi
blessing joy grace ruth dave steve mike jim bob tony chris sue liz pat jo jenny sam kim beth tom dan matt
"""
GIVEN = frozenset(_GIVEN.split())

_TITLES = "mr mrs ms miss dr cllr rev revd sir prof mx fr councillor"
TITLES = frozenset(_TITLES.split())

GROUP = re.compile(
    r"\b("
    r"association|club|group|society|trust|centre|center|church|council|project|foundation|charity|school|"
    r"college|hall|community|network|forum|union|league|guild|institute|ltd|limited|cic|cio|llp|plc|"
    r"services?|support|care|library|museum|theatre|parish|town|borough|district|county|committee|"
    r"partnership|alliance|hub|cafe|café|bank|scouts?|guides?|brownies|nursery|playgroup|academy|"
    r"university|hospital|hospice|mosque|temple|gurdwara|ymca|friends of|age uk|mind|citizens advice|"
    r"rotary|legion|for all|team|choir|band|allotments?|gardens?|food|street|road"
    r")\b",
    re.I,
)
STREET = re.compile(
    r"\b("
    r"street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|place|square|terrace|crescent|court|house|"
    r"hall|gardens|park|hill|row|mews|grove|walk|green|parade|centre|building|floor|unit|flat|po box"
    r")\b\.?",
    re.I,
)

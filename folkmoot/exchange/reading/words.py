"""Lists of words that tell what a cell holds. British usage first."""

import re

_ENDINGS = """
uk com org net info eu co scot wales cymru london gov ac nhs coop io me online church community
"""
ENDINGS = frozenset(_ENDINGS.split())

# What people type where there is nothing to say, or not yet.
_NOTHING = "-|--|–|—|.|?|??|n/a|na|n.a.|nil|none|tba|tbc|tbd|unknown|not known|not applicable|to be confirmed"
NOTHING = frozenset(_NOTHING.split("|"))


def says_nothing(text: str) -> bool:
    """
    >>> says_nothing(" TBC "), says_nothing("-"), says_nothing("nonesuch")
    (True, True, False)
    """
    return text.strip().casefold() in NOTHING


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
brenda norma trevor yvonne winston keith lynne lynn gill jill doreen joyce marjorie edna winifred elsie hilda
beryl eileen kathleen kath cath cathy sylvia valerie val irene marion marian rosemary shirley sally wendy
geoffrey geoff gerald derek dennis denis donald douglas duncan eric ernest frank fred frederick gordon leonard
len leslie maurice norman reg ronald ron roy sidney terence terry vernon walter wilfred clive barry barrie
roger raymond ray russell ross stuart stewart darren craig jason wayne dean lee carl karl shaun gavin adrian
jeremy dominic damian rupert hugh hugo giles nathan aaron jordan liam connor kieran declan brendan patrick
sean shane eamon padraig brigid bridget deirdre roisin aoife orla maeve caitlin eleanor ellen elaine eva eve
annie annette anita andrea abigail alexandra alexa alice amy becky belinda bernadette beverley bev bryony
carmen caroline cheryl christina clare colette dawn debbie debra denise donna doris esther fay felicity
frances geraldine gwen gwyneth harriet hayley hazel henrietta hilary imogen isabel isabelle jackie jacqui jan
janice jasmine jayne jemma gemma jessie judith judy julia juliet katie katy kelly kerry kirsten lesley leanne
leah lorna lorraine louisa lydia lyn mandy marie marilyn marlene martha maxine melanie mel miriam moira molly
mollie monica nadia naomi natalie natasha nina nora norah pam pamela paula penny penelope philippa polly
rhiannon rita robyn ros rosalind rosie roxanne sadie samantha sara shelley sian sonia stacey stella steph
stephanie susannah susie suzanne tamsin tania tanya teresa theresa tessa thelma tina toni tracy una ursula
vanessa vera veronica vicky vicki viv vivien vivienne yvette zara zoe
andy ant baz benedict bert brad bradley cameron christian clifford cliff conor cyril dale damien danny darryl
des desmond doug ed eddie edmund edwin ellis elliot ethan evan ewan felix finlay francis fraser gabriel gareth
garry gerard gerry glen glenn glyn guy harold harvey henry herbert howard ieuan ivan ivor jake jamie jeff
jeffrey jez jimmy joe joel jon jonny josh julian justin ken kenneth kenny kyle lawrence laurence leo leon
lewis louis malcolm marcus max mick mitchell morgan nat ned neal nicky nicolas noel oscar owen percy perry pete phil
ralph reece rhodri ricky rob robbie robin rod rodney rory rowan rufus sebastian seb simeon spencer stan
stefan ted teddy theo timmy toby todd vic vince vincent warren wyn zac
aled alun arwel bryn dafydd dewi dyfed eifion eirlys eleri elin emlyn emyr ffion gethin geraint gwenllian
gwilym huw hywel idris iestyn ifan ioan iolo ceri llinos llio lowri mair mali mared mari meinir meirion menna
myfanwy nerys nia non olwen rhian rhodri sioned siwan steffan tegid tomos tudur wil
abdul abdullah abid adnan aftab ahmad akbar akhtar aliya amir amjad ansar anwar arif asad asif asma ayesha
azhar bilal bushra dawood ehsan faisal farah farhan farida farooq fatema ghulam habib hafsa haji hamid hamza
hasan hassan hina huma ibrahim imran iqbal irfan ismail jamal jamila javed kamal kamran karim khadija khalid
khadijah mahmood maryam masood mehmood mohamed mohamud mubarak mumtaz munir mustafa nadeem naeem naheed nasreen
nasim naveed nazia nighat noor omar osman parveen qasim rabia rafiq rashid rehana rehman rizwan rubina rukhsana
saba sabir sadia saeed safia sajid salim salma samina sana shabana shabir shahid shaheen shahnaz shakeel shamim
sharif shazia sohail sumaira sultana tahir tahira tariq uzma waheed waqar yasmin yasmeen younis yousaf yusuf
zahid zahra zainab zubair
ajay amit amrit anil anita anjali arun asha ashok balbir baljit balwinder davinder deepak dev dilip dipti gita
gurdeep gurmeet harbans harjit hardeep indira jagdish jaspal jasbir jaswinder jatinder kamaljit kavita kiran
kirpal krishna kulwinder lakhbir lakshmi manjit manoj meena mohan mohinder mukesh narinder neha nisha parminder
pavan pooja pradeep prakash pratibha rajesh rajinder rakesh ramesh ranjit ravi rekha rohit rupinder sandeep
sangita sarita satnam shanti shobha sukhdev sukhjit sukhwinder sunil sunita suresh surinder tejinder usha varinder
vijay vikram vinod
agnieszka aleksandra andrzej anna barbara bartosz beata dorota ewa elzbieta grzegorz halina iwona jacek jadwiga
jakub jan janusz jerzy joanna jolanta justyna kamil kasia katarzyna krystyna krzysztof lukasz maciej magda
magdalena malgorzata marcin marek mariusz marta mateusz michal monika olga pawel piotr przemek rafal renata
slawomir stanislaw tadeusz tomasz urszula wieslaw wojciech zbigniew zofia
ade adebayo adeola akosua ama amara aminata amara bola bukola chika chinedu chioma comfort ebony efua ekow femi
folake funmi ifeoma ikenna kofi kojo kwabena kwasi marcia mercy nana ngozi nkechi nneka obinna ola oluwaseun
patience sade segun tunde uche yaa yaw winsome delroy errol leroy lloyd desmond marlon neville tyrone
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

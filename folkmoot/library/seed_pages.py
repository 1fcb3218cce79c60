"""What stands in Thornbeck's library: made up, all of it. The words of pages; who changed them when stands in
seeds."""

STREET_PARTY = """A street party needs one evening of talking, one form and a table. Everything else is extra.

## Six weeks before

- Ask the five nearest doors. If three say yes, go on.
- Decide whether you need the road. If you do, read [[Close a road for a day]] now: it is the slow part.
- Say who looks after first aid. There is a course, [First aid for the street](/who/?words=first+aid).

## A week before

- Borrow tables from the hall: [[Book a hall in Thornbeck]] says whom to ring.
- Borrow a gazebo if it may rain: [[Borrowing a gazebo]].
- Tell the street what time the road opens again.

## Afterwards

Write down what you would not do again, as others did: [a stall nobody came to](/library/cases/).
"""
ROAD_FIRST = """The council closes a street for a day if nobody who lives there objects.

1. Ask for the form six weeks before.
2. Take it to every door in the closed part. Each household signs, or says why not.
3. Hand it in at the council's desk. There is no charge for a street party.

A fire engine must be able to pass: keep one lane free of tables.
"""
ROAD_NOW = """The council closes a street for a day if nobody who lives there objects.

1. Ask for the form eight weeks before. It was six until September 2026.
2. Take it to every door in the closed part. Each household signs, or says why not.
3. Hand it in at the council's desk, or send a photograph of it. There is no charge for a street party.
4. Fetch the two signs on the day before, and bring them back on the day after.

A fire engine must be able to pass: keep one lane free of tables.

See also [[Hold a street party]].
"""
ROAD_EASY = """You want to close your road for a day.

Ask the council for a form.

Do this **6 weeks** before the day.

Go to every door in your road.

Each home signs the form.

Give the form to the council.

You do not pay anything.

Leave space for a fire engine.
"""
HALL = """Halls that neighbours use, and whom to ask. The list is the directory's own: if something is wrong
there, put it right there, and it is right here.

{{organisations place=thornbeck}}

Most halls ask for a name to hold the key. [[Tea urns and where they live|The urn]] is not always where the list
says.
"""
SMALL_GROUPS = """Who runs what for small groups in Thornbeck, as the directory has it today.

{{programmes place=thornbeck}}

Help with getting online:

{{activities place=thornbeck type=train people=new-groups}}

If you lead one of these and a line is wrong, open it and press “Change it”.
"""
TEA = """Sixty people drink seven litres in the first half hour.

| for | tea bags | milk |
| --- | --- | --- |
| 20 | 30 | 2 pints |
| 60 | 80 | 5 pints |

Put the urn on an hour before. Nobody minds paper cups if there is somewhere to put them.
"""
FOOD = """If you give food to people you do not know, three rules keep everybody well.

- Keep cold food cold: under 8 °C, and no more than four hours out.
- Say what is in it. Fourteen things have to be named.
- One person does hands, one does money.

The council's officer gives free advice: ask at the desk.
"""
GRANT = """A bid for a few hundred pounds is one page. Say what will be different, for whom, and how you will know.

- Ask somebody who was turned down to read it. They see what is missing.
- Count the hours neighbours give; [Street grants](/who/?words=street+grants) asks for that.
- Say what you will do if only half the money comes.

Who gives grants here:

{{activities place=thornbeck type=fund}}
"""
LUNCHES = """We cook for sixty, seventy come in winter.

Two cook, four carry, one sits down with whoever came alone. That one matters most.

The story of how it came about, and what it cost, is a case: [Lunch that people come back to](/library/cases/).
What to do with food: [[howtos:Safe with food]].
"""
ROTA = """Everybody does two Tuesdays and has two off. Swap by telephone, not by leaving a note.

New helpers begin with carrying. See [[How we run Tuesday lunches]].
"""
PHONES = """What Mill Lane Library learnt in two years of Wednesday mornings.

- Sit beside, never opposite.
- They hold the phone. If you take it, they learn that you can do it.
- One thing a visit. Write it on a card.
- Passwords go home on paper, in their writing: see [[Privacy on borrowed computers]].
"""
PRIVACY = """Before somebody sits down at a borrowed computer, and after they get up.

1. Open a window that remembers nothing.
2. Never type another person's password for them.
3. Close everything, and show them that it is closed.
"""
OFFER = """## Summary, not a copy

On 3 August 2009 the Social by Social wiki carried a post, first written for a blog, that said: the Department
for Communities and Local Government offers to convene one or more workshops in the autumn, so that programmes
for social technology in communities can be joined up.

It named seven programmes as the main ones: Community Voices (Media Trust), DC10plus, Local 2.0 (Young
Foundation), RSA Connected Communities, Talk About Local, Timely Information to Citizens, and the work of IDeA
with local authorities. It pointed to [a list of who is who](http://Who%27s+who) and to a discussion.

An official of the department had written that policy teams were keen to see social technology used, and that
the programmes had room to work together. He asked first whether people would welcome the idea.

The writer thought it would help. Most of the programmes would find out what is happening, find what works, fund
or train, run events, write howtos and set up networks, perhaps all in parallel. The hope was for systems of
help and funding that are, in the post's words, “not all in one place, but not duplicated unnecessarily”.

What came of it: [[The workshop of September 2009]]. Who the programmes were: [[Programmes named in August 2009]].
"""
NAMED = """The programmes named in [[Government offers to convene local communities workshops]], as the record
of the time has them. Each has an entry in [the 2009 story](/story/), with its source.

- Community Voices (Media Trust)
- DC10plus
- Local 2.0 (Young Foundation)
- RSA Connected Communities
- Talk About Local
- Timely Information to Citizens (CLG)
- IDeA and local authorities
"""

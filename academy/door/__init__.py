"""How a phone finds this laptop and is let in, and how often it may try.

    network.py      the address under which the room's phones find it
    codes.py        what the projector shows to whoever is in the room
    waiting.py      who waits for a trainer's press
    access.py       how somebody proves to be the same person again
    pace.py         how often a thing may be tried

Where a tap and a scan are meant to be enough, these decide for whom they are.
"""
